"""Gates in a database of a hunt, which hold a back end at one point of the append function."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

import psycopg

from tests.support.servers import FreshDatabases

WAIT_SECONDS = 60.0
MAKE = """
CREATE FUNCTION public.wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint); RETURN NULL; END $$;
CREATE TRIGGER gate BEFORE INSERT ON command
    FOR EACH STATEMENT EXECUTE FUNCTION wait_at_gate(7798);
CREATE TRIGGER gate AFTER INSERT ON event
    FOR EACH STATEMENT EXECUTE FUNCTION wait_at_gate(7799);
"""
WAITING = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Point(IntEnum):
    """Where a gate stands; its number is that of the advisory lock that closes it."""

    IN_QUEUE = 7703
    """The back end waits for its turn (the writer's own lock)."""
    HAS_TURN = 7798
    """It has the turn and has inserted nothing yet."""
    BEFORE_COMMIT = 7799
    """Its events are inserted and not committed."""


def make_gates(database: FreshDatabases) -> None:
    """Puts the gates in; they stand open."""
    with database.superuser() as connection:
        connection.execute(MAKE.encode())


class ClosedGate:
    """A gate while it is closed."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]], point: Point) -> None:
        self._connection = connection
        self._point = point

    def waiting(self, least: int = 1) -> list[int]:
        """The back ends that are held, as soon as there are so many."""
        deadline = time.monotonic() + WAIT_SECONDS
        while len(held := self._held()) < least:
            assert time.monotonic() < deadline, f"nobody came to {self._point.name}"
            time.sleep(0.002)
        return held

    def _held(self) -> list[int]:
        rows = self._connection.execute(WAITING, [int(self._point)]).fetchall()
        return [int(str(pid)) for (pid,) in rows]


@contextmanager
def closed(database: FreshDatabases, point: Point) -> Iterator[ClosedGate]:
    """Closes a gate; it opens at the end, also when the server was killed meanwhile."""
    connection = database.superuser()
    try:
        connection.execute("SELECT pg_advisory_lock(%s)", [int(point)])
        yield ClosedGate(connection, point)
    finally:
        # Of a killed server nothing is left to open.
        with suppress(psycopg.OperationalError):
            connection.close()
