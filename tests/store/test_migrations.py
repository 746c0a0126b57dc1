"""The schema is made once, by numbered steps, and nothing else is taken for it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from adapters.postgres.migrations import KEYS, RECORD, SchemaDiffers, migrate, migrations, pending
from adapters.postgres.provision import Databases, provision, script
from adapters.postgres.roles import LOGINS
from tests.support.servers import PASSWORDS, Cluster, FreshDatabases

pytestmark = pytest.mark.servers


def test_a_made_database_has_nothing_pending(database: FreshDatabases) -> None:
    with database.superuser() as connection:
        assert pending(connection, RECORD) == []
        assert migrate(connection, RECORD) == []
    with database.superuser(keys=True) as connection:
        assert pending(connection, KEYS) == []
    with psycopg.connect(database.dsn()) as writer:
        assert pending(writer, RECORD) == []


def test_providing_again_changes_nothing(postgres: Cluster, database: FreshDatabases) -> None:
    assert provision(postgres.admin_dsn, PASSWORDS, database.names) == []


def test_a_database_of_other_files_is_refused(database: FreshDatabases) -> None:
    with database.superuser() as connection:
        connection.execute("UPDATE schema_version SET sha256 = 'other' WHERE number = 2")
        with pytest.raises(SchemaDiffers, match="2, 0002_append"):
            migrate(connection, RECORD)


def test_steps_that_come_later_are_applied_once_however_many_try(
    database: FreshDatabases, tmp_path: Path
) -> None:
    for step in migrations(RECORD):
        (tmp_path / f"{step.name}.sql").write_text(step.sql)
    number = len(migrations(RECORD)) + 1
    (tmp_path / f"{number:04}_more.sql").write_text("CREATE TABLE more (id integer PRIMARY KEY);")

    def apply(_: int) -> list[str]:
        with database.superuser() as connection:
            return migrate(connection, tmp_path)

    with ThreadPoolExecutor(4) as pool:
        applied = list(pool.map(apply, range(4)))
    assert sorted(applied) == [[], [], [], [f"{number:04}_more"]]


def test_a_step_that_fails_leaves_nothing_of_itself(
    database: FreshDatabases, tmp_path: Path
) -> None:
    for step in migrations(RECORD):
        (tmp_path / f"{step.name}.sql").write_text(step.sql)
    number = len(migrations(RECORD)) + 1
    (tmp_path / f"{number:04}_bad.sql").write_text("CREATE TABLE bad (); SELECT 1 / 0;")
    with database.superuser() as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            migrate(connection, tmp_path)
        assert connection.execute("SELECT to_regclass('bad')").fetchall() == [(None,)]


def test_steps_are_numbered_without_a_hole(tmp_path: Path) -> None:
    (tmp_path / "0002_late.sql").write_text("")
    with pytest.raises(ValueError, match="numbered 1, 2, 3"):
        migrations(tmp_path)


def test_the_printed_script_makes_what_provision_makes(postgres: Cluster) -> None:
    names = Databases("plaint_by_hand", "plaint_by_hand_keys")
    printed = script(PASSWORDS, names)
    assert not any(password in printed for password in PASSWORDS.values())
    run_as_psql_would(postgres.admin_dsn, printed)
    try:
        assert provision(postgres.admin_dsn, dict.fromkeys(LOGINS, "x") | PASSWORDS, names) == []
    finally:
        with psycopg.connect(postgres.admin_dsn, autocommit=True) as admin:
            for name in (names.record, names.keys):
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_as_psql_would(admin_dsn: str, printed: str) -> None:
    """Statement by statement up to the schema, which is sent whole; ``\\connect`` as psql does."""
    connection = psycopg.connect(admin_dsn, autocommit=True)
    schema: list[str] = []
    for line in printed.splitlines():
        if line.startswith("\\connect "):
            connection.close()
            connection = psycopg.connect(admin_dsn, dbname=line.split()[1], autocommit=True)
        elif line == "BEGIN;" or schema:
            schema.append(line)
            if line == "COMMIT;":
                connection.execute("\n".join(schema))
                schema = []
        else:
            connection.execute(line)
    connection.close()
