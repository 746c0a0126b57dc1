"""The record as the relay and store-fed workers read it: in order, in pages, one connection."""

from collections.abc import Iterable
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import args_row

from adapters.postgres.reading import AFTER, COLUMNS, HEAD
from adapters.record import StoredEvent

AFTER_IN_SLICES = (
    f"SELECT {COLUMNS} FROM event WHERE slice IS NOT NULL AND position > %s "  # noqa: S608
    "ORDER BY position LIMIT %s"
)
BETWEEN_IN_SLICE = (
    f"SELECT {COLUMNS} FROM event WHERE slice = %s AND position > %s AND position < %s "  # noqa: S608
    "ORDER BY position"
)
AT = f"SELECT {COLUMNS} FROM event WHERE position = %s"  # noqa: S608
LAST_IN_SLICE = "SELECT coalesce(max(position), 0) FROM event WHERE slice = %s AND position <= %s"
LAST_OF_EACH = (
    "SELECT s.slice, (SELECT coalesce(max(e.position), 0) FROM event e "
    "WHERE e.slice = s.slice AND e.position <= %s) FROM generate_series(0, 11) AS s (slice)"
)


class Log:
    """Reads over a connection that its owner opened with autocommit, so each read stands alone."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        if not connection.autocommit:
            raise ValueError("reading would hold a transaction open: connect with autocommit=True")
        self._connection = connection

    def log_id(self) -> UUID:
        """Which incarnation of the log this is; positions mean something only together with it."""
        log_id: UUID
        ((log_id,),) = self._rows("SELECT log_id FROM log")
        return log_id

    def head(self) -> int:
        """The last position given, 0 when the record is empty."""
        ((head,),) = self._rows(HEAD)
        return int(head)

    def after(self, position: int, limit: int) -> list[StoredEvent]:
        """At most ``limit`` events of any kind with a greater position, in position order."""
        return self._events(AFTER, position, limit)

    def after_in_slices(self, position: int, limit: int) -> list[StoredEvent]:
        """The same of complaints only, which alone have a slice and are published."""
        return self._events(AFTER_IN_SLICES, position, limit)

    def between(self, slice_: int, after: int, before: int) -> list[StoredEvent]:
        """The events of one slice with after < position < before, in order: what a feed missed."""
        return self._events(BETWEEN_IN_SLICE, slice_, after, before)

    def at(self, position: int) -> StoredEvent | None:
        """The event at a position, None where there is none."""
        found = self._events(AT, position)
        return found[0] if found else None

    def last_in_slice(self, slice_: int, upto: int) -> int:
        """The last position in the slice that is not beyond ``upto``, 0 if none."""
        ((last,),) = self._rows(LAST_IN_SLICE, slice_, upto)
        return int(last)

    def last_of_each_slice(self, upto: int) -> list[int]:
        """The same for all twelve slices, in their order."""
        return [last for _, last in sorted(self._rows(LAST_OF_EACH, upto))]

    def ends(self, slices: Iterable[int], upto: int) -> dict[int, int]:
        """The same for these slices."""
        return {slice_: self.last_in_slice(slice_, upto) for slice_ in sorted(slices)}

    def _events(self, statement: LiteralString, *arguments: int) -> list[StoredEvent]:
        with self._connection.cursor(binary=True, row_factory=args_row(StoredEvent)) as cursor:
            return cursor.execute(statement, arguments, prepare=True).fetchall()

    def _rows(self, statement: LiteralString, *arguments: int) -> list[Any]:
        with self._connection.cursor(binary=True, row_factory=psycopg.rows.tuple_row) as cursor:
            return cursor.execute(statement, arguments, prepare=True).fetchall()
