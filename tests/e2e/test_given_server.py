"""A PostgreSQL that was there before Plaint: prepared once, used like one of ours, never taken."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from adapters.secrets import PASSWORDS
from tests.e2e.installation import Running, environment, fresh_folder, typed
from tests.support.fix_kafka import checkpoints_of, unused_name
from tests.support.servers import Cluster, ServerInUse, server_of_our_own

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

PREPARED = (0, "prepared; start it with `plaint up`\n")
UNFIT, UNAVAILABLE = 2, 3


@dataclass(frozen=True)
class Given:
    """A server that others run, and the data folder of a Plaint that uses it."""

    superuser: str
    folder: Path

    def address(self, database: str, credentials: str = "") -> str:
        """As a person writes it: the socket's folder, and no port."""
        host = quote(str(conninfo_to_dict(self.superuser)["host"]), safe="")
        return f"postgresql://{credentials}/{database}?host={host}"

    def ended(self, *words: str, **settings: str) -> tuple[int, str]:
        """How a command over the data folder ends, and everything that it says."""
        done = typed(
            ["--data", str(self.folder), *words], {**environment(), "COLUMNS": "1000", **settings}
        )
        return done.exit_code, done.output

    def init(self, administrator: str, **settings: str) -> tuple[int, str]:
        """How ``plaint init`` ends, typed with these credentials."""
        return self.ended(
            "init", "--admin-url", self.address("postgres", administrator), **settings
        )

    def up(self, address: str) -> tuple[int, str]:
        """How ``plaint up`` ends at once, because it cannot go on."""
        return self.ended("up", "--kafka", "off", PLAINT_DATABASE_URL=address)

    def standing(self) -> list[object]:
        """All that whoever takes the server over would change."""
        with psycopg.connect(self.superuser) as admin:
            roles = admin.execute("SELECT rolname, rolpassword FROM pg_authid ORDER BY 1")
            databases = admin.execute("SELECT datname, datacl::text FROM pg_database ORDER BY 1")
            return [*roles.fetchall(), *databases.fetchall()]


@pytest.fixture(scope="module")
def given() -> Iterator[Given]:
    """A server that was prepared by an administrator who may make roles and databases, no more."""
    with server_of_our_own() as (_, superuser), fresh_folder() as folder:
        with psycopg.connect(superuser) as admin:
            admin.execute("CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD 'kept'")
        made = Given(superuser, folder)
        assert made.init("keeper:kept@") == PREPARED
        yield made


@pytest.fixture(scope="module")
def bare() -> Iterator[str]:
    """A server of which Plaint knows nothing: its superuser's address."""
    with server_of_our_own() as (_, superuser):
        yield superuser


@pytest.fixture
def elsewhere(given: Given) -> Iterator[Given]:
    """The same server, and a data folder with which it was not prepared."""
    with fresh_folder() as folder:
        yield Given(given.superuser, folder)


@pytest.fixture
def copied(given: Given, elsewhere: Given) -> Given:
    """The same server, and a copy of its data folder."""
    shutil.copytree(given.folder, elsewhere.folder)
    return elsewhere


@contextmanager
def started(given: Given, *, kafka: str = "off", **settings: str) -> Iterator[Running]:
    plaint = Running(given.folder, kafka=kafka, **settings)
    try:
        plaint.up()
        yield plaint
    finally:
        plaint.down()


def references(plaint: Running) -> list[str]:
    return [str(row["reference"]) for row in plaint.json("queue")["rows"]]


def logged(plaint: Running, narrative: str) -> str:
    """The reference of a new complaint that has reached the queue."""
    words = ("log", "--narrative", narrative, "--complainant", "name=Ada")
    reference = str(plaint.json(*words)["reference"])
    plaint.wait_until(lambda: reference in references(plaint))
    return reference


def heads(plaint: Running) -> set[int]:
    return {int(view["head"]) for view in plaint.json("projections")["views"]}


def secrets(given: Given) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (given.folder / "secrets").iterdir()}


def test_a_complaint_is_there_after_a_stop_a_second_init_and_a_start(given: Given) -> None:
    with started(given, PLAINT_DATABASE_URL=given.address("plaint")) as plaint:
        reference = logged(plaint, "The kettle exploded.")
        head, kept = heads(plaint), secrets(given)
        assert "stopped" in plaint.run("down")
    assert given.init("keeper:kept@") == PREPARED
    assert secrets(given) == kept
    with started(given) as again:
        assert "API keys" not in again.said()
        assert references(again) == [reference]
        assert heads(again) == head


