-- Data keys of personal fields, wrapped by a key-encryption key that lies outside the database.
-- This database is restored together with the record but never copied into a long-lived archive.

-- One key for each party of a complaint and class (P2, P4), one for the free text of a complaint
-- (P3) and one for each document; the last two belong to no party (nil uuid).
CREATE TABLE data_key (
    key_id       bytea PRIMARY KEY CHECK (octet_length(key_id) = 16),
    complaint_id uuid  NOT NULL,
    party_id     uuid  NOT NULL,
    scope        text  COLLATE "C" NOT NULL
                 CHECK (scope IN ('P2', 'P3', 'P4')
                        OR scope ~ '^document:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
    kek_id       text  COLLATE "C" NOT NULL,
    wrapped      bytea NOT NULL,
    UNIQUE (complaint_id, party_id, scope),
    CHECK (scope IN ('P2', 'P4') OR party_id = '00000000-0000-0000-0000-000000000000')
) WITH (
    -- A deleted key must leave the file soon, even where nobody may VACUUM by hand.
    autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0
);

-- That a key existed and is gone; nothing of the key itself.
CREATE TABLE data_key_removal (
    key_id       bytea PRIMARY KEY,
    complaint_id uuid  NOT NULL,
    party_id     uuid  NOT NULL,
    scope        text  COLLATE "C" NOT NULL,
    removed_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: keys go one by one, by remove_data_keys',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
-- UPDATE is left to the owner, who wraps all keys anew when the key-encryption key changes.
CREATE TRIGGER data_key_never_truncated BEFORE TRUNCATE ON data_key
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER data_key_removal_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON data_key_removal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_unrecorded_removal() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM data_key_removal r WHERE r.key_id = OLD.key_id) THEN
        RAISE EXCEPTION 'a data key is removed only by remove_data_keys'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER data_key_removal_recorded BEFORE DELETE ON data_key
    FOR EACH ROW EXECUTE FUNCTION refuse_unrecorded_removal();

ALTER TABLE data_key ENABLE ALWAYS TRIGGER data_key_never_truncated;
ALTER TABLE data_key ENABLE ALWAYS TRIGGER data_key_removal_recorded;
ALTER TABLE data_key_removal ENABLE ALWAYS TRIGGER data_key_removal_insert_only;

-- Offers a fresh key for each name and answers with the key that the name now has: the one
-- offered, or the one that another process kept first.
CREATE FUNCTION keep_data_keys(
    key_ids bytea[], complaint_ids uuid[], party_ids uuid[], scopes text[], kek_ids text[],
    wraps bytea[]
)
RETURNS TABLE (key_id bytea, complaint_id uuid, party_id uuid, scope text, kek_id text,
               wrapped bytea)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    -- In one order for all, or two callers could each wait for the other's row.
    INSERT INTO data_key (key_id, complaint_id, party_id, scope, kek_id, wrapped)
    SELECT o.key_id, o.complaint_id, o.party_id, o.scope, o.kek_id, o.wrapped
      FROM unnest(key_ids, complaint_ids, party_ids, scopes, kek_ids, wraps)
               AS o (key_id, complaint_id, party_id, scope, kek_id, wrapped)
     ORDER BY o.complaint_id, o.party_id, o.scope
        ON CONFLICT (complaint_id, party_id, scope) DO NOTHING;

    -- A statement of its own: its snapshot shows what the insert waited for.
    RETURN QUERY
    SELECT k.key_id, k.complaint_id, k.party_id, k.scope, k.kek_id, k.wrapped
      FROM unnest(complaint_ids, party_ids, scopes) AS o (complaint_id, party_id, scope),
           LATERAL (SELECT * FROM data_key d
                     WHERE d.complaint_id = o.complaint_id AND d.party_id = o.party_id
                       AND d.scope = o.scope LIMIT 1) AS k;
END
$$;

-- Removes these keys, and with them all that was sealed under them; how many there were.
CREATE FUNCTION remove_data_keys(key_ids bytea[]) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
    removed bigint;
BEGIN
    INSERT INTO data_key_removal (key_id, complaint_id, party_id, scope)
    SELECT k.key_id, k.complaint_id, k.party_id, k.scope
      FROM data_key k WHERE k.key_id = ANY (key_ids);
    DELETE FROM data_key k WHERE k.key_id = ANY (key_ids);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO plaint_writer;
GRANT SELECT ON data_key, data_key_removal, schema_version TO plaint_writer;
GRANT EXECUTE ON FUNCTION keep_data_keys, remove_data_keys TO plaint_writer;

-- The dead row must leave the file at once (PostgreSQL 17 knows the right; before, autovacuum
-- does it).
DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 170000 THEN
        GRANT MAINTAIN ON data_key TO plaint_writer;
    END IF;
END
$$;
