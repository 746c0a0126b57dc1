"""Making the two databases and the roles, or printing what an administrator shall run to do so."""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from adapters.postgres import migrations
from adapters.postgres.roles import LOGINS, OWNER, PROJECTOR, REPLAYER, WRITER, role_statements

# Erasing a key ends with a new WAL segment, so that the old one leaves the archive in time.
SWITCH_WAL = (
    f"DO $$ BEGIN GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {WRITER}; "
    "EXCEPTION WHEN insufficient_privilege THEN "
    "RAISE WARNING 'pg_switch_wal not granted: set archive_timeout'; END $$"
)


@dataclass(frozen=True, slots=True)
class Databases:
    """The names of the two databases, which lie in one cluster so that one backup covers both."""

    record: str = "plaint"
    keys: str = "plaint_keys"


NAMED_SO = Databases()


def provision(
    admin_dsn: str, passwords: Mapping[str, str], databases: Databases = NAMED_SO
) -> list[str]:
    """Makes what is missing of roles, databases and schema; gives the steps that were applied.

    admin_dsn: a role that may create roles and databases. Running it again changes nothing but
    the passwords, which become those given (one for each of roles.LOGINS).
    """
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        for statement in role_statements(passwords):
            admin.execute(statement.encode())
        for name in (databases.record, databases.keys):
            _make_database(admin, name)
    return [
        *_furnish(admin_dsn, databases.record, record=True),
        *_furnish(admin_dsn, databases.keys, record=False),
    ]


def script(passwords: Mapping[str, str], databases: Databases = NAMED_SO) -> str:
    """The same for psql, for an administrator who lets nobody else be one; for new databases."""
    lines = [f"{statement};" for statement in role_statements(passwords)]
    for name, record in ((databases.record, True), (databases.keys, False)):
        lines += [f"{_creation(name).as_string()};", f"\\connect {name}"]
        lines += [f"{statement};" for statement in rights(name, record=record)]
        lines.append(migrations.script(migrations.RECORD if record else migrations.KEYS))
    return "\n".join(lines) + "\n"


def _make_database(admin: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    known = admin.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    if not known.rowcount:
        admin.execute(_creation(name))


def _creation(name: str) -> sql.Composed:
    return sql.SQL(
        "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"
    ).format(sql.Identifier(name), sql.Identifier(OWNER))


def _furnish(admin_dsn: str, name: str, *, record: bool) -> list[str]:
    with psycopg.connect(make_conninfo(admin_dsn, dbname=name), autocommit=True) as admin:
        for statement in rights(name, record=record):
            admin.execute(statement.encode())
        return migrations.migrate(admin, migrations.RECORD if record else migrations.KEYS)


def rights(name: str, *, record: bool) -> list[str]:
    """SQL that closes a new database of that name to all but the roles that have work there."""
    database = sql.Identifier(name).as_string()
    revoked = f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    if not record:
        return [revoked, f"GRANT CONNECT ON DATABASE {database} TO {WRITER}", SWITCH_WAL]
    return [
        revoked,
        f"GRANT CONNECT ON DATABASE {database} TO {', '.join(LOGINS)}",
        f"GRANT TEMPORARY ON DATABASE {database} TO {PROJECTOR}, {REPLAYER}",
        # In a schema that its owner owns, the owner makes the tables.
        f"ALTER SCHEMA public OWNER TO {OWNER}",
    ]
