"""One data key for each name, kept before it is used, gone when it is destroyed."""

import asyncio
from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
import pytest

from adapters.octets import NIL
from adapters.postgres.key_cache import Remembered
from adapters.postgres.keys import KeyStore
from adapters.postgres.retrying_connection import Line
from adapters.sealing import key_id
from adapters.wrapping import Kek, KeyName, NotUnwrapped, document_key
from tests.support.commands import named
from tests.support.servers import FreshDatabases
from tests.support.swallowing_proxy import swallowing_proxy

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

KEK = Kek("k1", bytes(range(32)))
COMPLAINT = named("complaint")
NAMES = [
    KeyName(COMPLAINT, named("party"), "P2"),
    KeyName(COMPLAINT, named("party"), "P4"),
    KeyName(COMPLAINT, NIL, "P3"),
    document_key(COMPLAINT, named("letter")),
    document_key(COMPLAINT, named("photograph")),
]


async def test_a_key_is_made_once_for_each_name_and_found_by_its_id(
    database: FreshDatabases,
) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    keys = await store.data_keys(NAMES)
    assert list(keys) == NAMES
    assert len(set(keys.values())) == 5
    assert {len(key) for key in keys.values()} == {32}
    assert await store.data_keys(NAMES) == keys
    other = await KeyStore.open(database.keys_dsn(), [KEK])
    assert await other.data_keys(NAMES[:2]) == {name: keys[name] for name in NAMES[:2]}
    ids = {key_id(key): key for key in keys.values()}
    assert await other.find([*ids, bytes(16)]) == ids
    await store.aclose()
    await other.aclose()


async def test_all_who_create_a_key_at_once_get_the_same_one(database: FreshDatabases) -> None:
    stores = [await KeyStore.open(database.keys_dsn(), [KEK]) for _ in range(3)]
    names = [KeyName(named(f"{n}"), NIL, "P3") for n in range(40)]
    asked = [stores[n % 3].data_keys(names[n % 5 :: -1] + names) for n in range(30)]
    told = await asyncio.gather(*asked)
    assert all({name: each[name] for name in names} == told[0] for each in told)
    with database.superuser(keys=True) as connection:
        assert connection.execute("SELECT count(*) FROM data_key").fetchall() == [(40,)]
    for store in stores:
        await store.aclose()


async def test_a_key_is_kept_before_it_is_given(database: FreshDatabases) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    (key,) = (await store.data_keys(NAMES[:1])).values()
    with database.superuser(keys=True) as connection:
        rows = connection.execute("SELECT key_id FROM data_key").fetchall()
        assert rows == [(key_id(key),)]
        (wrapped,) = connection.execute("SELECT wrapped FROM data_key").fetchall()
        assert isinstance(wrapped[0], bytes) and key not in wrapped[0]
    await store.aclose()


async def test_keys_that_are_wanted_together_are_kept_in_one_commit(
    database: FreshDatabases,
) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    await asyncio.gather(
        *[store.data_keys([KeyName(named(f"{n}"), NIL, "P3")]) for n in range(200)]
    )
    with database.superuser(keys=True) as connection:
        rows = connection.execute("SELECT count(DISTINCT xmin::text) FROM data_key").fetchall()
        assert isinstance(rows[0][0], int) and rows[0][0] < 10
    await store.aclose()


async def test_a_lost_answer_gives_the_key_that_was_kept(database: FreshDatabases) -> None:
    async with swallowing_proxy(database.keys_dsn()) as (proxy, dsn):
        store = await KeyStore.open(dsn, [KEK])
        await store.data_keys(NAMES[:1])
        proxy.marker, proxy.to_swallow = NAMES[3].scope.encode(), 1
        (key,) = (await store.data_keys([NAMES[3]])).values()
        assert proxy.swallowed == 1
        await store.aclose()
    other = await KeyStore.open(database.keys_dsn(), [KEK])
    assert await other.find([key_id(key)]) == {key_id(key): key}
    await other.aclose()


async def test_a_destroyed_key_is_gone_and_its_going_is_recorded(database: FreshDatabases) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    keys = await store.data_keys(NAMES)
    gone = [key_id(keys[NAMES[0]]), key_id(keys[NAMES[3]])]
    assert await store.destroy(gone) == 2
    assert await store.find(gone) == {}
    assert len(await store.find([key_id(key) for key in keys.values()])) == 3
    with database.superuser(keys=True) as connection:
        rows = connection.execute("SELECT key_id FROM data_key_removal").fetchall()
        assert {key for (key,) in rows} == set(gone)
        for statement in ("DELETE FROM data_key", "TRUNCATE data_key CASCADE"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        cleared = connection.execute(
            "SELECT vacuum_count + autovacuum_count > 0 FROM pg_stat_user_tables "
            "WHERE relname = 'data_key'"
        )
        assert cleared.fetchall() == [(True,)]
    await store.aclose()


async def test_after_a_change_of_kek_old_keys_still_open(database: FreshDatabases) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    old = await store.data_keys(NAMES[:1])
    await store.aclose()
    newer = Kek("k2", bytes(32))
    store = await KeyStore.open(database.keys_dsn(), [newer, KEK])
    assert await store.data_keys(NAMES[:1]) == old
    await store.data_keys(NAMES)
    with database.superuser(keys=True) as connection:
        rows = connection.execute("SELECT kek_id, count(*) FROM data_key GROUP BY 1 ORDER BY 1")
        assert rows.fetchall() == [("k1", 1), ("k2", 4)]
    await store.aclose()


async def test_an_unsound_key_is_told_to_him_who_asked_for_it_alone(
    database: FreshDatabases,
) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    await store.data_keys(NAMES[:1])
    await store.aclose()
    with database.superuser(keys=True) as connection:
        connection.execute("UPDATE data_key SET wrapped = wrapped || 'x'")
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    broken, sound = await asyncio.gather(
        store.data_keys(NAMES[:1]), store.data_keys(NAMES[1:2]), return_exceptions=True
    )
    assert isinstance(broken, NotUnwrapped)
    assert isinstance(sound, dict) and list(sound) == NAMES[1:2]
    await store.aclose()


async def test_a_caller_who_goes_away_does_not_take_the_others_key(
    database: FreshDatabases,
) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    first, second = (asyncio.create_task(store.data_keys(NAMES)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert list(await second) == NAMES
    await store.aclose()


async def test_a_name_that_no_key_can_have_is_refused(database: FreshDatabases) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    with pytest.raises(ValueError, match="unknown scope"):
        await store.data_keys([KeyName(COMPLAINT, NIL, "P1")])
    await store.aclose()


def test_opened_keys_are_forgotten_by_age_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr("adapters.postgres.key_cache.time.monotonic", lambda: moment[0])
    keys = Remembered[str](2, age=60)
    for name in ("a", "b", "c"):
        keys.put(name, name.encode())
    assert [keys.get(name) for name in ("a", "b", "c")] == [None, b"b", b"c"]
    moment[0] = 61
    assert keys.get("b") is None


async def test_a_key_that_comes_back_otherwise_than_it_was_offered_is_not_given(
    database: FreshDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await KeyStore.open(database.keys_dsn(), [KEK])
    ask = Line.ask

    async def altered(line: Line, query: LiteralString, arguments: Sequence[Any]) -> Any:
        rows = await ask(line, query, arguments)
        return [(*row[:5], row[5][:-1] + bytes([row[5][-1] ^ 1])) for row in rows]

    monkeypatch.setattr(Line, "ask", altered)
    with pytest.raises(NotUnwrapped, match="changed or moved"):
        await store.data_keys(NAMES[:1])
    await store.aclose()
