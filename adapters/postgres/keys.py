"""The key store: one data key for each name, kept before the event that is sealed under it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Self
from uuid import UUID

import psycopg
import structlog

from adapters.clock import random_octets
from adapters.postgres.arrays import octets, texts, uuids
from adapters.postgres.key_cache import Remembered
from adapters.postgres.retrying_connection import Line
from adapters.postgres.session import session
from adapters.wrapping import (
    Kek,
    KeyName,
    NotUnwrapped,
    WrappedKey,
    by_id,
    check_name,
    unwrap,
    wrap,
)

KEEP = (
    "SELECT key_id, complaint_id, party_id, scope, kek_id, wrapped "
    "FROM keep_data_keys(%b, %b, %b, %b, %b, %b)"
)
FIND = (
    "SELECT key_id, complaint_id, party_id, scope, kek_id, wrapped "
    "FROM data_key WHERE key_id = ANY(%b)"
)
HELD = "SELECT key_id, party_id, scope FROM data_key WHERE complaint_id = %b"
WHOSE = "SELECT DISTINCT complaint_id FROM data_key WHERE party_id = %b"
REMOVE = "SELECT remove_data_keys(%b)"
# Which of VACUUM and the switch of WAL this role may do (the right to VACUUM came with 17).
MAY = (
    "SELECT current_setting('server_version_num')::integer >= 170000, "
    "has_function_privilege('pg_switch_wal()', 'EXECUTE')"
)
MOST_AT_ONCE = 1024

logger = structlog.get_logger(__name__)


class KeyStore:
    """The data keys of one installation; made by open(), ended by aclose().

    remembered: how many opened keys stay in memory, and for how many seconds at most, so that an
    erasure by another process reaches this one.
    """

    def __init__(self, dsn: str, keks: Sequence[Kek], *, most: int = 8192, age: float = 60) -> None:
        self._keks = keks
        conninfo = session(dsn, application="plaint keys")
        self._writing, self._reading = Line(conninfo), Line(conninfo)
        self._wanted: dict[KeyName, asyncio.Future[bytes]] = {}
        self._keeper: asyncio.Task[None] | None = None
        self._named = Remembered[KeyName](most, age)
        self._found = Remembered[bytes](most, age)

    @classmethod
    async def open(cls, dsn: str, keks: Sequence[Kek]) -> Self:
        """A key store that is connected. keks: the one for new keys first, then older ones."""
        store = cls(dsn, keks)
        try:
            await store._writing.open()
            await store._reading.open()
        except BaseException:
            await store.aclose()
            raise
        return store

    async def aclose(self) -> None:
        """Keeps what is asked for, then gives the connections up."""
        while self._keeper is not None and not self._keeper.done():
            await asyncio.wait([self._keeper])
        await self._writing.close()
        await self._reading.close()

    async def data_keys(self, wanted: Sequence[KeyName]) -> dict[KeyName, bytes]:
        """The key of each name, 32 octets, made and durably kept where there was none.

        Of several who ask at once, in whatever process, all get the same key. Raises ValueError
        for a name that no key can have, psycopg.Error when the database answers with an error,
        NotUnwrapped when a stored key is not sound.
        """
        for name in wanted:
            check_name(name)
        keys = {name: key for name in wanted if (key := self._named.get(name))}
        missing = [name for name in wanted if name not in keys]
        if missing:
            answers = {name: self._want(name) for name in missing}
            for answer in answers.values():
                # Most come together, and looking whether one is there costs no turn of the loop.
                if not answer.done():
                    # Several callers may wait for it, so nobody's going away may cancel it.
                    await asyncio.wait([answer])
            keys |= {name: answer.result() for name, answer in answers.items()}
        return keys

    async def find(self, key_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        """The keys with these ids that still exist; an erased one is absent."""
        keys = {key_id: key for key_id in key_ids if (key := self._found.get(key_id))}
        missing = [key_id for key_id in key_ids if key_id not in keys]
        if missing:
            found = _wrapped(await self._reading.ask(FIND, [octets(missing)]))
            keks = by_id(self._keks)
            keys |= {
                stored.key_id: self._remember(stored, unwrap(stored, keks)) for stored in found
            }
        return keys

    async def held(self, complaint_id: UUID) -> dict[bytes, KeyName]:
        """What lies under each key of a complaint that there is, by its id."""
        rows = await self._reading.ask(HELD, [complaint_id])
        return {key_id: KeyName(complaint_id, party, scope) for key_id, party, scope in rows}

    async def complaints_of(self, party_id: UUID) -> list[UUID]:
        """The complaints that hold anything of a party under a key of their own; usually one."""
        return [complaint for (complaint,) in await self._reading.ask(WHOSE, [party_id])]

    async def destroy(self, key_ids: Sequence[bytes]) -> int:
        """Deletes these keys for ever and clears their rows from the table; how many there were.

        With the key of a party's identity goes what the contact index has of it. What was sealed
        under them cannot be opened again once the backups that hold them are gone.
        What this role may not do for it, autovacuum and archive_timeout do; a warning says so.
        """
        ((removed,),) = await self._writing.ask(REMOVE, [octets(key_ids)])
        ((may_vacuum, may_switch),) = await self._writing.ask(MAY, [])
        if may_vacuum:
            await self._writing.ask("VACUUM data_key, contact_entry", [])
        if may_switch:
            await self._writing.ask("SELECT pg_switch_wal()", [])
        if not (may_vacuum and may_switch):
            logger.warning("keys.left_to_server", vacuum=not may_vacuum, wal=not may_switch)
        self._named.clear()
        self._found.clear()
        return int(removed)

    def _want(self, name: KeyName) -> asyncio.Future[bytes]:
        answer = self._wanted.get(name)
        if answer is None:
            answer = self._wanted[name] = asyncio.get_running_loop().create_future()
            if self._keeper is None or self._keeper.done():
                self._keeper = asyncio.create_task(self._keep(), name="plaint key store")
        return answer

    async def _keep(self) -> None:
        """Makes the keys that are wanted, all that wait in one commit, until none is."""
        while self._wanted:
            answers = dict(islice(self._wanted.items(), MOST_AT_ONCE))
            try:
                offered = self._offered(answers)
                kept = await self._kept(list(offered))
                keks = by_id(self._keks)
                for stored in kept:
                    self._answer(answers[stored.name], stored, offered.get(stored), keks)
            except psycopg.Error as error:
                for answer in answers.values():
                    answer.set_exception(error)
            finally:
                for name, answer in answers.items():
                    answer.cancel()
                    del self._wanted[name]

    def _offered(self, names: Iterable[KeyName]) -> dict[WrappedKey, bytes]:
        newest = self._keks[0]
        fresh = [(name, random_octets(32)) for name in names]
        return {wrap(key, name, newest): key for name, key in fresh}

    async def _kept(self, offered: Sequence[WrappedKey]) -> list[WrappedKey]:
        arguments = [
            octets(key.key_id for key in offered),
            uuids(key.name.complaint_id for key in offered),
            uuids(key.name.party_id for key in offered),
            texts(key.name.scope for key in offered),
            texts(key.kek_id for key in offered),
            octets(key.wrapped for key in offered),
        ]
        return _wrapped(await self._writing.ask(KEEP, arguments))

    def _answer(
        self,
        answer: asyncio.Future[bytes],
        stored: WrappedKey,
        own: bytes | None,
        keks: Mapping[str, Kek],
    ) -> None:
        """Tells the key that was kept. own: what the wrapping holds, where it is one of ours."""
        try:
            answer.set_result(self._remember(stored, own or unwrap(stored, keks)))
        except NotUnwrapped as error:
            answer.set_exception(error)

    def _remember(self, stored: WrappedKey, key: bytes) -> bytes:
        self._named.put(stored.name, key)
        self._found.put(stored.key_id, key)
        return key


def _wrapped(rows: Iterable[tuple[Any, ...]]) -> list[WrappedKey]:
    return [
        WrappedKey(key_id, KeyName(complaint, party, scope), kek_id, wrapped)
        for key_id, complaint, party, scope, kek_id, wrapped in rows
    ]
