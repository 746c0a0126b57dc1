-- Who may do what. Nobody but the owner has any right that is not written here.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public
   TO plaint_writer, plaint_relay, plaint_projector, plaint_replayer;

-- How far the log and the topic are, which every part may ask.
GRANT SELECT ON log, relay, schema_version
   TO plaint_writer, plaint_relay, plaint_projector, plaint_replayer;

-- The writer appends and reads; it changes nothing that was written.
GRANT SELECT ON event, sealed, sealed_removal, command, claim, plaint_events TO plaint_writer;
GRANT EXECUTE ON FUNCTION append, remove_sealed TO plaint_writer;
GRANT SELECT, INSERT, UPDATE (role, unit, revoked_at) ON staff TO plaint_writer;

GRANT SELECT ON event TO plaint_relay;
GRANT INSERT, UPDATE ON relay TO plaint_relay;

-- The projector is fed from Kafka and cannot see the record at all; the replayer reads events,
-- never sealed blobs.
GRANT SELECT ON event, plaint_events TO plaint_replayer;

-- Views belong to a role of which both are members and which neither inherits: whoever makes,
-- alters or drops a view's table says SET ROLE plaint_views first, so every table has one owner;
-- rows are read and written without it.
CREATE SCHEMA views AUTHORIZATION plaint_views;
GRANT USAGE ON SCHEMA views TO plaint_writer, plaint_relay, plaint_projector, plaint_replayer;
ALTER DEFAULT PRIVILEGES FOR ROLE plaint_views IN SCHEMA views
    GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO plaint_projector, plaint_replayer;
ALTER DEFAULT PRIVILEGES FOR ROLE plaint_views IN SCHEMA views
    GRANT SELECT ON TABLES TO plaint_writer;
