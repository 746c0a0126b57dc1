"""An installation whose record a superuser changes, as nobody else can, and what is said of it."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services import addresses
from tests.cli.conftest import Keyboard, _keyboard, _publish
from tests.support.servers import Cluster, FreshDatabases

FIRST = "SELECT min(position) FROM event WHERE stream_kind = 'complaint'"
LAST = "SELECT max(position) FROM event"


@dataclass(frozen=True)
class Installation:
    """An installation with three complaints and its views, and its superuser."""

    keyboard: Keyboard
    superuser: psycopg.Connection[tuple[object, ...]]
    keys: psycopg.Connection[tuple[object, ...]]

    def change(self, statement: str, *arguments: object) -> None:
        """Change the record as only a superuser can, who leaves its triggers as they were."""
        with unguarded(self.superuser, "event", "command", "sealed", "claim"):
            self.superuser.execute(statement.encode(), arguments)

    def number(self, question: str) -> int:
        """The one number that answers a question."""
        row = self.superuser.execute(question.encode()).fetchone()
        assert row is not None
        return int(str(row[0]))

    def differing(self) -> dict[str, dict[str, Any]]:
        """What ``check`` says differs."""
        told = self.keyboard.types("check", "--json", "--processes", "1", exit_code=1).stdout
        found = json.loads(told)["findings"]
        return {one["what"]: one for one in found if one["differs"]}

    def sound(self) -> dict[str, dict[str, Any]]:
        """What ``check`` says where nothing differs."""
        return {one["what"]: one for one in self.keyboard.json("check")["findings"]}


@pytest.fixture(scope="module")
def untouched(postgres: Cluster) -> Iterator[tuple[FreshDatabases, Path]]:
    """What each installation is a copy of: the databases, and the folder of their secrets."""
    with (
        postgres.databases() as database,
        _keyboard(database, policy="small_organisation") as keyboard,
    ):
        asyncio.run(_publish(keyboard.settings))
        for name in ("Ada", "Grace", "Joan"):
            keyboard.types("log", "--narrative", "Cold.", "--complainant", f"name={name}")
        keyboard.project()
        yield database, secrets_of(keyboard)


@pytest.fixture
def installation(
    postgres: Cluster, untouched: tuple[FreshDatabases, Path]
) -> Iterator[Installation]:
    made, secrets = untouched
    with (
        postgres.databases(of=made) as database,
        _keyboard(database, policy="small_organisation") as keyboard,
    ):
        shutil.copytree(secrets, secrets_of(keyboard), dirs_exist_ok=True)
        with database.superuser() as superuser, database.superuser(keys=True) as keys:
            yield Installation(keyboard, superuser, keys)


def secrets_of(keyboard: Keyboard) -> Path:
    """The folder of the secrets of an installation."""
    return addresses.folder_of(keyboard.settings).secrets


@contextmanager
def unguarded(superuser: psycopg.Connection[tuple[object, ...]], *tables: str) -> Iterator[None]:
    """Tables without their triggers, as only a superuser takes them away and puts them back."""
    for each in tables:
        superuser.execute(f"ALTER TABLE {each} DISABLE TRIGGER USER".encode())
    yield
    found = superuser.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'D'"
    )
    for table, trigger in found.fetchall():
        superuser.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}".encode())
