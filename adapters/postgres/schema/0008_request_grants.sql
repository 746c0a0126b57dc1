-- How many requests each asker was granted in the present second, over all processes of the API.
-- asker: a principal by its id, or an address without a key. Processes take grants by the batch.
--
-- What is written here means nothing after a crash, so it is not logged and costs no fsync.
CREATE UNLOGGED TABLE request_grant (
    asker   text    COLLATE "C" PRIMARY KEY,
    second  bigint  NOT NULL,
    granted integer NOT NULL
) WITH (fillfactor = 50);
COMMENT ON COLUMN request_grant.second IS 'Since 1970, by the clock of this server.';
COMMENT ON COLUMN request_grant.granted IS 'May exceed what is allowed by what was asked in vain.';

GRANT SELECT, INSERT, UPDATE, DELETE ON request_grant TO plaint_writer;
