"""Hunt: a writer is frozen while it holds its turn; the others go on."""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from adapters.postgres.append import NotAppended
from adapters.postgres.reading import PostgresRecord
from adapters.record import Outcome
from tests.hunt.findings import Finding
from tests.hunt.store_gates import Point, closed, make_gates
from tests.hunt.store_processes import Callers
from tests.hunt.store_told import held_against, publish_policy
from tests.support.commands import Stream, command, named
from tests.support.servers import FreshDatabases

OTHERS = 5
WAYS = (Point.HAS_TURN, Point.BEFORE_COMMIT, None)
"""Where its back end is when the process is frozen; None is wherever it happens to be."""


def hunt(
    database: FreshDatabases, stops: int, told: Callable[[int], None] = lambda _done: None
) -> list[Finding]:
    """So many times a process of callers is frozen (SIGSTOP) while others append."""
    publish_policy(database)
    make_gates(database)
    stored = 0
    with tempfile.TemporaryDirectory(prefix="plaint-hunt-") as folder:
        callers = Callers(database, Path(folder), "frozen")
        callers.start()
        for number in range(stops):
            callers.wait_for_answers()
            _freeze(database, callers, WAYS[number % len(WAYS)])
            stored += asyncio.run(_append_beside(database, number))
            callers.thaw()
            told(number + 1)
        callers.finish()
        others = [named(_name(n, m)) for n in range(stops) for m in range(OTHERS)]
        rows, found = held_against(database, Path(folder), *others)
        return [
            Finding("commands of others while it is frozen", stops, stops * OTHERS, stored),
            *rows,
            found.whole(stops, "a writer frozen"),
        ]


def _freeze(database: FreshDatabases, callers: Callers, point: Point | None) -> None:
    if point is None:
        time.sleep(random.uniform(0, 0.05))
        callers.stop()
        return
    with closed(database, point) as gate:
        gate.waiting()
        callers.stop()


async def _append_beside(database: FreshDatabases, number: int) -> int:
    """How many of the others' commands are stored while the frozen one stays frozen."""
    record = await PostgresRecord.open(database.dsn())
    asked = [command(_name(number, other), Stream(_name(number, other))) for other in range(OTHERS)]
    told = await asyncio.gather(*map(record.append, asked), return_exceptions=True)
    await record.aclose()
    for one in told:
        if isinstance(one, BaseException) and not isinstance(one, NotAppended):
            raise one
    return sum(getattr(one, "outcome", None) is Outcome.STORED for one in told)


def _name(number: int, other: int) -> str:
    return f"beside {number}.{other}"
