"""The order in which commands are stored that were made ready side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Self

from adapters.postgres.append import GroupCommit
from adapters.postgres.reading import PostgresRecord
from adapters.record import Append, Appended

TURN: ContextVar[int] = ContextVar("turn")


class InTurn(PostgresRecord):
    """The record that takes each caller's first append when all before it have had their turn."""

    def __init__(self, writer: GroupCommit, readers: PostgresRecord) -> None:
        super().__init__(writer, readers.pool)
        self._next = 0
        self._over: set[int] = set()
        self._waiting: dict[int, asyncio.Event] = {}

    @classmethod
    @asynccontextmanager
    async def over(cls, dsn: str, readers: PostgresRecord) -> AsyncIterator[Self]:
        """A record with a writer of one line: over two, the later batch may be stored first."""
        writer = await GroupCommit.open(dsn, lines=1)
        try:
            yield cls(writer, readers)
        finally:
            await writer.aclose()

    async def append(self, command: Append) -> Appended:
        """Stores the command behind those of all earlier turns (GroupCommit.append)."""
        turn = TURN.get()
        if turn > self._next:
            await self._waiting.setdefault(turn, asyncio.Event()).wait()
        appending = asyncio.ensure_future(super().append(command))
        await asyncio.sleep(0)  # By then it has its place in the writer's line.
        self.end(turn)
        return await appending

    def end(self, turn: int) -> None:
        """Let the next one come; who has come already may end as often as they like."""
        if turn < self._next:
            return
        self._over.add(turn)
        while self._next in self._over:
            self._over.remove(self._next)
            self._next += 1
        if waiting := self._waiting.pop(self._next, None):
            waiting.set()
