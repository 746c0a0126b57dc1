"""Hunt: kill -9 of writers, of back ends, of PostgreSQL and of all at once, while callers work."""

import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.local.postgres_server import PostgresServer
from tests.hunt.findings import Finding
from tests.hunt.store_caller import Order
from tests.hunt.store_gates import Point, closed, make_gates
from tests.hunt.store_power import kill_server
from tests.hunt.store_processes import Callers
from tests.hunt.store_rows import summed
from tests.hunt.store_told import held_against, publish_policy
from tests.support.servers import Cluster, FreshDatabases

PROCESSES = 2
A_ROUND = 100
LONGEST_WAIT = 0.15


def hunt(
    server: PostgresServer,
    cluster: Cluster,
    kills: int,
    told: Callable[[int], None] = lambda _done: None,
) -> list[Finding]:
    """So many kills, each followed by a restart of what died; then the record is read whole.

    A hundred kills share a record. told: hears how many were done.
    """
    findings: list[Finding] = []
    for first in range(0, kills, A_ROUND):
        with cluster.databases() as database:
            findings += _round(server, database, range(first, min(first + A_ROUND, kills)), told)
    return summed(findings)


def _round(
    server: PostgresServer,
    database: FreshDatabases,
    numbers: range,
    told: Callable[[int], None],
) -> list[Finding]:
    publish_policy(database)
    make_gates(database)
    with tempfile.TemporaryDirectory(prefix="plaint-hunt-") as folder:
        killing = Killing(server, database, Path(folder))
        with killing.callers_at_work():
            for number in numbers:
                killing.kill(number)
                told(number + 1)
        rows, found = held_against(database, Path(folder))
        return [
            *[Finding(f"killed: {what}", n, n, n) for what, n in sorted(killing.done.items())],
            *rows,
            *found.findings(len(numbers)),
        ]


class Killing:
    """Callers at work on one record, and every way to kill what they work with."""

    def __init__(self, server: PostgresServer, database: FreshDatabases, folder: Path) -> None:
        self._server = server
        self._database = database
        self._all = [Callers(database, folder, f"process {n}") for n in range(PROCESSES)]
        self._random = random.Random(7703)
        self.done: Counter[str] = Counter()
        self._ways: list[Callable[[], str]] = [
            self._writer_at_random,
            lambda: self._writer_by_itself(Order.DIE_BEFORE_SENDING),
            lambda: self._writers_at(Point.IN_QUEUE),
            lambda: self._back_ends_at(Point.IN_QUEUE),
            lambda: self._writers_at(Point.HAS_TURN),
            lambda: self._back_ends_at(Point.HAS_TURN),
            self._server_at_random,
            lambda: self._writers_at(Point.BEFORE_COMMIT),
            lambda: self._back_ends_at(Point.BEFORE_COMMIT),
            self._back_end_before_commit,
            lambda: self._writer_by_itself(Order.DIE_BEFORE_ANSWERING),
            lambda: self._server_at(Point.BEFORE_COMMIT),
            self._everything_at_random,
            lambda: self._everything_at(Point.BEFORE_COMMIT),
        ]

    @contextmanager
    def callers_at_work(self) -> Iterator[None]:
        """Starts them; in the end every complaint that was begun is finished."""
        try:
            self._go_on()
            yield
            for each in self._all:
                each.finish()
        finally:
            for each in self._all:
                if each.alive:
                    each.kill()

    def kill(self, number: int) -> None:
        """The kill of this number, and a restart; callers were answered before the next."""
        self.done[self._ways[number % len(self._ways)]()] += 1
        self._go_on()

    def _go_on(self) -> None:
        if self._server.pid is None:
            self._server.start()
        for each in self._all:
            if not each.alive:
                each.start()
        for each in self._all:
            each.wait_for_answers()

    def _writer_at_random(self) -> str:
        self._wait()
        self._random.choice(self._all).kill()
        return "a writer at a random moment"

    def _writer_by_itself(self, order: Order) -> str:
        victim = self._random.choice(self._all)
        victim.order(order)
        victim.wait_for_end()
        return {
            Order.DIE_BEFORE_SENDING: "K1 a writer before it sends",
            Order.DIE_BEFORE_ANSWERING: "K5 a writer after commit, before it answers",
        }[order]

    def _writers_at(self, point: Point) -> str:
        with closed(self._database, point) as gate:
            gate.waiting()
            for each in self._all:
                each.kill()
        return f"{NAMED[point]}: its writer"

    def _back_ends_at(self, point: Point) -> str:
        with closed(self._database, point) as gate, self._database.superuser() as connection:
            for pid in gate.waiting():
                connection.execute("SELECT pg_terminate_backend(%s)", [pid])
        return f"{NAMED[point]}: its back end (pg_terminate_backend)"

    def _back_end_before_commit(self) -> str:
        with closed(self._database, Point.BEFORE_COMMIT) as gate:
            (holder,) = gate.waiting()
            os.kill(holder, signal.SIGKILL)
        return f"{NAMED[Point.BEFORE_COMMIT]}: its back end (kill -9; PostgreSQL recovers)"

    def _server_at_random(self) -> str:
        self._wait()
        kill_server(self._server)
        return "PostgreSQL at a random moment"

    def _server_at(self, point: Point) -> str:
        with closed(self._database, point) as gate:
            gate.waiting()
            kill_server(self._server)
        return f"{NAMED[point]}: PostgreSQL"

    def _everything_at_random(self) -> str:
        self._wait()
        self._everything()
        return "everything at a random moment"

    def _everything_at(self, point: Point) -> str:
        with closed(self._database, point) as gate:
            gate.waiting()
            self._everything()
        return f"{NAMED[point]}: everything"

    def _everything(self) -> None:
        for each in self._all:
            each.kill()
        kill_server(self._server)

    def _wait(self) -> None:
        time.sleep(self._random.uniform(0, LONGEST_WAIT))


NAMED = {
    Point.IN_QUEUE: "K2 in the queue for the lock",
    Point.HAS_TURN: "K3 with the lock, before the insert",
    Point.BEFORE_COMMIT: "K4 after the insert, before the commit",
}
