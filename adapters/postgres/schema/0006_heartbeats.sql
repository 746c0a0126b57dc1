-- Signs of life: one row for each thing that has to be done all the time, written every few seconds
-- by whoever does it. part and place: `relay` and `standby relay` of a topic, `clock`,
-- `projections` of a slice, and of no slice for what a worker says while it feeds none. A relay that
-- stands by has a row of its own, so that it can never pass for the one that publishes.
--
-- What is written here means nothing after a crash, so it is not logged and costs no fsync.
CREATE UNLOGGED TABLE heartbeat (
    part     text        COLLATE "C" NOT NULL,
    place    text        COLLATE "C" NOT NULL,
    instance text        COLLATE "C" NOT NULL,
    doing    text        COLLATE "C" NOT NULL CHECK (doing IN ('working', 'waiting', 'refused')),
    reason   text        COLLATE "C",
    since    timestamptz NOT NULL DEFAULT clock_timestamp(),
    beat_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (part, place),
    CHECK ((reason IS NULL) = (doing = 'working'))
) WITH (fillfactor = 50);
COMMENT ON COLUMN heartbeat.since IS 'Since when it has been doing what it does now.';

GRANT SELECT, INSERT, UPDATE ON heartbeat
   TO plaint_writer, plaint_relay, plaint_projector, plaint_replayer;
