"""The record as services see it, in PostgreSQL: one writer, and readers beside it."""

from collections.abc import Sequence
from typing import LiteralString, Self, TypeVar
from uuid import UUID

import orjson
import psycopg
from psycopg import AsyncConnection
from psycopg.rows import AsyncRowFactory, TupleRow, args_row, tuple_row
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool

from adapters.postgres.append import GroupCommit
from adapters.postgres.session import session
from adapters.record import Append, Appended, Outcome, StoredEvent

Row = TypeVar("Row")

COLUMNS = "position, stream_id, version, stream_kind, slice, type, public, leaf, appended_at"

STREAM = (
    f"SELECT {COLUMNS} FROM event "  # noqa: S608 - our own column names
    "WHERE stream_id = %s AND version BETWEEN %s AND %s ORDER BY version"
)
AFTER = f"SELECT {COLUMNS} FROM event WHERE position > %s ORDER BY position LIMIT %s"  # noqa: S608
BETWEEN = f"SELECT {COLUMNS} FROM event WHERE position BETWEEN %s AND %s ORDER BY position"  # noqa: S608
FIRST = f"SELECT {COLUMNS} FROM event WHERE stream_id = ANY(%s) AND version = 1"  # noqa: S608
LAST = (
    f"SELECT e.* FROM unnest(%s::uuid[]) AS s (id), LATERAL (SELECT {COLUMNS} FROM event "  # noqa: S608
    "WHERE stream_id = s.id ORDER BY version DESC LIMIT 1) e"
)
HEAD = "SELECT coalesce(max(position), 0) FROM event"
KNOWN = "SELECT command_id, first_position, last_position FROM command WHERE command_id = ANY(%s)"
REQUESTS = "SELECT command_id, request FROM command WHERE command_id = ANY(%s)"
CLAIMED = (
    "SELECT value FROM claim JOIN command USING (command_id) WHERE kind = %s "
    "ORDER BY first_position, value"
)
SEALED = "SELECT position, blob FROM sealed WHERE position = ANY(%s) ORDER BY position, sha256"
LAST_VERSION = 2**31 - 1


class PostgresRecord:
    """The port adapters.record.Record over one database; made by open(), ended by aclose()."""

    def __init__(
        self, writer: GroupCommit, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]
    ) -> None:
        self.writer = writer
        self.pool = pool

    @classmethod
    async def open(cls, dsn: str, *, readers: int = 8) -> Self:
        """A record that is connected. dsn: of plaint_writer. readers: most connections at once.

        Raises psycopg.OperationalError (also psycopg_pool.PoolTimeout) if it cannot be.
        """
        pool: AsyncConnectionPool[AsyncConnection[TupleRow]] = AsyncConnectionPool(
            session(dsn, application="plaint reader"),
            kwargs={"autocommit": True},
            min_size=1,
            max_size=readers,
            configure=_quick_json,
            open=False,
        )
        writer = await GroupCommit.open(dsn)
        try:
            await pool.open(wait=True, timeout=30)
        except BaseException:
            await writer.aclose()
            raise
        return cls(writer, pool)

    async def aclose(self) -> None:
        """Stores what waits, then gives all connections up."""
        await self.writer.aclose()
        await self.pool.close()

    async def append(self, command: Append) -> Appended:
        """Stores the command durably or says why not (GroupCommit.append)."""
        return await self.writer.append(command)

    async def stream(
        self, stream_id: UUID, *, since: int = 1, upto: int | None = None
    ) -> list[StoredEvent]:
        """All events of one stream in version order, from version ``since`` to ``upto``."""
        last = LAST_VERSION if upto is None else upto
        return await self._events(STREAM, stream_id, since, last)

    async def after(self, position: int, limit: int) -> list[StoredEvent]:
        """At most ``limit`` events with a greater position, in position order."""
        return await self._events(AFTER, position, limit)

    async def between(self, first: int, last: int) -> list[StoredEvent]:
        """The events with positions ``first`` to ``last``, both included, in order."""
        return await self._events(BETWEEN, first, last)

    async def head(self) -> int:
        """The last position given, 0 when the record is empty."""
        ((head,),) = await self._rows(HEAD)
        return int(head)

    async def log_id(self) -> UUID:
        """Which incarnation of the log this is; positions mean something only together with it."""
        log_id: UUID
        ((log_id,),) = await self._rows("SELECT log_id FROM log")
        return log_id

    async def known_commands(self, command_ids: Sequence[UUID]) -> dict[UUID, Appended]:
        """Which of these commands are remembered, each as the outcome ALREADY would tell it."""
        rows = await self._rows(KNOWN, list(command_ids))
        return {known: Appended(Outcome.ALREADY, first, last) for known, first, last in rows}

    async def requests(self, command_ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The request digests of those of these commands that are remembered."""
        rows = await self._rows(REQUESTS, list(command_ids))
        return {known: bytes(request) for known, request in rows}

    async def ends(self, stream_ids: Sequence[UUID]) -> dict[UUID, tuple[StoredEvent, StoredEvent]]:
        """The first and the last event of each of these streams that exists."""
        first = {one.stream_id: one for one in await self._events(FIRST, list(stream_ids))}
        last = await self._events(LAST, list(stream_ids))
        return {one.stream_id: (first[one.stream_id], one) for one in last}

    async def claimed(self, kind: str) -> list[str]:
        """The values of this kind that were ever claimed, in the order of their commands."""
        return [str(value) for (value,) in await self._rows(CLAIMED, kind)]

    async def sealed(self, positions: Sequence[int]) -> dict[int, list[bytes]]:
        """The sealed blobs that still exist at these positions; order within one is by sha256."""
        found: dict[int, list[bytes]] = {}
        for position, blob in await self._rows(SEALED, list(positions)):
            found.setdefault(position, []).append(blob)
        return found

    async def _events(self, statement: LiteralString, *arguments: object) -> list[StoredEvent]:
        return await self._read(statement, arguments, args_row(StoredEvent))

    async def _rows(self, statement: LiteralString, *arguments: object) -> list[TupleRow]:
        return await self._read(statement, arguments, tuple_row)

    async def _read(
        self, statement: LiteralString, arguments: tuple[object, ...], shape: AsyncRowFactory[Row]
    ) -> list[Row]:
        """Reads, once more if the connection had died in the pool (after a server's restart)."""
        try:
            return await self._read_once(statement, arguments, shape)
        except psycopg.OperationalError:
            await self.pool.check()
            return await self._read_once(statement, arguments, shape)

    async def _read_once(
        self, statement: LiteralString, arguments: tuple[object, ...], shape: AsyncRowFactory[Row]
    ) -> list[Row]:
        async with (
            self.pool.connection() as connection,
            connection.cursor(binary=True, row_factory=shape) as cursor,
        ):
            await cursor.execute(statement, arguments, prepare=True)
            return await cursor.fetchall()


async def _quick_json(connection: AsyncConnection[TupleRow]) -> None:
    set_json_loads(orjson.loads, connection)
