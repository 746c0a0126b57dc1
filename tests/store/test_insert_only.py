"""What was written stays: for the writer, for the owner of the tables, for the superuser."""

import psycopg
import pytest

from adapters.postgres.batch import APPEND, arguments
from adapters.record import Claim
from tests.support.commands import Stream, blob, command, named
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

CHANGES = {
    "event": "UPDATE event SET type = 'Other'",
    "command": "UPDATE command SET request = ''",
    "claim": "UPDATE claim SET value = 'other'",
    "sealed": "UPDATE sealed SET blob = ''",
    "sealed_removal": "UPDATE sealed_removal SET removed_at = now()",
}
STATEMENTS = [
    statement
    for table, update in CHANGES.items()
    for statement in (update, f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE")
]


@pytest.fixture(scope="module")
def filled(module_database: FreshDatabases) -> FreshDatabases:
    with psycopg.connect(module_database.dsn(), autocommit=True) as connection:
        first = command(
            "receive", Stream("one"), claims=[Claim("reference", "a")], sealed=[blob("a")]
        )
        second = command("receive two", Stream("two"), sealed=[blob("b"), blob("c")])
        connection.execute(APPEND, arguments([first, second]))
        connection.execute("SELECT remove_sealed(ARRAY[1], %s)", [named("receive")])
    return module_database


def everything(
    connection: psycopg.Connection[tuple[object, ...]],
) -> list[list[tuple[object, ...]]]:
    return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in CHANGES]


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("role", ["plaint_writer", "plaint_owner", None])
def test_nobody_changes_what_was_written(
    filled: FreshDatabases, statement: str, role: str | None
) -> None:
    with filled.superuser() as connection:
        before = everything(connection)
        if role:
            connection.execute(f"SET ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
        connection.execute("RESET ROLE")
        assert everything(connection) == before
        assert all(before)


@pytest.mark.parametrize("table", CHANGES)
def test_the_writer_writes_only_through_the_function(filled: FreshDatabases, table: str) -> None:
    with (
        psycopg.connect(filled.dsn(), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"INSERT INTO {table} SELECT * FROM {table}")


def test_a_session_that_replays_changes_is_refused_too(filled: FreshDatabases) -> None:
    with filled.superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="insert-only"):
            connection.execute("DELETE FROM event")


def test_a_sealed_blob_is_removed_only_by_the_function_that_records_it(
    database: FreshDatabases,
) -> None:
    with psycopg.connect(database.dsn(), autocommit=True) as connection:
        asked = command("receive", Stream("one"), sealed=[blob("a"), blob("b")])
        kept = command("receive two", Stream("two"), sealed=[blob("c")])
        connection.execute(APPEND, arguments([asked, kept]))
        removal = "SELECT remove_sealed(ARRAY[1], %s)"
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            connection.execute(removal, [named("no such command")])
        assert connection.execute(removal, [asked.command_id]).fetchall() == [(2,)]
        assert connection.execute("SELECT position FROM sealed").fetchall() == [(2,)]
        recorded = connection.execute(
            "SELECT position, count(*), bool_and(command_id = %s) FROM sealed_removal GROUP BY 1",
            [asked.command_id],
        )
        assert recorded.fetchall() == [(1, 2, True)]
