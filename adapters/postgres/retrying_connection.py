"""A connection that repeats its question, word for word, until the server answers it."""

import asyncio
from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
import structlog

SHORTEST_PAUSE = 0.02
LONGEST_PAUSE = 2.0

logger = structlog.get_logger(__name__)


class Line:
    """One autocommitted connection for statements that are safe to repeat."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._connection: psycopg.AsyncConnection[tuple[Any, ...]] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def open(self) -> None:
        """Connects. Raises psycopg.OperationalError if the server cannot be reached now."""
        self._connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)

    async def ask(
        self, statement: LiteralString, arguments: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        """The rows of the statement, which runs at least once; none if it gives none.

        While the connection is lost it is made anew and the statement repeated, with growing
        pauses and without end. An error that the server itself answers is raised (psycopg.Error):
        then nothing of the statement was done.
        """
        async with self._one_at_a_time:
            pause = SHORTEST_PAUSE
            while True:
                try:
                    return await self._answer(statement, arguments)
                except psycopg.Error as error:
                    if self._connection is not None and not self._connection.closed:
                        raise
                    logger.warning("postgres.line_lost", reason=str(error), pause_seconds=pause)
                await self.close()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def close(self) -> None:
        """Gives the connection up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _answer(
        self, statement: LiteralString, arguments: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        if self._connection is None:
            await self.open()
        assert self._connection is not None
        async with self._connection.cursor(binary=True) as cursor:
            await cursor.execute(statement, arguments, prepare=True)
            return await cursor.fetchall() if cursor.description else []
