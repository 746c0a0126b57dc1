"""The directory of who may come in: keys by their hash, principals by random ids."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, class_row
from psycopg_pool import AsyncConnectionPool

from adapters.clock import now

KEEP = (
    "INSERT INTO staff (principal_id, role, unit, key_hash, prefix, label, expires_at, made_by) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
COLUMNS = (
    "principal_id, role, unit, key_hash, prefix, created_at, revoked_at, "
    "label, expires_at, last_used_on, replaced_by, made_by, revoked_by"
)
FIND = f"SELECT {COLUMNS} FROM staff WHERE prefix = %s"  # noqa: S608 - our own column names
ALL = f"SELECT {COLUMNS} FROM staff ORDER BY created_at, prefix"  # noqa: S608
REVOKE = (
    "UPDATE staff SET revoked_at = clock_timestamp(), revoked_by = %s "
    "WHERE prefix = %s AND revoked_at IS NULL"
)
FOLLOW = (
    "UPDATE staff SET replaced_by = %s, expires_at = least(expires_at, %s) "
    "WHERE prefix = %s AND revoked_at IS NULL AND replaced_by IS NULL"
)
USED = "UPDATE staff SET last_used_on = %s WHERE prefix = %s"


@dataclass(frozen=True, slots=True)
class StaffKey:
    """One key as the directory holds it; key_hash is the SHA-256 of the whole key, 32 octets.

    last_used_on: the day in UTC. replaced_by: the prefix of the key that follows it. made_by,
    revoked_by: who did so, by their ids; None for whoever made the first ones.
    """

    principal_id: UUID
    role: str
    unit: str | None
    key_hash: bytes
    prefix: str
    created_at: datetime | None = None
    revoked_at: datetime | None = None
    label: str | None = None
    expires_at: datetime | None = None
    last_used_on: date | None = None
    replaced_by: str | None = None
    made_by: UUID | None = None
    revoked_by: UUID | None = None

    def without_hash(self) -> "StaffKey":
        """The same as it may be shown."""
        return replace(self, key_hash=b"")


class StaffDirectory:
    """The table ``staff``, over a pool that its owner opened with autocommit."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._pool = pool

    async def keep(self, key: StaffKey) -> None:
        """Store a new key. Raises psycopg.errors.UniqueViolation when its prefix is taken."""
        async with self._pool.connection() as connection:
            await connection.execute(KEEP, _row(key))

    async def follow(self, old: str, key: StaffKey, *, old_ends_at: datetime) -> bool:
        """Store the key that follows another, which ends then at the latest.

        False, and nothing stored, where the other is revoked or has been followed already.
        """
        async with self._pool.connection() as connection, connection.transaction() as whole:
            await connection.execute(KEEP, _row(key))
            changed = await connection.execute(FOLLOW, [key.prefix, old_ends_at, old])
            whole.force_rollback = changed.rowcount == 0
            return changed.rowcount == 1

    async def find(self, prefix: str) -> StaffKey | None:
        """The key with this prefix, ended or not."""
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

    async def roles(self) -> dict[UUID, frozenset[str]]:
        """In which roles each person has keys that are neither revoked nor over."""
        held: dict[UUID, set[str]] = {}
        for key in await self.all():
            is_over = key.expires_at is not None and key.expires_at <= now()
            if key.revoked_at is None and not is_over:
                held.setdefault(key.principal_id, set()).add(key.role)
        return {one: frozenset(roles) for one, roles in held.items()}

    async def any(self) -> bool:
        """Whether there is any key, ended or not."""
        async with self._pool.connection() as connection:
            found = await connection.execute("SELECT FROM staff LIMIT 1")
            return found.rowcount > 0

    async def revoke(self, prefix: str, *, by: UUID | None = None) -> bool:
        """End a key for ever; False when there is none or it was revoked before."""
        async with self._pool.connection() as connection:
            return (await connection.execute(REVOKE, [by, prefix])).rowcount == 1

    async def note_use(self, prefix: str, day: date) -> None:
        """Keep the day on which a key was last used."""
        async with self._pool.connection() as connection:
            await connection.execute(USED, [day, prefix])


def _row(key: StaffKey) -> tuple[object, ...]:
    return (
        *(key.principal_id, key.role, key.unit, key.key_hash),
        *(key.prefix, key.label, key.expires_at, key.made_by),
    )
