"""Hunt: readers tail the record while eight processes write and all is done to disturb them."""

import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import psycopg

from adapters.postgres.batch import APPEND, arguments
from tests.hunt.findings import Finding
from tests.hunt.silence import silence
from tests.hunt.store_audit import Audit, audit
from tests.hunt.store_processes import forking
from tests.hunt.store_tailing import READER, ByFeed, ByLog, Seen, Tail, tail, write
from tests.support.commands import Stream, command, named
from tests.support.servers import FreshDatabases

WRITERS = 8
READERS: tuple[type[Tail], ...] = (ByLog, ByLog, ByFeed)
MAINTENANCE = (
    "VACUUM event",
    "CREATE INDEX CONCURRENTLY hunt_appended_at ON event (appended_at)",
    "ANALYZE event",
    "REINDEX INDEX CONCURRENTLY hunt_appended_at",
    "VACUUM (ANALYZE) command",
    "DROP INDEX CONCURRENTLY hunt_appended_at",
    "CHECKPOINT",
)
KILL = (
    "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity "
    "WHERE application_name = %s AND datname = current_database() "
    "ORDER BY random() LIMIT %s) AS chosen"
)
LEAST_KILLS = 16
WRITER_SECONDS, KILL_SECONDS, MAINTENANCE_SECONDS = 0.01, 0.25, 0.05


def hunt(
    database: FreshDatabases, events: int, told: Callable[[int], None] = lambda _done: None
) -> list[Finding]:
    """So many events; every reader must see each of them once, in order, and nothing else.

    told: hears how many events are stored.
    """
    with (
        tempfile.TemporaryDirectory(prefix="plaint-hunt-") as folder,
        ProcessPoolExecutor(WRITERS + len(READERS), forking(), silence) as pool,
    ):
        last = Path(folder) / "last"
        readers = [pool.submit(tail, database, by, last) for by in READERS]
        writers = [pool.submit(write, database, f"{n}", events // WRITERS) for n in range(WRITERS)]
        try:
            with Disturbances(database) as disturbances:
                _watch(database, writers, told)
            acknowledged = sum(writer.result() for writer in writers)
        finally:
            # Also when something went wrong: nobody shall wait for what never comes.
            _name_last(last, _head(database))
        seen = [reader.result() for reader in readers]
    found = audit(database)
    return [
        *_of_readers(seen, found),
        Finding("events acknowledged = events stored", acknowledged, acknowledged, found.events),
        *disturbances.findings(database),
        *found.findings(found.events),
    ]


def _of_readers(seen: list[Seen], found: Audit) -> list[Finding]:
    named = [f"reader {n} ({by.__name__})" for n, by in enumerate(READERS, start=1)]
    rows = []
    for name, one in zip(named, seen, strict=True):
        rows += [
            Finding(f"{name}: events seen", one.events, found.events, one.events),
            Finding(f"{name}: holes, repeats, out of order", one.events, 0, one.misplaced),
            Finding(f"{name}: octets", one.events, found.digest.hexdigest()[:16], one.digest[:16]),
        ]
    cut = sum(one.reconnected for one in seen)
    return [*rows, Finding("readers' connections killed, and made anew", cut, cut, cut)]


def _watch(
    database: FreshDatabases, writers: list[Future[int]], told: Callable[[int], None]
) -> None:
    while wait(writers, timeout=1.0).not_done:
        told(_head(database))


def _name_last(file: Path, head: int) -> None:
    growing = file.with_suffix(".part")
    growing.write_text(str(head))
    growing.rename(file)


def _head(database: FreshDatabases) -> int:
    with database.superuser() as connection:
        rows = connection.execute("SELECT coalesce(max(position), 0) FROM event").fetchall()
    return int(str(rows[0][0]))


@dataclass
class Disturbances:
    """Loops beside the writers, however short that is; how often each did its harm."""

    database: FreshDatabases
    rolled_back: int = 0
    killed: int = 0
    maintained: int = 0

    def __enter__(self) -> "Disturbances":
        self._over = threading.Event()
        self._threads = ThreadPoolExecutor(3)
        loops = (self._roll_back, self._kill, self._maintain)
        self._loops = [self._threads.submit(loop) for loop in loops]
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._threads.shutdown()
        for loop in self._loops:
            loop.result()

    def findings(self, database: FreshDatabases) -> list[Finding]:
        """What was done, and that nothing of what was rolled back is there."""
        ids = [named(_name(number)) for number in range(self.rolled_back)]
        asked = "SELECT FROM command WHERE command_id = ANY(%s)"
        with database.superuser() as connection:
            there = connection.execute(asked, [ids]).rowcount
        return [
            Finding("transactions rolled back that are there", self.rolled_back, 0, there),
            Finding("connections killed", self.killed, self.killed, self.killed),
            Finding("maintenance run beside", self.maintained, self.maintained, self.maintained),
        ]

    def _roll_back(self) -> None:
        with psycopg.connect(self.database.dsn()) as connection:
            while not (self.rolled_back and self._over.is_set()):
                asked = command(_name(self.rolled_back), Stream(_name(self.rolled_back)), events=3)
                connection.execute(APPEND, arguments([asked]))
                connection.rollback()
                self.rolled_back += 1
                time.sleep(WRITER_SECONDS)

    def _kill(self) -> None:
        with self.database.superuser() as connection:
            while self.killed < LEAST_KILLS or not self._over.is_set():
                time.sleep(KILL_SECONDS)
                for whose, most in (("plaint writer", 3), (READER, 1)):
                    self.killed += connection.execute(KILL, [whose, most]).rowcount

    def _maintain(self) -> None:
        with self.database.superuser() as connection:
            while not (self.maintained and self._over.is_set()):
                for statement in MAINTENANCE:
                    connection.execute(statement.encode())
                    self.maintained += 1
                    time.sleep(MAINTENANCE_SECONDS)


def _name(number: int) -> str:
    return f"rolled back {number}"
