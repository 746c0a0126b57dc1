"""The directory of who may come in: keys by their hash, principals by random ids, no names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, class_row
from psycopg_pool import AsyncConnectionPool

KEEP = "INSERT INTO staff (principal_id, role, unit, key_hash, prefix) VALUES (%s, %s, %s, %s, %s)"
COLUMNS = "principal_id, role, unit, key_hash, prefix, created_at, revoked_at"
FIND = f"SELECT {COLUMNS} FROM staff WHERE prefix = %s"  # noqa: S608 - our own column names
ALL = f"SELECT {COLUMNS} FROM staff ORDER BY created_at, prefix"  # noqa: S608
REVOKE = "UPDATE staff SET revoked_at = clock_timestamp() WHERE prefix = %s AND revoked_at IS NULL"


@dataclass(frozen=True, slots=True)
class StaffKey:
    """One key as the directory holds it; key_hash is the SHA-256 of the whole key, 32 octets."""

    principal_id: UUID
    role: str
    unit: str | None
    key_hash: bytes
    prefix: str
    created_at: datetime | None = None
    revoked_at: datetime | None = None


class StaffDirectory:
    """The table ``staff``, over a pool that its owner opened with autocommit."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._pool = pool

    async def keep(self, key: StaffKey) -> None:
        """Store a new key. Raises psycopg.errors.UniqueViolation when its prefix is taken."""
        async with self._pool.connection() as connection:
            row = (key.principal_id, key.role, key.unit, key.key_hash, key.prefix)
            await connection.execute(KEEP, row)

    async def find(self, prefix: str) -> StaffKey | None:
        """The key with this prefix, revoked or not."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(StaffKey)) as cursor,
        ):
            await cursor.execute(FIND, [prefix], prepare=True)
            return await cursor.fetchone()

    async def all(self) -> list[StaffKey]:
        """Every key ever made, oldest first."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(StaffKey)) as cursor,
        ):
            await cursor.execute(ALL)
            return await cursor.fetchall()

    async def any(self) -> bool:
        """Whether there is any key, revoked or not."""
        async with self._pool.connection() as connection:
            found = await connection.execute("SELECT FROM staff LIMIT 1")
            return found.rowcount > 0

    async def revoke(self, prefix: str) -> bool:
        """End a key for ever; False when there is none or it had ended before."""
        async with self._pool.connection() as connection:
            return (await connection.execute(REVOKE, [prefix])).rowcount == 1
