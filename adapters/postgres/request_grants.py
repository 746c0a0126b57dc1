"""Grants of requests for the present second, counted over all processes of an installation."""

from time import monotonic
from typing import LiteralString, NamedTuple

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

KEPT_SECONDS = 60
TAKE: LiteralString = (
    "WITH clock AS (SELECT extract(epoch FROM clock_timestamp()) AS now), "
    "taken AS (INSERT INTO request_grant AS known (asker, second, granted) "
    "SELECT %s, floor(now), %s FROM clock ON CONFLICT (asker) DO UPDATE SET "
    "second = excluded.second, granted = excluded.granted + "
    "CASE WHEN known.second = excluded.second THEN known.granted ELSE 0 END RETURNING granted) "
    "SELECT granted, 1 - (now - floor(now)) FROM taken, clock"
)
FORGET: LiteralString = (
    "DELETE FROM request_grant WHERE second < extract(epoch FROM clock_timestamp()) - %s"
)


class Grant(NamedTuple):
    """So many requests, to be made within so many seconds."""

    requests: int
    seconds: float


class RequestGrants:
    """The table ``request_grant``, over a pool that its owner opened with autocommit."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._pool = pool
        self._forgot = monotonic()

    async def take(self, asker: str, *, batch: int, most: int) -> Grant:
        """Up to so many requests for an asker, of the most that it may make in one second."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(TAKE, [asker, batch], prepare=True)
            [(granted, left)] = await cursor.fetchall()
            if monotonic() - self._forgot > KEPT_SECONDS:
                self._forgot = monotonic()
                await connection.execute(FORGET, [KEPT_SECONDS])
        return Grant(max(0, min(batch, most - granted + batch)), float(left))
