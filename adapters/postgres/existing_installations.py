"""Who lives on a server already: the databases there that belong to a Plaint."""

from typing import Any

import psycopg

from adapters.postgres.roles import LOGINS, OWNER, VIEWS

# PostgreSQL itself notes, for the whole server, in which database a role owns or may do anything.
OF_OUR_ROLES = """
SELECT DISTINCT datname FROM pg_shdepend
JOIN pg_roles ON refclassid = 'pg_authid'::regclass AND refobjid = pg_roles.oid
JOIN pg_database
    ON pg_database.oid = CASE WHEN classid = 'pg_database'::regclass THEN objid ELSE dbid END
WHERE rolname = ANY(%s) ORDER BY datname"""


def plaint_databases(connection: psycopg.Connection[Any]) -> list[str]:
    """The databases of this server in which a role of Plaint has anything, whatever their names.

    Roles and their passwords are one for the whole server: whoever sets them anew shuts the Plaint
    of each of these databases out. connection: of any role, to any database of the server.
    """
    found = connection.execute(OF_OUR_ROLES, [[OWNER, VIEWS, *LOGINS]])
    return [str(name) for (name,) in found]
