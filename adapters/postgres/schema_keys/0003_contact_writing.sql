-- With which ways of writing a detail the whole contact index was made; the greatest counts.
CREATE TABLE contact_writing (
    version integer     PRIMARY KEY CHECK (version > 1),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

REVOKE ALL ON contact_writing FROM PUBLIC;
GRANT SELECT, INSERT ON contact_writing TO plaint_writer;
