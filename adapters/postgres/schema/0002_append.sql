-- The only way into the record: many commands in one call, each stored whole or not at all.
--
-- Outcomes, in the order of the commands given (adapters/record.py names them):
--   0 stored · 1 already stored by this same command · 2 a stream's version moved
--   3 a stream's last leaf is another · 4 a claimed value is taken · 5 the command id is known
--   with another request.
-- A command that is not stored leaves no trace and its neighbours are untouched.
--
-- The caller sees to it that no stream, claim or command id comes twice in one call.
--
-- Arrays with one prefix are parallel. …_command is the number, from 1, of the command that the
-- entry belongs to; blob_event the number of the event. Events come in the order of their commands.
CREATE FUNCTION append(
    command_ids     uuid[],  command_requests bytea[],   command_events  integer[],
    stream_command  integer[], stream_ids     uuid[],    stream_versions integer[],
    stream_prevs    bytea[],
    claim_command   integer[], claim_kinds    text[],    claim_values    text[],
    event_command   integer[], event_streams  uuid[],    event_versions  integer[],
    event_kinds     text[],    event_slices   smallint[], event_types    text[],
    event_publics   bytea[],   event_leaves   bytea[],
    blob_event      integer[], blobs          bytea[]
)
RETURNS TABLE (outcome smallint, first_position bigint, last_position bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public, pg_temp
-- Plans are kept for the life of a connection and most are made while the tables are empty: such
-- a plan scans the grown tables. Every look-up below goes through an index, whatever the planner
-- believes of the sizes.
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    head      bigint;
    moment    timestamptz;
    outcomes  smallint[];
    firsts    bigint[];
    lasts     bigint[];
    positions bigint[];
BEGIN
    -- A snapshot taken before the lock would not show what the last holder wrote.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'append needs READ COMMITTED, the transaction is %',
            current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state',
                  HINT = 'Call it as one autocommitted statement.';
    END IF;

    -- From here to the commit there is one writer, so positions have no holes and become visible
    -- in their order. The lock is taken and released inside the server.
    PERFORM pg_advisory_xact_lock(7703);

    SELECT e.position, e.appended_at INTO head, moment
      FROM event e ORDER BY e.position DESC LIMIT 1;
    head := coalesce(head, 0);
    moment := greatest(clock_timestamp(), moment);

    WITH stream_verdict AS MATERIALIZED (
        SELECT expected.command,
               max(CASE WHEN coalesce(last.version, 0) <> expected.version THEN 2
                        WHEN last.leaf <> expected.prev THEN 3
                        ELSE 0 END) AS outcome
          FROM unnest(stream_command, stream_ids, stream_versions, stream_prevs)
                   AS expected (command, stream_id, version, prev)
          LEFT JOIN LATERAL (SELECT e.version, e.leaf FROM event e
                              WHERE e.stream_id = expected.stream_id
                              ORDER BY e.version DESC LIMIT 1) AS last ON true
         GROUP BY expected.command
    ),
    claim_verdict AS MATERIALIZED (
        SELECT DISTINCT wanted.command
          FROM unnest(claim_command, claim_kinds, claim_values) AS wanted (command, kind, value),
               LATERAL (SELECT FROM claim c
                         WHERE c.kind = wanted.kind AND c.value = wanted.value LIMIT 1) AS taken
    ),
    verdict AS MATERIALIZED (
        SELECT given.number, given.events, known.first_position, known.last_position,
               CASE WHEN known.request = given.request THEN 1
                    WHEN known.request IS NOT NULL THEN 5
                    WHEN streams.outcome > 0 THEN streams.outcome
                    WHEN claims.command IS NOT NULL THEN 4
                    ELSE 0 END AS outcome
          FROM unnest(command_ids, command_requests, command_events)
                   WITH ORDINALITY AS given (command_id, request, events, number)
          LEFT JOIN LATERAL (SELECT c.request, c.first_position, c.last_position FROM command c
                              WHERE c.command_id = given.command_id LIMIT 1) AS known ON true
          LEFT JOIN stream_verdict AS streams ON streams.command = given.number
          LEFT JOIN claim_verdict AS claims ON claims.command = given.number
    ),
    placed AS (
        SELECT v.*, head + sum(CASE WHEN v.outcome = 0 THEN v.events ELSE 0 END)
                               OVER (ORDER BY v.number) AS upto
          FROM verdict v
    )
    SELECT array_agg(p.outcome::smallint ORDER BY p.number),
           array_agg(CASE WHEN p.outcome = 1 THEN p.first_position
                          WHEN p.outcome = 0 AND p.events > 0 THEN p.upto - p.events + 1 END
                     ORDER BY p.number),
           array_agg(CASE WHEN p.outcome = 1 THEN p.last_position
                          WHEN p.outcome = 0 AND p.events > 0 THEN p.upto END
                     ORDER BY p.number)
      INTO outcomes, firsts, lasts
      FROM placed p;

    INSERT INTO command (command_id, request, first_position, last_position)
    SELECT c.command_id, c.request, c.first_position, c.last_position
      FROM unnest(command_ids, command_requests, firsts, lasts, outcomes)
               AS c (command_id, request, first_position, last_position, outcome)
     WHERE c.outcome = 0;

    IF cardinality(claim_command) > 0 THEN
        INSERT INTO claim (kind, value, command_id)
        SELECT c.kind, c.value, command_ids[c.command]
          FROM unnest(claim_command, claim_kinds, claim_values) AS c (command, kind, value)
         WHERE outcomes[c.command] = 0;
    END IF;

    -- The position of every event given, NULL where its command is not stored.
    SELECT array_agg(CASE WHEN e.stored THEN head + e.rank END ORDER BY e.number) INTO positions
      FROM (SELECT number, outcomes[command] = 0 AS stored,
                   count(*) FILTER (WHERE outcomes[command] = 0) OVER (ORDER BY number) AS rank
              FROM unnest(event_command) WITH ORDINALITY AS given (command, number)) AS e;

    INSERT INTO event (position, stream_id, version, stream_kind, slice, type,
                       public, leaf, appended_at)
    SELECT e.position, e.stream_id, e.version, e.kind, e.slice, e.type, e.public, e.leaf, moment
      FROM unnest(positions, event_streams, event_versions, event_kinds, event_slices, event_types,
                  event_publics, event_leaves)
               AS e (position, stream_id, version, kind, slice, type, public, leaf)
     WHERE e.position IS NOT NULL;

    IF cardinality(blob_event) > 0 THEN
        INSERT INTO sealed (position, sha256, blob)
        SELECT positions[b.event], sha256(b.blob), b.blob
          FROM unnest(blob_event, blobs) AS b (event, blob)
         WHERE positions[b.event] IS NOT NULL;
    END IF;

    RETURN QUERY SELECT r.outcome, r.first_position, r.last_position
                   FROM unnest(outcomes, firsts, lasts) WITH ORDINALITY
                            AS r (outcome, first_position, last_position, number)
                  ORDER BY r.number;
END
$$;
