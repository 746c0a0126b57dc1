"""Passwords of our own database are replaced; killed in between, the next start completes it."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.local.folder import DataFolder, FolderHeld
from adapters.local.superuser import KEPT_IN, is_due
from adapters.postgres.roles import LOGINS, WRITER
from adapters.secrets import read_secrets, write_passwords
from adapters.settings import BadSettings, Settings
from services import addresses
from services.operations.rotate_secrets import rotate_passwords
from services.operations.starting import Screen, prepared_folder, servers
from services.operations.temporary_server import server_of

pytestmark = pytest.mark.servers


@contextmanager
def _unseen(_what: str, _steps: int) -> Iterator[Callable[[int], None]]:
    yield lambda _done: None


def serving(settings: Settings, folder: DataFolder) -> AbstractContextManager[object]:
    return servers(settings, folder, Screen(say=lambda _: None, progress=_unseen))


def comes_in(settings: Settings, password: str | None = None) -> bool:
    """Whether the writer is let in with what the secrets say, or with another password."""
    more = {"password": password} if password else {}
    try:
        psycopg.connect(make_conninfo(addresses.writer_dsn(settings), **more)).close()
    except psycopg.OperationalError:
        return False
    return True


def test_new_passwords_let_in_and_the_former_do_not(used: Path) -> None:
    settings = Settings(data=used, kafka="off")
    data, before = prepared_folder(settings)
    with serving(settings, data):
        assert comes_in(settings)
    rotate_passwords(settings)
    after = read_secrets(data.secrets)
    assert (after.installation, after.keks) == (before.installation, before.keks)
    assert set(after.passwords) == set(LOGINS)
    assert not set(after.passwords.values()) & set(before.passwords.values())
    with serving(settings, data):
        assert comes_in(settings)
        assert not comes_in(settings, before.passwords[WRITER])
    # Killed when the secrets had them and the server had not.
    write_passwords(data.secrets, {role: f"{role}-new" for role in LOGINS})
    with serving(settings, data):
        assert comes_in(settings)
        assert not comes_in(settings, after.passwords[WRITER])


def test_it_is_refused_while_plaint_runs_and_of_a_given_server(used: Path) -> None:
    settings = Settings(data=used, kafka="off")
    data, before = prepared_folder(settings)
    with data.hold(), pytest.raises(FolderHeld):
        rotate_passwords(settings)
    with pytest.raises(BadSettings, match="its administrator"):
        rotate_passwords(settings.model_copy(update={"database_url": "postgresql://host/plaint"}))
    assert read_secrets(data.secrets) == before


def lets_in(settings: Settings, password: str) -> bool:
    """Whether the running cluster takes this for the superuser's password."""
    address = server_of(settings).running
    assert address is not None
    try:
        psycopg.connect(replace(address, password=password).dsn("postgres")).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_superusers_password_is_replaced_too(used: Path) -> None:
    settings = Settings(data=used, kafka="off")
    data, _ = prepared_folder(settings)
    file = data.secrets / KEPT_IN
    with serving(settings, data):
        before = file.read_text()
        assert lets_in(settings, before)
    rotate_passwords(settings)
    assert (file.read_text() != before, file.stat().st_mode & 0o777) == (True, 0o600)
    with serving(settings, data):
        assert lets_in(settings, file.read_text()) and not lets_in(settings, before)


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.1, 0.4, 1.5])
def test_killed_whenever_the_next_start_lets_in_whoever_has_what_is_kept(
    used: Path, seconds: float
) -> None:
    """Before the new one is kept, before or while the cluster gets it, or after."""
    settings = Settings(data=used, kafka="off")
    data, _ = prepared_folder(settings)
    with serving(settings, data):
        before = (data.secrets / KEPT_IN).read_text()
    child = multiprocessing.get_context("spawn").Process(target=rotate_passwords, args=(settings,))
    child.start()
    while not is_due(data.secrets / KEPT_IN) and child.exitcode is None:
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    with serving(settings, data):
        kept = (data.secrets / KEPT_IN).read_text()
        assert lets_in(settings, kept)
        assert kept == before or not lets_in(settings, before)
        assert comes_in(settings)
    assert not is_due(data.secrets / KEPT_IN)
