"""Fixtures over the real PostgreSQL: ours, or the one that PLAINT_TEST_DATABASE_URL names."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.support.servers import Cluster, FreshDatabases, server_of_our_own


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One server for all tests of a run. A given address must be an administrator's."""
    given = os.environ.get("PLAINT_TEST_DATABASE_URL")
    if given:
        cluster = Cluster(given)
        yield cluster
        cluster.close()
    else:
        with server_of_our_own() as (_, admin_dsn):
            _spare_the_disk(admin_dsn)
            yield Cluster(admin_dsn)


def _spare_the_disk(admin_dsn: str) -> None:
    """Hundreds of databases are made and dropped; what a power cut leaves, others test."""
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        for name in ("fsync", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {name} = off".encode())
        admin.execute("SELECT pg_reload_conf()")


@pytest.fixture
def database(postgres: Cluster) -> Iterator[FreshDatabases]:
    """A record and a key store for one test."""
    with postgres.databases() as fresh:
        yield fresh


@pytest.fixture(scope="module")
def module_database(postgres: Cluster) -> Iterator[FreshDatabases]:
    """The same for all tests of a module, where none minds what the others stored."""
    with postgres.databases() as fresh:
        yield fresh
