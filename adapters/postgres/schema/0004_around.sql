-- What stands beside the record: the relay's place in each topic, who may come in, and a view for
-- readers made for the eventsourcing library.

-- How far a topic is published. topic_id is Kafka's own id of the topic; prev is the last published
-- position of each slice; epoch rises with every relay that takes over, so a stalled one finds out.
CREATE TABLE relay (
    topic    text       COLLATE "C" PRIMARY KEY,
    topic_id text       COLLATE "C" NOT NULL,
    log_id   uuid       NOT NULL,
    position bigint     NOT NULL DEFAULT 0 CHECK (position >= 0),
    prev     bigint[]   NOT NULL DEFAULT array_fill(0::bigint, ARRAY[12])
                        CHECK (cardinality(prev) = 12 AND array_position(prev, NULL) IS NULL),
    epoch    bigint     NOT NULL DEFAULT 0
);

-- Keys of the programming interface, one row each, without names: who a principal is, is known
-- elsewhere. A key is found by its prefix and compared by its hash.
CREATE TABLE staff (
    principal_id uuid        NOT NULL,
    role         text        COLLATE "C" NOT NULL,
    unit         text        COLLATE "C",
    key_hash     bytea       NOT NULL CHECK (octet_length(key_hash) = 32),
    prefix       text        COLLATE "C" PRIMARY KEY,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at   timestamptz
);
CREATE INDEX staff_principal ON staff (principal_id);

-- The record in the shape of the library's own table, for its repository and notification log.
CREATE VIEW plaint_events AS
SELECT stream_id       AS originator_id,
       version::bigint AS originator_version,
       type            AS topic,
       public          AS state,
       position        AS notification_id
  FROM event;
