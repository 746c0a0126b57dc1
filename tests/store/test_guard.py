"""A server that would break a promise of the record is refused at the start."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from adapters.postgres.guard import UnfitServer, examine, guard
from adapters.postgres.roles import WRITER
from tests.support.servers import Cluster, FreshDatabases, server_of_our_own

FIT = {
    "server_version_num": "180006",
    "server_encoding": "UTF8",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "default_transaction_isolation": "read committed",
    "in_recovery": "off",
    "data_checksums": "on",
    "max_connections": "100",
}


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    """A server that waits for its disk, as the one of all other tests does not."""
    with server_of_our_own() as (_, admin_dsn):
        yield Cluster(admin_dsn)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server_version_num", "140012"),
        ("server_encoding", "LATIN1"),
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("synchronous_commit", "local"),
        ("default_transaction_isolation", "repeatable read"),
        ("in_recovery", "on"),
    ],
)
def test_each_setting_that_breaks_a_promise_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UnfitServer, match=f"{name} is '?{value}"):
        examine({**FIT, name: value})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UnfitServer, match=r"fsync.*full_page_writes"):
        examine({**FIT, "fsync": "off", "full_page_writes": "off"})


def test_missing_checksums_are_a_warning() -> None:
    assert examine(FIT) == []
    (warning,) = examine({**FIT, "data_checksums": "off"})
    assert "data_checksums" in warning


def test_too_few_connections_for_all_processes_of_the_api_are_a_warning() -> None:
    assert examine(FIT, apis=4) == []
    (warning,) = examine(FIT, apis=5)
    assert "max_connections is 100 and 5 API processes" in warning and "may open 105" in warning


@pytest.mark.servers
def test_the_server_itself_is_asked(database: FreshDatabases) -> None:
    with database.superuser() as connection:
        assert guard(connection) == []
        connection.execute("SET synchronous_commit = off")
        with pytest.raises(UnfitServer, match="synchronous_commit"):
            guard(connection)


@pytest.mark.servers
def test_a_role_of_plaint_may_ask(database: FreshDatabases) -> None:
    with psycopg.connect(database.dsn()) as connection:
        assert guard(connection) == []


@pytest.mark.servers
def test_what_is_set_for_our_role_alone_is_seen(database: FreshDatabases) -> None:
    names = (sql.Identifier(WRITER), sql.Identifier(database.names.record))
    setting = sql.SQL("ALTER ROLE {} IN DATABASE {} SET synchronous_commit = off").format(*names)
    with database.superuser() as connection:
        connection.execute(setting)
    with (
        psycopg.connect(database.dsn()) as connection,
        pytest.raises(UnfitServer, match="synchronous_commit"),
    ):
        guard(connection)
