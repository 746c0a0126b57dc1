"""Hunt: no room is left on the disk, for the tables or for the log of PostgreSQL itself (WAL)."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

import psycopg

from adapters.local.postgres_server import PostgresServer
from adapters.postgres.append import NotAppended
from adapters.postgres.reading import PostgresRecord
from adapters.record import Append, Outcome
from tests.hunt.findings import Finding
from tests.hunt.store_audit import Octets, audit
from tests.hunt.store_rows import summed
from tests.hunt.store_scarcity import MEGABYTE, ceiling, small_disk
from tests.support.commands import Stream, command
from tests.support.servers import Cluster, FreshDatabases

CALLERS = 4
BLOB_OCTETS = 200 * 1000
A_FILE_OF_WAL = 16 * MEGABYTE
"""Under this ceiling WAL may grow, and no table beyond it."""
A_PART_OF_IT = 4 * MEGABYTE
SMALL_DISK = 24
LARGE_DISK = 200
CLEAR = "nothing of it is stored, repeat it when the cause is gone"
NO_WAL = "no room for the log of the server itself"
PAUSE = 0.01


class Filling:
    """Callers that append large events until they are refused, and then repeat what was."""

    def __init__(self, record: PostgresRecord) -> None:
        self._record = record
        self._streams = [Stream(f"large {number}") for number in range(CALLERS)]
        self._refused: list[Append] = []
        self.refusals: list[str] = []
        self.acknowledged: Octets = {}

    async def until_refused(self) -> None:
        """Appends until every caller was refused."""
        await asyncio.gather(*[self._fill(stream) for stream in self._streams])

    async def until(self, over: Callable[[], bool]) -> None:
        """Appends until it is over, and then once more; to be refused would be an error."""
        await asyncio.gather(*[self._fill_until(stream, over) for stream in self._streams])

    async def repeat(self) -> int:
        """Repeats what was refused; how much of it is stored now."""
        told = [await self._append(asked) for asked in self._refused]
        return sum(told)

    async def _fill(self, stream: Stream) -> None:
        while True:
            asked = _large(stream)
            try:
                await self._append(asked)
            except NotAppended as refusal:
                self.refusals.append(str(refusal))
                self._refused.append(asked)
                return

    async def _fill_until(self, stream: Stream, over: Callable[[], bool]) -> None:
        while not over():
            await self._append(_large(stream))
        await self._append(_large(stream))

    async def _append(self, asked: Append) -> bool:
        told = await self._record.append(asked)
        assert told.outcome in (Outcome.STORED, Outcome.ALREADY), told
        self.acknowledged |= {(one.stream_id, one.version): one.leaf for one in asked.events}
        return told.outcome is Outcome.STORED


NOT_TRIED = "the disk is full: not tried, for no file system can be mounted here"


def _large(stream: Stream) -> Append:
    name = f"{stream.stream_id} {stream.version}"
    return command(name, stream, sealed=[name.encode().ljust(BLOB_OCTETS, b".")])


def hunt_tables(
    server: PostgresServer,
    cluster: Cluster,
    times: int,
    told: Callable[[int], None] = lambda _done: None,
) -> list[Finding]:
    """So many times no table can grow: commands are refused, reading works, and then they go."""
    findings: list[Finding] = []
    for number in range(times):
        with cluster.databases() as database:
            scarce = ceiling(server, A_FILE_OF_WAL)
            findings += asyncio.run(_refused(database, "no table can grow", scarce))
        told(number + 1)
    return summed(findings)


def hunt_full_disk(
    server: PostgresServer,
    cluster: Cluster,
    times: int,
    told: Callable[[int], None] = lambda _done: None,
) -> list[Finding]:
    """The same on a file system that is full; where this account may mount none, it says so."""
    findings: list[Finding] = []
    for number in range(times):
        with cluster.databases() as database, small_disk(server, SMALL_DISK) as disk:
            if disk is not None:
                with disk.holds(database, "sealed"), ExitStack() as scarce:
                    scarce.callback(disk.resize, LARGE_DISK)
                    findings += asyncio.run(_refused(database, "the disk is full", scarce))
        told(number + 1)
    return summed(findings) or [Finding(NOT_TRIED, 0, 0, 0)]


async def _refused(
    database: FreshDatabases, what: str, scarce: AbstractContextManager[object]
) -> list[Finding]:
    record = await PostgresRecord.open(database.dsn())
    filling = Filling(record)
    with scarce:
        await filling.until_refused()
        read = await record.head()
        before = len(filling.acknowledged)
    unclear = sum(CLEAR not in refusal for refusal in filling.refusals)
    stored = await filling.repeat()
    await record.aclose()
    refused = len(filling.refusals)
    found = audit(database, filling.acknowledged)
    return [
        Finding(f"{what}: commands refused", refused, CALLERS, refused),
        Finding(f"{what}: refusals that do not say what to do", refused, 0, unclear),
        Finding(f"{what}: events read meanwhile", 1, before, read),
        Finding(f"{what}: refused commands stored when there is room", refused, refused, stored),
        found.whole(1, what),
    ]


def hunt_wal(
    server: PostgresServer,
    cluster: Cluster,
    times: int,
    told: Callable[[int], None] = lambda _done: None,
) -> list[Finding]:
    """So many times the server cannot write its own log: commands wait and are stored."""
    findings: list[Finding] = []
    for number in range(times):
        with cluster.databases() as database:
            findings += asyncio.run(_waited(server, database))
        told(number + 1)
    return summed(findings)


async def _waited(server: PostgresServer, database: FreshDatabases) -> list[Finding]:
    record = await PostgresRecord.open(database.dsn())
    filling = Filling(record)
    is_over = asyncio.Event()
    filled = asyncio.create_task(filling.until(is_over.is_set))
    with ceiling(server, A_PART_OF_IT):
        while _lets_in(database):
            await asyncio.sleep(PAUSE)
        before = len(filling.acknowledged)
    is_over.set()
    # It ends its own back ends and recovers, again and again; it may also have given up.
    while not filled.done():
        if server.pid is None:
            server.start()
        await asyncio.sleep(PAUSE)
    await filled
    waited = len(filling.acknowledged) - before
    await record.aclose()
    found = audit(database, filling.acknowledged)
    return [
        Finding(f"{NO_WAL}: events stored by those who waited", waited, waited, waited),
        found.whole(1, NO_WAL),
    ]


def _lets_in(database: FreshDatabases) -> bool:
    try:
        database.superuser().close()
    except psycopg.OperationalError:
        return False
    return True
