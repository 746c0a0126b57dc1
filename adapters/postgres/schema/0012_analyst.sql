-- Analysts read the views under their own names, without octets, and nothing else.

GRANT USAGE ON SCHEMA views TO plaint_analyst;
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT c.relname, string_agg(quote_ident(a.attname), ', ') AS readable
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = 'views'::regnamespace AND c.relkind = 'v'
           AND a.attnum > 0 AND a.atttypid <> 'bytea'::regtype
         GROUP BY c.relname
    LOOP
        EXECUTE format('GRANT SELECT (%s) ON views.%I TO plaint_analyst',
                       found.readable, found.relname);
    END LOOP;
END $$;
