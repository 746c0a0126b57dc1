-- The record: events, their sealed blobs, the commands that wrote them, the values they claimed.
-- Text keys sort by octet (COLLATE "C"), so that an index means the same on every machine.

CREATE TABLE event (
    position    bigint      NOT NULL CHECK (position > 0),
    stream_id   uuid        NOT NULL,
    version     integer     NOT NULL CHECK (version > 0),
    stream_kind text        COLLATE "C" NOT NULL,
    slice       smallint    CHECK (slice BETWEEN 0 AND 11),
    type        text        COLLATE "C" NOT NULL,
    public      bytea       NOT NULL CHECK (octet_length(public) <= 262144),
    leaf        bytea       NOT NULL CHECK (octet_length(leaf) = 32),
    appended_at timestamptz NOT NULL,
    PRIMARY KEY (stream_id, version),
    -- Only complaints are published, so only they have a slice.
    CONSTRAINT event_slice_of_complaints CHECK ((stream_kind = 'complaint') = (slice IS NOT NULL))
);

-- The head of the log is found here under the lock; there is no sequence, which would leave holes
-- after a crash, and no counter row, which slows while any old snapshot is open.
CREATE UNIQUE INDEX event_position ON event (position);

-- What was the last position in a slice: asked by the relay, by feeds that found a hole, and by
-- whoever wants to know whether a view is complete.
CREATE INDEX event_slice ON event (slice, position) WHERE slice IS NOT NULL;

-- Octets are hashed and published as they are: never compressed, read in one piece.
ALTER TABLE event ALTER COLUMN public SET STORAGE EXTERNAL;

-- Ciphertext of personal fields, the only rows that may ever be deleted (0003_insert_only.sql).
CREATE TABLE sealed (
    position bigint NOT NULL,
    sha256   bytea  NOT NULL CHECK (octet_length(sha256) = 32),
    blob     bytea  NOT NULL CHECK (octet_length(blob) <= 262144),
    PRIMARY KEY (position, sha256)
);
ALTER TABLE sealed ALTER COLUMN blob SET STORAGE EXTERNAL;

-- Every command that was stored, also one that made no events, is remembered for ever.
CREATE TABLE command (
    command_id     uuid   PRIMARY KEY,
    request        bytea  NOT NULL,
    first_position bigint,
    last_position  bigint,
    CHECK ((first_position IS NULL) = (last_position IS NULL))
);

CREATE TABLE claim (
    kind       text COLLATE "C" NOT NULL,
    value      text COLLATE "C" NOT NULL,
    command_id uuid NOT NULL,
    PRIMARY KEY (kind, value)
);

-- Which incarnation of the log this is. Positions mean something only together with it: after a
-- restore, or a failover that lost commits, they are given a second time.
CREATE TABLE log (
    log_id uuid    NOT NULL,
    single boolean PRIMARY KEY DEFAULT true CHECK (single)
);
INSERT INTO log (log_id) VALUES (gen_random_uuid());

CREATE FUNCTION renew_log_id() RETURNS uuid LANGUAGE sql
SET search_path = public, pg_temp
AS $$ UPDATE log SET log_id = gen_random_uuid() RETURNING log_id $$;
COMMENT ON FUNCTION renew_log_id() IS
    'To be called by an operator after a restore or a failover that lost commits.';
