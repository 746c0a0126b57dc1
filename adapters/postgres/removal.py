"""The one way in which anything leaves the record: sealed blobs, by a stored command."""

from collections.abc import Sequence
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

REMOVE = "SELECT remove_sealed(%s::bigint[], %s)"


class SealedRemoval:
    """The function ``remove_sealed``, over a pool that its owner opened with autocommit."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._pool = pool

    async def remove(self, positions: Sequence[int], *, ordered_by: UUID) -> int:
        """Delete all sealed blobs of these events; how many there still were.

        ordered_by: the stored command that orders it, which is kept with what was deleted.
        """
        async with self._pool.connection() as connection:
            row = await (await connection.execute(REMOVE, [list(positions), ordered_by])).fetchone()
        return int(row[0]) if row else 0
