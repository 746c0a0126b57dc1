-- Which complaints name the same contact detail or product: for each a keyed digest, nothing more.
-- It lies beside the keys because it must die with them, and is never copied into an archive.

-- The keys of the digests, wrapped like data keys. The one with the greatest number is in use.
CREATE TABLE index_key (
    number  integer     PRIMARY KEY CHECK (number > 0),
    key_id  bytea       NOT NULL CHECK (octet_length(key_id) = 16),
    kek_id  text        COLLATE "C" NOT NULL,
    wrapped bytea       NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- An entry goes with the key of the identity (P2) that it was made of, whoever deletes that.
CREATE TABLE contact_entry (
    digest       bytea   NOT NULL CHECK (octet_length(digest) = 16),
    kind         text    COLLATE "C" NOT NULL
                 CHECK (kind IN ('email', 'phone', 'name_and_postal_code', 'product_reference')),
    complaint_id uuid    NOT NULL,
    party_id     uuid    NOT NULL,
    scope        text    COLLATE "C" NOT NULL DEFAULT 'P2' CHECK (scope = 'P2'),
    key_number   integer NOT NULL REFERENCES index_key,
    PRIMARY KEY (digest, kind, complaint_id, party_id),
    FOREIGN KEY (complaint_id, party_id, scope)
        REFERENCES data_key (complaint_id, party_id, scope) ON DELETE CASCADE
) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
CREATE INDEX contact_entry_complaint ON contact_entry (complaint_id, party_id);
CREATE INDEX contact_entry_key ON contact_entry (key_number);

CREATE TRIGGER contact_entry_insert_only BEFORE UPDATE OR TRUNCATE ON contact_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE contact_entry ENABLE ALWAYS TRIGGER contact_entry_insert_only;

-- Offers a fresh key of this number, and answers with the newest one that there is then.
CREATE FUNCTION keep_index_key(offered integer, id bytea, kek text, wrap bytea)
RETURNS TABLE (number integer, key_id bytea, kek_id text, wrapped bytea)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO index_key (number, key_id, kek_id, wrapped) VALUES (offered, id, kek, wrap)
        ON CONFLICT (number) DO NOTHING;
    -- A statement of its own: its snapshot shows what the insert waited for.
    RETURN QUERY
    SELECT k.number, k.key_id, k.kek_id, k.wrapped FROM index_key k ORDER BY k.number DESC LIMIT 1;
END
$$;

-- Notes entries that were made under this key; false, and nothing noted, if it is not the newest.
-- What a party had told before of the same kind gives way. Of an identity that is erased meanwhile
-- nothing is noted.
CREATE FUNCTION note_contacts(
    digests bytea[], kinds text[], complaint_ids uuid[], party_ids uuid[], under integer
)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
    IF under IS DISTINCT FROM (SELECT max(number) FROM index_key) THEN
        RETURN false;
    END IF;
    DELETE FROM contact_entry e
     USING unnest(digests, kinds, complaint_ids, party_ids)
               AS o (digest, kind, complaint_id, party_id)
     WHERE e.complaint_id = o.complaint_id AND e.party_id = o.party_id AND e.kind = o.kind
       AND e.digest <> o.digest;
    INSERT INTO contact_entry (digest, kind, complaint_id, party_id, key_number)
    SELECT o.digest, o.kind, o.complaint_id, o.party_id, under
      FROM unnest(digests, kinds, complaint_ids, party_ids)
               AS o (digest, kind, complaint_id, party_id)
      JOIN data_key k ON k.complaint_id = o.complaint_id AND k.party_id = o.party_id
                     AND k.scope = 'P2'
       FOR KEY SHARE OF k
        ON CONFLICT DO NOTHING;
    RETURN true;
END
$$;

-- Forgets what was noted under older keys than the newest, and these; how many entries it were.
CREATE FUNCTION forget_older_contacts() RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
    newest integer := (SELECT max(number) FROM index_key);
    forgotten bigint;
BEGIN
    DELETE FROM contact_entry WHERE key_number < newest;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    DELETE FROM index_key WHERE number < newest;
    RETURN forgotten;
END
$$;

REVOKE ALL ON index_key, contact_entry FROM PUBLIC;
REVOKE ALL ON FUNCTION keep_index_key, note_contacts, forget_older_contacts FROM PUBLIC;
GRANT SELECT ON index_key, contact_entry TO plaint_writer;
GRANT EXECUTE ON FUNCTION keep_index_key, note_contacts, forget_older_contacts TO plaint_writer;

DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 170000 THEN
        GRANT MAINTAIN ON index_key, contact_entry TO plaint_writer;
    END IF;
END
$$;
