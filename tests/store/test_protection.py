"""What the check holds the databases to is what their schemas make, and nothing else stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.postgres.migrations import KEYS, RECORD
from adapters.postgres.protection import as_made, standing
from services.verification.check_record import check_protection
from services.verification.check_results import Look
from tests.support.servers import Cluster, FreshDatabases

pytestmark = pytest.mark.servers

NEW_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
AS 'BEGIN RETURN NULL; END'"""


@pytest.fixture(scope="module")
def database(postgres: Cluster) -> Iterator[FreshDatabases]:
    """One for all: no change is kept."""
    with postgres.databases() as fresh:
        yield fresh


@pytest.mark.parametrize("schema", [RECORD, KEYS])
def test_what_is_written_down_is_what_the_schema_makes(
    database: FreshDatabases, schema: Path
) -> None:
    """Where a step changed it: write the lines of ``standing``, sorted, into the file."""
    with database.superuser(keys=schema is KEYS) as connection:
        assert standing(connection) == as_made(schema)


@pytest.mark.parametrize(
    ("schema", "statement", "said"),
    [
        (RECORD, "ALTER TABLE event DISABLE TRIGGER event_insert_only", "event_insert_only"),
        (RECORD, "ALTER TABLE command ENABLE TRIGGER command_insert_only", "command_insert_only"),
        (RECORD, "DROP TRIGGER claim_insert_only ON claim", "claim_insert_only"),
        (RECORD, "ALTER TABLE event DROP CONSTRAINT event_leaf_check", "event_leaf_check"),
        (RECORD, "DROP INDEX event_position", "event_position"),
        (RECORD, "GRANT UPDATE ON event TO plaint_writer", "grant event UPDATE plaint_writer"),
        (RECORD, "GRANT UPDATE (type) ON event TO PUBLIC", "grant event.type UPDATE PUBLIC"),
        (RECORD, "GRANT CREATE ON SCHEMA public TO PUBLIC", "grant schema public CREATE PUBLIC"),
        (RECORD, "ALTER TABLE event OWNER TO plaint_writer", "event"),
        (RECORD, "CREATE RULE lost AS ON INSERT TO claim DO INSTEAD NOTHING", "rule claim lost"),
        (RECORD, "ALTER TABLE sealed_removal DISABLE TRIGGER ALL", "sealed_removal"),
        (RECORD, NEW_FUNCTION, "refuse_change"),
        (KEYS, "ALTER TABLE data_key DISABLE TRIGGER USER", "data_key_never_truncated"),
        (KEYS, "GRANT DELETE ON data_key TO plaint_writer", "grant data_key DELETE plaint_writer"),
        (RECORD, "GRANT SELECT ON event TO plaint_analyst", "grant event SELECT plaint_analyst"),
        (RECORD, "GRANT SELECT (type) ON event TO PUBLIC", "grant event.type SELECT PUBLIC"),
        (KEYS, "GRANT SELECT ON data_key TO plaint_analyst", "data_key SELECT plaint_analyst"),
    ],
)
def test_what_was_changed_is_named(
    database: FreshDatabases, schema: Path, statement: str, said: str
) -> None:
    found = _told(database, schema, statement).first
    assert found is not None
    assert said in found.said


@pytest.mark.parametrize("schema", [RECORD, KEYS])
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER ROLE plaint_writer SUPERUSER", "role plaint_writer login superuser"),
        ("ALTER ROLE plaint_owner CREATEROLE BYPASSRLS", "plaint_owner inherit createrole bypass"),
        ("ALTER ROLE plaint_projector CREATEDB", "role plaint_projector login createdb"),
        ("ALTER ROLE plaint_relay REPLICATION", "role plaint_relay login replication"),
        ("ALTER ROLE plaint_owner LOGIN", "role plaint_owner login inherit"),
        ("GRANT plaint_owner TO plaint_writer", "member plaint_writer of plaint_owner"),
        (
            "GRANT pg_write_all_data TO plaint_replayer",
            "member plaint_replayer of pg_write_all_data",
        ),
        (
            "CREATE ROLE plaint_test_other; GRANT plaint_owner TO plaint_test_other",
            "member plaint_test_other of plaint_owner",
        ),
        (
            "ALTER ROLE plaint_writer SET session_replication_role = 'replica'",
            "setting of plaint_writer session_replication_role=replica",
        ),
        (
            "ALTER ROLE ALL SET search_path = other, public",
            "setting of every role search_path=other, public",
        ),
    ],
)
def test_a_role_that_was_given_more_is_named(
    database: FreshDatabases, schema: Path, statement: str, said: str
) -> None:
    found = _told(database, schema, statement).first
    assert found is not None
    assert said in found.said


def test_a_setting_of_the_database_is_named(database: FreshDatabases) -> None:
    name = database.names.record
    statement = f"ALTER DATABASE {name} SET session_replication_role = 'replica'"
    look = _told(database, RECORD, statement)
    assert look.first is not None
    assert "setting of every role session_replication_role=replica" in look.first.said


@pytest.mark.parametrize(
    "statement",
    [
        "GRANT SELECT ON event TO plaint_projector",
        "GRANT USAGE ON SCHEMA public TO PUBLIC",
        "ALTER ROLE plaint_writer SET statement_timeout = '10s'",
        "ALTER ROLE plaint_replayer SET work_mem = '64MB'",
        "CREATE ROLE plaint_test_admin CREATEROLE; GRANT plaint_owner TO plaint_test_admin",
    ],
)
def test_what_changes_nothing_is_left_to_the_house(
    database: FreshDatabases, statement: str
) -> None:
    assert not _told(database, RECORD, statement).differs


def _told(database: FreshDatabases, schema: Path, statement: str) -> Look:
    """What the check says of a change that is taken back: roles are those of all tests."""
    with (
        database.superuser(keys=schema is KEYS) as connection,
        connection.transaction(force_rollback=True),
    ):
        connection.execute(statement.encode())
        return check_protection({schema: connection})
