"""Hunt: answers that are lost after the commit, and back ends that die while they wait in line."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from psycopg.conninfo import make_conninfo

from adapters.postgres.append import GroupCommit
from adapters.record import Append, Outcome
from tests.hunt.findings import Finding
from tests.hunt.store_audit import Octets, audit
from tests.hunt.store_gates import ClosedGate, Point, closed
from tests.support.commands import Stream, command
from tests.support.servers import FreshDatabases
from tests.support.swallowing_proxy import SwallowingProxy

CALLERS = 8
IN_EVERY_QUESTION = b"asked"
TERMINATE = "SELECT pg_terminate_backend(%s)"


class Link(SwallowingProxy):
    """A proxy that can also hang up at once, while the server still works."""

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self._links: list[asyncio.StreamWriter] = []

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        answers, server = await super()._connect()
        self._links.append(server)
        return answers, server

    def hang_up(self) -> None:
        """Cuts every connection; what was asked is still carried out by the server."""
        for server in self._links:
            server.close()
        self._links.clear()


@asynccontextmanager
async def linked(dsn: str) -> AsyncIterator[tuple[Link, str]]:
    """A link to the server, and the connection string that leads over it."""
    link = Link(dsn)
    listening = await asyncio.start_server(link.carry, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield link, make_conninfo(dsn, host="127.0.0.1", port=port)
    finally:
        listening.close()


class Writing:
    """Callers, each with a stream that nobody else writes to: any conflict told is a false one."""

    def __init__(self, writer: GroupCommit) -> None:
        self._writer = writer
        self._streams = [Stream(f"{number}") for number in range(CALLERS)]
        self.outcomes: Counter[Outcome] = Counter()
        self.acknowledged: Octets = {}

    async def round(self) -> None:
        """One command of each caller, all at once."""
        await asyncio.gather(*[self._append(stream) for stream in self._streams])

    async def _append(self, stream: Stream) -> None:
        asked: Append = command(f"{stream.stream_id} {stream.version}", stream, events=2)
        self.outcomes[(await self._writer.append(asked)).outcome] += 1
        self.acknowledged |= {(one.stream_id, one.version): one.leaf for one in asked.events}

    def findings(self, what: str, times: int, database: FreshDatabases) -> list[Finding]:
        """What was told, and what is stored. times: how often harm was done."""
        well = self.outcomes[Outcome.STORED] + self.outcomes[Outcome.ALREADY]
        events = len(self.acknowledged)
        found = audit(database, self.acknowledged)
        return [
            Finding(f"{what}: false conflicts", times, 0, self.outcomes.total() - well),
            Finding(f"{what}: events stored", times, events, found.events),
            found.whole(times, what),
        ]


def hunt_swallowed(
    database: FreshDatabases, answers: int, told: Callable[[int], None] = lambda _done: None
) -> list[Finding]:
    """So many answers are swallowed after the commit; the repeat must say that it is stored."""
    return asyncio.run(_swallowed(database, answers, told))


async def _swallowed(
    database: FreshDatabases, answers: int, told: Callable[[int], None]
) -> list[Finding]:
    async with linked(database.dsn()) as (link, dsn):
        writer = await GroupCommit.open(dsn)
        writing = Writing(writer)
        link.marker = IN_EVERY_QUESTION
        while link.swallowed < answers:
            # The repeat, which carries the same, is swallowed as well.
            link.to_swallow = 2
            await writing.round()
            told(link.swallowed)
        await writer.aclose()
    what = "answer swallowed after the commit"
    already = writing.outcomes[Outcome.ALREADY]
    return [
        Finding(f"{what}: commands told as already stored", already, already, already),
        *writing.findings(what, link.swallowed, database),
    ]


def hunt_in_queue(
    database: FreshDatabases, rounds: int, told: Callable[[int], None] = lambda _done: None
) -> list[Finding]:
    """So many rounds in which back ends in the queue for the lock are killed or hung up on."""
    return asyncio.run(_in_queue(database, rounds, told))


async def _in_queue(
    database: FreshDatabases, rounds: int, told: Callable[[int], None]
) -> list[Finding]:
    killed = hung_up = 0
    async with linked(database.dsn()) as (link, dsn):
        writer = await GroupCommit.open(dsn)
        writing = Writing(writer)
        for number in range(rounds):
            with closed(database, Point.IN_QUEUE) as gate:
                asked = asyncio.create_task(writing.round())
                if number % 2:
                    killed += await asyncio.to_thread(_kill_waiting, database, gate)
                else:
                    hung_up += len(await asyncio.to_thread(gate.waiting))
                    link.hang_up()
                    # The repeat now waits behind the first try, which will be stored before it.
                    await asyncio.to_thread(partial(gate.waiting, least=2))
            await asked
            told(number + 1)
        await writer.aclose()
    what = "back end killed or left in the queue for the lock"
    return [
        Finding("back ends killed in the queue", killed, killed, killed),
        Finding("back ends hung up on in the queue", hung_up, hung_up, hung_up),
        *writing.findings(what, killed + hung_up, database),
    ]


def _kill_waiting(database: FreshDatabases, gate: ClosedGate) -> int:
    with database.superuser() as connection:
        waiting = gate.waiting()
        for pid in waiting:
            connection.execute(TERMINATE, [pid])
    return len(waiting)
