"""What each role may do, and that it may do no more."""

import psycopg
import pytest

from adapters.postgres.batch import APPEND, arguments
from adapters.postgres.log import Log
from adapters.postgres.roles import (
    ANALYST,
    LOGINS,
    PARTS,
    PROJECTOR,
    RELAY,
    REPLAYER,
    VIEWS,
    WRITER,
    role_statements,
    scram,
)
from projections import discover
from projections._kit.shapes import shown_columns
from tests.support.commands import Stream, command
from tests.support.projecting import project
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

OF_NO_ANALYST = (
    "SELECT public FROM views.audit_trail",
    "SELECT FROM event",
    "SELECT FROM sealed",
    "SELECT FROM staff",
    "DELETE FROM views.deadlines",
    "CREATE TABLE views.mine ()",
    "CREATE TEMPORARY TABLE mine ()",
)

Connection = psycopg.Connection[tuple[object, ...]]


def connect(database: FreshDatabases, role: str) -> Connection:
    return psycopg.connect(database.dsn(role), autocommit=True)


def refused(connection: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_only_the_writer_appends(module_database: FreshDatabases) -> None:
    asked = arguments([command("by the writer", Stream("one"))])
    for role in (RELAY, PROJECTOR, REPLAYER):
        with (
            connect(module_database, role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(APPEND, asked)
    with connect(module_database, WRITER) as connection:
        connection.execute(APPEND, asked)


@pytest.mark.parametrize("table", ["event", "sealed", "command", "claim", "staff", "plaint_events"])
def test_the_projector_cannot_read_the_record(module_database: FreshDatabases, table: str) -> None:
    with connect(module_database, PROJECTOR) as connection:
        refused(connection, f"SELECT FROM {table}")


@pytest.mark.parametrize("table", ["sealed", "command", "claim", "staff"])
@pytest.mark.parametrize("role", [RELAY, REPLAYER])
def test_relay_and_replayer_read_events_alone(
    module_database: FreshDatabases, role: str, table: str
) -> None:
    with connect(module_database, role) as connection:
        Log(connection).after(0, 10)
        refused(connection, f"SELECT FROM {table}")


@pytest.mark.parametrize("role", PARTS)
def test_everybody_may_ask_which_log_it_is_and_how_far_it_is_published(
    module_database: FreshDatabases, role: str
) -> None:
    with connect(module_database, role) as connection:
        Log(connection).log_id()
        connection.execute("SELECT position, prev FROM relay")
        refused(connection, "UPDATE log SET log_id = gen_random_uuid()")
        refused(connection, "SELECT renew_log_id()")
        refused(connection, "CREATE TABLE mine ()")


def test_only_the_relay_moves_its_row(database: FreshDatabases) -> None:
    insert = (
        "INSERT INTO relay (topic, topic_id, log_id) "
        "SELECT 'plaint.complaints.v1', 'id', log_id FROM log"
    )
    for role in (WRITER, PROJECTOR, REPLAYER):
        with connect(database, role) as connection:
            refused(connection, insert)
    with connect(database, RELAY) as connection:
        connection.execute(insert)
        moved = connection.execute("UPDATE relay SET position = 5 WHERE epoch = 0 RETURNING prev")
        assert moved.fetchall() == [([0] * 12,)]


@pytest.mark.parametrize(("maker", "other"), [(PROJECTOR, REPLAYER), (REPLAYER, PROJECTOR)])
def test_tables_made_by_one_kind_of_worker_are_used_by_the_other(
    database: FreshDatabases, maker: str, other: str
) -> None:
    with connect(database, maker) as connection, connection.transaction():
        connection.execute(f"SET LOCAL ROLE {VIEWS}")
        connection.execute("CREATE TABLE views.queue_v1 (id integer PRIMARY KEY)")
        connection.execute("CREATE VIEW views.queue AS SELECT * FROM views.queue_v1")
    with connect(database, maker) as connection:
        connection.execute("INSERT INTO views.queue_v1 VALUES (1)")
    with connect(database, other) as connection:
        connection.execute("UPDATE views.queue_v1 SET id = 2")
        with connection.transaction():
            connection.execute(f"SET LOCAL ROLE {VIEWS}")
            connection.execute("ALTER TABLE views.queue_v1 RENAME TO queue_v2")
    with connect(database, WRITER) as connection:
        assert connection.execute("SELECT id FROM views.queue").fetchall() == [(2,)]
        refused(connection, "DELETE FROM views.queue_v2")


@pytest.mark.parametrize("role", [PROJECTOR, REPLAYER])
def test_a_table_of_a_view_cannot_be_made_in_ones_own_name(
    database: FreshDatabases, role: str
) -> None:
    with connect(database, role) as connection:
        refused(connection, "CREATE TABLE views.mine ()")


def test_only_the_writer_comes_to_the_keys_and_only_through_functions(
    database: FreshDatabases,
) -> None:
    keys = database.keys_dsn()
    for role in (RELAY, PROJECTOR, REPLAYER):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            dbname = psycopg.conninfo.conninfo_to_dict(keys)["dbname"]
            psycopg.connect(database.dsn(role), dbname=dbname)
    with psycopg.connect(keys, autocommit=True) as connection:
        connection.execute("SELECT FROM data_key")
        for statement in ("DELETE FROM data_key", "UPDATE data_key SET wrapped = ''"):
            refused(connection, statement)


def test_analysts_read_the_views_by_sql_and_nothing_else(database: FreshDatabases) -> None:
    project(database)
    with connect(database, ANALYST) as connection:
        for view in discover():
            readable = [c.name for c in shown_columns(view) if c.kind != "octets"]
            connection.execute(f"SELECT {', '.join(readable)} FROM views.{view.name}")
        described = connection.execute(
            "SELECT col_description('views.deadlines'::regclass, attnum) FROM pg_attribute "
            "WHERE attrelid = 'views.deadlines'::regclass AND attname = 'kind'"
        )
        assert described.fetchall() == [("What is due, such as acknowledgement or response.",)]
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'views'")
        for (table,) in tables.fetchall():
            refused(connection, f"SELECT FROM views.{table}")
        for statement in OF_NO_ANALYST:
            refused(connection, statement)
    dbname = psycopg.conninfo.conninfo_to_dict(database.keys_dsn())["dbname"]
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(database.dsn(ANALYST), dbname=dbname)


def test_a_password_is_stored_as_its_verifier_alone() -> None:
    verifier = scram("pencil", bytes(16))
    assert verifier.startswith("SCRAM-SHA-256$4096:AAAAAAAAAAAAAAAAAAAAAA==$")
    assert "pencil" not in verifier
    assert verifier == scram("pencil", bytes(16)) != scram("pencil")
    with pytest.raises(ValueError, match="printable ASCII"):
        scram("bleistift-ß")


def test_every_role_must_be_given_a_password() -> None:
    with pytest.raises(ValueError, match="plaint_relay"):
        role_statements({role: "secret" for role in LOGINS if role != RELAY})
