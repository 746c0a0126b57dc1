"""Tests on a server that is not theirs: they leave nothing, and stay out where a Plaint lives."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.postgres.existing_installations import plaint_databases
from adapters.postgres.provision import Databases, provision
from adapters.postgres.roles import LOGINS, OWNER, VIEWS, WRITER
from tests.support.servers import Cluster, ServerInUse, server_of_our_own

pytestmark = pytest.mark.servers

PASSWORDS = {role: f"{role} of somebody" for role in LOGINS}
KILLED = "plaint_test_1_template"


ROOT = Path(__file__).parents[2]
A_RUN = """
import sys
import psycopg
from tests.support.servers import Cluster
cluster = Cluster(sys.argv[1])
for _ in range(3):
    with cluster.databases() as database, psycopg.connect(database.dsn()) as writer:
        print(*writer.execute("SELECT current_user").fetchone())
cluster.close()
"""


@pytest.fixture(scope="module")
def admin_dsn() -> Iterator[str]:
    """A server of which no test and no Plaint knows."""
    with server_of_our_own() as (_, dsn):
        yield dsn


def roles(admin: psycopg.Connection[tuple[object, ...]]) -> set[object]:
    found = admin.execute("SELECT rolname, rolpassword FROM pg_authid").fetchall()
    return {(name, password) for name, password in found if name in (OWNER, VIEWS, *LOGINS)}


def test_what_a_killed_run_left_is_no_plaint_and_the_last_run_leaves_nothing(
    admin_dsn: str,
) -> None:
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        first = Cluster(admin_dsn)
        admin.execute(f"CREATE DATABASE {KILLED} OWNER {OWNER}".encode())
        first.close()
        assert plaint_databases(admin) == [KILLED]
        second = Cluster(admin_dsn)
        with second.databases() as database, psycopg.connect(database.dsn()) as writer:
            assert writer.execute("SELECT current_user").fetchone() == (WRITER,)
        admin.execute(f"DROP DATABASE {KILLED}".encode())
        second.close()
        assert plaint_databases(admin) == []
        assert roles(admin) == set()


def test_workers_that_begin_and_end_at_once_share_the_roles_and_the_last_drops_them(
    admin_dsn: str,
) -> None:
    command = [sys.executable, "-c", A_RUN, admin_dsn]
    runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
    said = [run.communicate()[0].decode().split() for run in runs]
    assert said == [[WRITER] * 3] * len(runs)
    assert [run.returncode for run in runs] == [0] * len(runs)
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        assert (plaint_databases(admin), roles(admin)) == ([], set())


@pytest.mark.parametrize("name", ["plaint", "plaint_test", "complaints"])
def test_a_plaint_of_any_name_keeps_its_server_and_its_passwords(admin_dsn: str, name: str) -> None:
    provision(admin_dsn, PASSWORDS, Databases(name, f"{name}_keys"))
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        before = roles(admin)
        with pytest.raises(
            ServerInUse, match=f"{name}, {name}_keys.*unset it, and the tests start"
        ):
            Cluster(admin_dsn)
        assert roles(admin) == before
        for made in (name, f"{name}_keys"):
            admin.execute(f"DROP DATABASE {made}".encode())


def test_a_database_that_others_made_counts_as_soon_as_a_plaint_has_anything_in_it(
    admin_dsn: str,
) -> None:
    provision(admin_dsn, PASSWORDS, Databases("complaints", "complaints_keys"))
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute("ALTER DATABASE complaints OWNER TO CURRENT_USER")
        admin.execute("ALTER DATABASE complaints_keys OWNER TO CURRENT_USER")
        assert plaint_databases(admin) == ["complaints", "complaints_keys"]
        with pytest.raises(ServerInUse, match="complaints, complaints_keys"):
            Cluster(admin_dsn)
        for made in ("complaints", "complaints_keys"):
            admin.execute(f"DROP DATABASE {made}".encode())
