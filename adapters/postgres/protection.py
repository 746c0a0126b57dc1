"""What keeps the record as it was written: triggers, constraints, functions, grants, roles."""

from pathlib import Path
from typing import Any, LiteralString

import psycopg

from adapters.postgres.roles import ANALYST, LOGINS, OWNER, VIEWS

MADE = Path(__file__).parent / "protection_made"
"""As the schemas make it, a file for each; what a later step changes is written down there."""

# In words that no version of the server puts otherwise. Who may only read is left to the house, but
# of the analyst, who reads views alone; so are settings of time, memory, plans and logging. Whoever
# makes roles is a member of ours.
STANDING: LiteralString = r"""
WITH ours AS (
    SELECT * FROM pg_roles WHERE rolname = ANY (%s)
), relation AS (
    SELECT c.*, c.relname::text AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
), function AS (
    SELECT p.*, p.oid::regprocedure::text AS name FROM pg_proc p
     WHERE p.pronamespace = 'public'::regnamespace
), held AS (
    SELECT oid, name, relowner, relacl, false AS is_view FROM relation
     UNION ALL
    SELECT oid, 'views.' || relname, relowner, relacl, relkind = 'v' FROM pg_class
     WHERE relnamespace = to_regnamespace('views')
), granted AS (
    SELECT r.name AS on_what, r.relowner AS owner, false AS is_shown, a.*
      FROM held r, aclexplode(r.relacl) a
     UNION ALL
    SELECT r.name || '.' || t.attname, r.relowner, is_view AND atttypid <> 'bytea'::regtype, a.*
      FROM held r JOIN pg_attribute t ON t.attrelid = r.oid, aclexplode(t.attacl) a
     UNION ALL
    SELECT f.name, f.proowner, false, a.*
      FROM function f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
     UNION ALL
    SELECT 'schema public', n.nspowner, false, a.* FROM pg_namespace n, aclexplode(n.nspacl) a
     WHERE n.nspname = 'public'
     UNION ALL
    SELECT 'database', d.datdba, false, a.* FROM pg_database d, aclexplode(d.datacl) a
     WHERE d.datname = current_database()
)
SELECT concat_ws(' ', 'table', name, relkind, relpersistence, relrowsecurity,
                 pg_get_userbyid(relowner)) FROM relation
 UNION ALL
SELECT concat_ws(' ', 'trigger', r.name, t.tgname, t.tgtype, t.tgenabled, p.proname,
                 pg_get_expr(t.tgqual, t.tgrelid))
  FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
 WHERE NOT t.tgisinternal
 UNION ALL
SELECT concat_ws(' ', 'foreign key', r.name, p.proname, t.tgenabled, count(*))
  FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
 WHERE t.tgisinternal GROUP BY r.name, p.proname, t.tgenabled
 UNION ALL
SELECT concat_ws(' ', 'constraint', r.name, c.conname,
                 regexp_replace(pg_get_constraintdef(c.oid), '( NOT VALID)?$|\s+', ' ', 'g'))
  FROM pg_constraint c JOIN relation r ON r.oid = c.conrelid WHERE c.contype <> 'n'
 UNION ALL
SELECT concat_ws(' ', 'unique', i.indisvalid, pg_get_indexdef(i.indexrelid))
  FROM pg_index i JOIN relation r ON r.oid = i.indrelid
 WHERE i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
 UNION ALL
SELECT concat_ws(' ', 'rule', r.name, w.rulename, w.ev_type)
  FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
 UNION ALL
SELECT concat_ws(' ', 'function', name, md5(prosrc), prosecdef, proconfig::text,
                 pg_get_userbyid(proowner)) FROM function
 UNION ALL
SELECT concat_ws(' ', 'grant', on_what, privilege_type,
                 CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END)
  FROM granted
 WHERE grantee <> owner AND privilege_type NOT IN ('MAINTAIN', 'USAGE', 'CONNECT', 'TEMPORARY')
   AND CASE WHEN grantee IN (SELECT 0 UNION SELECT oid FROM ours WHERE rolname = %s)
            THEN privilege_type <> 'SELECT' OR NOT is_shown
            ELSE privilege_type <> 'SELECT' AND NOT starts_with(on_what, 'views.') END
 UNION ALL
SELECT concat_ws(' ', 'role', rolname, CASE WHEN rolcanlogin THEN 'login' END,
                 CASE WHEN rolinherit THEN 'inherit' END, CASE WHEN rolsuper THEN 'superuser' END,
                 CASE WHEN rolcreaterole THEN 'createrole' END,
                 CASE WHEN rolcreatedb THEN 'createdb' END,
                 CASE WHEN rolreplication THEN 'replication' END,
                 CASE WHEN rolbypassrls THEN 'bypassrls' END) FROM ours
 UNION ALL
SELECT concat_ws(' ', 'member', m.rolname, 'of', g.rolname,
                 CASE WHEN admin_option THEN 'with admin' END)
  FROM pg_auth_members JOIN pg_roles m ON m.oid = member JOIN pg_roles g ON g.oid = roleid
 WHERE member IN (SELECT oid FROM ours)
    OR roleid IN (SELECT oid FROM ours) AND NOT (m.rolsuper OR m.rolcreaterole)
 UNION ALL
SELECT concat_ws(' ', 'setting of', coalesce(r.rolname, 'every role'), setting)
  FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = setrole, unnest(setconfig) setting
 WHERE (setrole = 0 OR setrole IN (SELECT oid FROM ours))
   AND setdatabase IN (SELECT 0 UNION SELECT oid FROM pg_database
                        WHERE datname = current_database())
   AND setting !~ '^(log_|track_|enable_|[a-z_]*(_timeout|_mem|_cost)=)'
"""


def standing(connection: psycopg.Connection[Any]) -> set[str]:
    """What protects the schema of this database now, a line for each; any role may ask."""
    found = connection.execute(STANDING, [[OWNER, VIEWS, *LOGINS], ANALYST])
    return {line.strip() for (line,) in found}


def as_made(schema: Path) -> set[str]:
    """What protects a database right after the steps of this schema made it."""
    text = (MADE / f"{schema.name}.txt").read_text("utf-8")
    return set(text.splitlines())
