"""A key-encryption key is replaced while everything runs, and after being killed in between."""

import multiprocessing
import os
import signal
import time
from pathlib import Path
from unittest import mock

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.octets import NIL
from adapters.postgres import rewrapping
from adapters.postgres.contact_index import ContactIndex
from adapters.postgres.keys import KeyStore
from adapters.postgres.rewrapping import RotatedMeanwhile, hold, rewrap, wrapped_by
from adapters.secrets import KekFile, add_kek, make_secrets, read_secrets
from adapters.wrapping import KeyName, wrap
from tests.support.commands import named
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

NAMES = [KeyName(named(f"{number}"), NIL, "P3") for number in range(60)]


def _slowly(*given: object) -> object:
    time.sleep(0.02)
    return wrap(*given)  # type: ignore[arg-type]


def _rewrap(dsn: str, folder: Path) -> None:
    """To be killed: a few keys at a time, and slowly."""
    with (
        psycopg.connect(dsn, autocommit=True) as connection,
        mock.patch.object(rewrapping, "AT_ONCE", 5),
        mock.patch.object(rewrapping, "wrap", _slowly),
    ):
        rewrap(connection, read_secrets(folder).keks)


async def test_killed_in_the_middle_it_goes_on_and_who_runs_sees_nothing_of_it(
    database: FreshDatabases, tmp_path: Path
) -> None:
    make_secrets(tmp_path, ("plaint_writer",))
    keks = KekFile(tmp_path)
    store = KeyStore(database.keys_dsn(), keks, age=0)
    index = await ContactIndex.open(database.keys_dsn(), keks)
    keys, index_key = await store.data_keys(NAMES), await index.key()
    with database.superuser(keys=True) as admin:
        newest = add_kek(tmp_path).id
        dsn = make_conninfo(database.admin_dsn, dbname=database.names.keys)
        child = multiprocessing.get_context("spawn").Process(target=_rewrap, args=(dsn, tmp_path))
        child.start()
        while not 0 < wrapped_by(admin).get(newest, 0) - 1 < len(NAMES):
            assert child.is_alive() or child.exitcode == 0
            time.sleep(0.005)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        assert wrapped_by(admin)["k1"] > 0, "killed too late to show anything"
        assert await store.data_keys(NAMES) == keys
        # Who ran all the time wraps what is new by the new key.
        (fresh,) = (await store.data_keys([KeyName(named("new"), NIL, "P3")])).values()
        assert rewrap(admin, read_secrets(tmp_path).keks) > 0
        assert wrapped_by(admin) == {newest: len(NAMES) + 2}
    assert await store.data_keys(NAMES) == keys
    opened = await ContactIndex.open(database.keys_dsn(), read_secrets(tmp_path).keks[:1])
    assert await opened.key() == index_key
    alone = KeyStore(database.keys_dsn(), read_secrets(tmp_path).keks[:1])
    name = KeyName(named("new"), NIL, "P3")
    assert await alone.data_keys([*NAMES, name]) == {**keys, name: fresh}
    for one in (store, index, opened, alone):
        await one.aclose()


async def test_of_two_at_once_the_second_is_refused(database: FreshDatabases) -> None:
    with database.superuser(keys=True) as first, database.superuser(keys=True) as second:
        hold(first)
        with pytest.raises(RotatedMeanwhile, match="let it end"):
            hold(second)


async def test_a_key_that_was_erased_is_not_brought_back(
    database: FreshDatabases, tmp_path: Path
) -> None:
    make_secrets(tmp_path, ("plaint_writer",))
    store = await KeyStore.open(database.keys_dsn(), KekFile(tmp_path))
    await store.data_keys(NAMES[:3])
    held = await store.held(NAMES[0].complaint_id)
    assert await store.destroy(list(held)) == 1
    newest = add_kek(tmp_path).id
    with database.superuser(keys=True) as admin:
        assert rewrap(admin, read_secrets(tmp_path).keks) == 2
        assert wrapped_by(admin) == {newest: 2}
    await store.aclose()