def test_a_given_broker_is_used_as_well_and_no_server_is_started(given: Given, kafka: str) -> None:
    topic = unused_name()
    settings = {
        "PLAINT_DATABASE_URL": given.address("plaint"),
        "PLAINT_KAFKA_BOOTSTRAP_SERVERS": kafka,
        "PLAINT_TOPIC": topic,
        "PLAINT_CHECKPOINTS_TOPIC": checkpoints_of(topic),
    }
    with started(given, kafka="on", **settings) as plaint:
        logged(plaint, "The second kettle exploded too.")
        assert plaint.note()["kafka"] == kafka
        workers = plaint.json("projections")["workers"]
        assert {worker["feed"] for worker in workers} == {f"kafka {topic}"}
        assert not list((given.folder / "postgres").iterdir())
        assert not list((given.folder / "kafka").iterdir())


def test_a_server_that_is_not_there_is_told_with_what_to_do(given: Given, copied: Given) -> None:
    code, told = copied.up("postgresql://127.0.0.1:1/plaint")
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert "Connection refused" in told and "see that it runs" in told
    code, told = copied.ended(
        "init", "--admin-url", "postgresql://keeper:kept@127.0.0.1:1/postgres"
    )
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert "Connection refused" in told and "see that it runs, and that host, port" in told


def test_a_wrong_password_is_told_with_what_to_do(given: Given, copied: Given) -> None:
    passwords = copied.folder / "secrets" / PASSWORDS
    passwords.write_text(json.dumps(dict.fromkeys(json.loads(passwords.read_text()), "wrong")))
    code, told = copied.up(given.address("plaint"))
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert 'password authentication failed for user "plaint_writer"' in told
    assert "see that it runs, and that --data names the folder that it was prepared with" in told
    code, told = copied.init("keeper:mistyped@")
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert 'password authentication failed for user "keeper"' in told
    assert "user and password are right" in told


def test_a_server_without_init_is_told_with_what_to_do(given: Given, elsewhere: Given) -> None:
    code, told = elsewhere.up(given.address("plaint"))
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert f"the secrets of the given database are not in {elsewhere.folder}" in told
    assert "`plaint init --admin-url ADDRESS`" in told


def test_a_database_without_init_is_told_with_what_to_do(given: Given, copied: Given) -> None:
    code, told = copied.up(given.address("absent"))
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert 'database "absent" does not exist' in told
    assert "if it never was, run `plaint init --admin-url ADDRESS`" in told
    with psycopg.connect(given.superuser, autocommit=True) as admin:
        admin.execute("CREATE DATABASE empty")
    code, told = copied.up(given.address("empty"))
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert "the database empty lacks 0001_record, " in told
    assert "run `plaint init --admin-url ADDRESS`" in told


def test_an_address_that_is_none_is_told_without_its_password(copied: Given) -> None:
    for code, told in (
        copied.up("psql:s3cret"),
        copied.ended("init", "--admin-url", "psql:s3cret"),
    ):
        assert code == UNFIT and "s3cret" not in told
        assert "write it like postgresql://USER:PASSWORD@HOST:PORT/DATABASE" in told


def test_who_may_not_prepare_a_server_is_told_who_may(bare: str, elsewhere: Given) -> None:
    with psycopg.connect(bare) as admin:
        admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'strange'")
    code, told = Given(bare, elsewhere.folder).init("stranger:strange@")
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert "permission denied to create role" in told
    assert "one that may create roles and databases" in told and "--print-sql" in told


def test_another_server_than_the_records_is_not_prepared_by_mistake(
    bare: str, copied: Given
) -> None:
    code, told = copied.ended("init", "--admin-url", bare)
    assert code == UNAVAILABLE and told.count("\n") == 1
    assert "--admin-url names another server than the record's address" in told
    assert "name that one, or this one in PLAINT_DATABASE_URL" in told


def test_another_folders_plaint_is_not_taken_over_under_any_name(
    given: Given, elsewhere: Given
) -> None:
    before = given.standing()
    for database in ("plaint", "second"):
        named = given.address(database)
        code, told = elsewhere.init("keeper:kept@", PLAINT_DATABASE_URL=named)
        assert code == UNAVAILABLE and told.count("\n") == 1
        assert "a Plaint lives on that server already (databases: plaint, plaint_keys)" in told
        assert "name the data folder that it was prepared with" in told
    assert given.standing() == before


def test_tests_refuse_the_server_of_a_plaint_and_change_nothing(given: Given) -> None:
    before = given.standing()
    with pytest.raises(ServerInUse, match=r"databases: .*plaint, plaint_keys.*DATABASE_URL"):
        Cluster(given.superuser)
    assert given.standing() == before
