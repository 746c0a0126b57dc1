-- What was written stays as it was written, for the owner of the tables too. The triggers fire
-- ALWAYS, so also in a session that replays another server's changes.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'the record is insert-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Correct a fact by appending an event; erase personal data by its key.';
END
$$;

CREATE TRIGGER event_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER command_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON command
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER claim_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claim
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sealed_insert_only BEFORE UPDATE OR TRUNCATE ON sealed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Sealed blobs may be removed at the end of retention. Which, when, by whose command is kept.
CREATE TABLE sealed_removal (
    position   bigint      NOT NULL,
    sha256     bytea       NOT NULL,
    command_id uuid        NOT NULL REFERENCES command,
    removed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (position, sha256)
);
CREATE TRIGGER sealed_removal_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sealed_removal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_unrecorded_removal() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM sealed_removal r
                    WHERE r.position = OLD.position AND r.sha256 = OLD.sha256) THEN
        RAISE EXCEPTION 'a sealed blob is removed only by remove_sealed (position %)', OLD.position
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER sealed_removal_recorded BEFORE DELETE ON sealed
    FOR EACH ROW EXECUTE FUNCTION refuse_unrecorded_removal();

ALTER TABLE event ENABLE ALWAYS TRIGGER event_insert_only;
ALTER TABLE command ENABLE ALWAYS TRIGGER command_insert_only;
ALTER TABLE claim ENABLE ALWAYS TRIGGER claim_insert_only;
ALTER TABLE sealed ENABLE ALWAYS TRIGGER sealed_insert_only;
ALTER TABLE sealed ENABLE ALWAYS TRIGGER sealed_removal_recorded;
ALTER TABLE sealed_removal ENABLE ALWAYS TRIGGER sealed_removal_insert_only;

-- Removes all blobs of these positions under the stored command that orders it; how many it were.
CREATE FUNCTION remove_sealed(positions bigint[], ordered_by uuid) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
    removed bigint;
BEGIN
    INSERT INTO sealed_removal (position, sha256, command_id)
    SELECT s.position, s.sha256, ordered_by FROM sealed s WHERE s.position = ANY (positions);
    DELETE FROM sealed s WHERE s.position = ANY (positions);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;
