"""The contact index: which complaints have a keyed digest in common; it dies with their keys."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self
from uuid import UUID

import psycopg

from adapters.contacts import Entry, IndexKey
from adapters.octets import NIL
from adapters.postgres.arrays import octets, texts, uuids
from adapters.postgres.retrying_connection import Line
from adapters.postgres.session import session
from adapters.wrapping import Kek, KeyName, WrappedKey, by_id, fresh_key, unwrap

NEWEST = "SELECT number, key_id, kek_id, wrapped FROM index_key ORDER BY number DESC LIMIT 1"
KEEP = "SELECT number, key_id, kek_id, wrapped FROM keep_index_key(%b, %b, %b, %b)"
NOTE = "SELECT note_contacts(%b, %b, %b, %b, %b)"
ALIKE = (
    "SELECT o.complaint_id, array_agg(DISTINCT o.kind ORDER BY o.kind), count(*) OVER () "
    "FROM contact_entry e JOIN contact_entry o USING (digest, kind) "
    "WHERE e.complaint_id = %b AND o.complaint_id <> e.complaint_id "
    "GROUP BY o.complaint_id ORDER BY count(DISTINCT o.kind) DESC, o.complaint_id LIMIT %b"
)
WRITTEN = "SELECT coalesce(max(version), 1) FROM contact_writing"
WRITE = "INSERT INTO contact_writing (version) VALUES (%b) ON CONFLICT DO NOTHING RETURNING version"
FORGET = "SELECT forget_older_contacts()"
MOST_ALIKE = 2000
"""A number that so many name is no hint any more: a representative's, or a help desk's."""
INDEX = KeyName(NIL, NIL, "index")
"""What an index key is bound to when it is wrapped; no data key can have this name."""


class _Waiting(NamedTuple):
    entries: list[Entry]
    number: int
    answer: asyncio.Future[bool]


class ContactIndex:
    """The index of one installation, in the key store; made by open(), ended by aclose()."""

    def __init__(self, dsn: str, keks: Sequence[Kek]) -> None:
        self._keks = keks
        self._line = Line(session(dsn, application="plaint contact index"))
        self._newest: IndexKey | None = None
        self._waiting: list[_Waiting] = []
        self._noting: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, dsn: str, keks: Sequence[Kek]) -> Self:
        """An index that is connected. keks: the one for new keys first, then older ones."""
        index = cls(dsn, keks)
        await index._line.open()
        return index

    async def aclose(self) -> None:
        """Notes what waits, then gives the connection up."""
        while self._noting is not None and not self._noting.done():
            await asyncio.wait([self._noting])
        await self._line.close()

    async def key(self) -> IndexKey:
        """The key in use as this process knows it; the first is made where there is none.

        Raises NotUnwrapped when a stored key is not sound.
        """
        if self._newest is None:
            rows = await self._line.ask(NEWEST, [])
            self._newest = self._opened(rows) if rows else await self._offered(1)
        return self._newest

    async def renew(self) -> IndexKey:
        """A new key in use; what was noted under the ones before is not found any more.

        Also where the one in use cannot be opened.
        """
        rows = await self._line.ask(NEWEST, [])
        number, *_ = rows[0] if rows else (0,)
        self._newest = await self._offered(int(number) + 1)
        return self._newest

    async def note(self, entries: Iterable[Entry], *, under: IndexKey) -> bool:
        """Note entries whose identity keys exist, durably; an older one of their kind gives way.

        False, and nothing noted, when the key is not in use any more: make the digests anew under
        what key() gives then. Raises psycopg.Error when the database answers with an error.
        """
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(list(entries), under.number, answer))
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._note(), name="plaint contact index")
        return await answer

    async def alike(self, complaint_id: UUID) -> tuple[dict[UUID, tuple[str, ...]], int]:
        """The other complaints that have something in common and of which kinds it is; how many.

        At most 2,000 of them, those with most in common first.
        """
        rows = await self._line.ask(ALIKE, [complaint_id, MOST_ALIKE])
        found = {other_id: tuple(kinds) for other_id, kinds, _ in rows}
        return found, int(rows[0][2]) if rows else 0

    async def writing(self) -> int:
        """The version of the writing that the whole index was made with."""
        ((version,),) = await self._line.ask(WRITTEN, [])
        return int(version)

    async def written(self, version: int) -> None:
        """Note, for ever, that the whole index is made with this version of the writing."""
        await self._line.ask(WRITE, [version])

    async def forget_older(self) -> int:
        """Forget what was noted under keys that are not in use, and these; how many it were."""
        ((forgotten,),) = await self._line.ask(FORGET, [])
        return int(forgotten)

    async def _note(self) -> None:
        """Notes all that waits in one commit, until nothing does."""
        while self._waiting:
            number = self._waiting[0].number
            batch = [one for one in self._waiting if one.number == number]
            self._waiting = [one for one in self._waiting if one.number != number]
            try:
                is_noted = await self._noted(
                    [each for one in batch for each in one.entries], number
                )
            except psycopg.Error as error:
                _tell(batch, error)
            else:
                _tell(batch, is_noted)

    async def _noted(self, entries: Sequence[Entry], number: int) -> bool:
        arguments = [
            octets(one.digest.octets for one in entries),
            texts(one.digest.kind for one in entries),
            uuids(one.complaint_id for one in entries),
            uuids(one.party_id for one in entries),
            number,
        ]
        ((is_noted,),) = await self._line.ask(NOTE, arguments)
        if not is_noted:
            self._newest = None
        return bool(is_noted)

    async def _offered(self, number: int) -> IndexKey:
        fresh = fresh_key(INDEX, self._keks[0])
        arguments = [number, fresh.key_id, fresh.kek_id, fresh.wrapped]
        return self._opened(await self._line.ask(KEEP, arguments))

    def _opened(self, rows: Sequence[tuple[Any, ...]]) -> IndexKey:
        ((number, key_id, kek_id, wrapped),) = rows
        return IndexKey(
            number, unwrap(WrappedKey(key_id, INDEX, kek_id, wrapped), by_id(self._keks))
        )


def _tell(batch: Iterable[_Waiting], outcome: bool | psycopg.Error) -> None:
    for one in batch:
        if one.answer.cancelled():
            continue
        if isinstance(outcome, psycopg.Error):
            one.answer.set_exception(outcome)
        else:
            one.answer.set_result(outcome)
