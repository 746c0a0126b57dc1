"""Hunt: no connection is free, in our pool or in the server; or the server cancels the append."""

import asyncio
import time
from collections.abc import Callable

import psycopg
from psycopg import sql

from adapters.postgres.append import NotAppended
from adapters.postgres.reading import PostgresRecord
from adapters.postgres.roles import WRITER
from adapters.record import Append, Outcome
from tests.hunt.findings import Finding
from tests.hunt.store_audit import Octets, audit
from tests.hunt.store_gates import Point, closed
from tests.hunt.store_rows import summed
from tests.support.commands import Stream, command
from tests.support.servers import Cluster, FreshDatabases

COMMANDS = 20
REFUSED_IN_A_ROW = 10
CANCELLED = "57014"
STATEMENT_TIMEOUT = "ALTER ROLE {} IN DATABASE {} SET statement_timeout = '300ms'"
KILL_WRITERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'plaint writer'"
)
Connection = psycopg.Connection[tuple[object, ...]]


def hunt(
    cluster: Cluster, times: int, told: Callable[[int], None] = lambda _done: None
) -> list[Finding]:
    """So many times each want of a connection, and an append that is cancelled by the server.

    cluster: on a server whose connections nobody else needs meanwhile.
    """
    findings: list[Finding] = []
    for number in range(times):
        for want in (_pool_taken, _server_taken, _cancelled):
            with cluster.databases() as database:
                findings += asyncio.run(want(database))
        told(number + 1)
    return summed(findings)


async def _pool_taken(database: FreshDatabases) -> list[Finding]:
    """The only reader is held by a slow question."""
    record = await PostgresRecord.open(database.dsn(), readers=1)
    async with record.pool.connection():
        readings = [asyncio.create_task(record.head()) for _ in range(COMMANDS)]
        asked = _commands("beside")
        stored = await _stored(record, asked)
        early = sum(reading.done() for reading in readings)
    read = await asyncio.gather(*readings)
    await record.aclose()
    what = "the one reader is taken"
    return [
        Finding(f"{what}: commands stored meanwhile", COMMANDS, COMMANDS, stored),
        Finding(f"{what}: questions answered meanwhile", COMMANDS, 0, early),
        Finding(f"{what}: questions answered after", COMMANDS, COMMANDS, read.count(COMMANDS)),
        _whole(what, database, asked),
    ]


async def _server_taken(database: FreshDatabases) -> list[Finding]:
    """The writer has lost its connections, and others hold all that the server gives."""
    record = await PostgresRecord.open(database.dsn())
    others: list[Connection] = []
    with database.superuser() as connection:
        await asyncio.to_thread(_take_all, connection, database, others)
        refusal = await _refusal_at_the_door(database)
        asked = _commands("while taken")
        told = [asyncio.create_task(record.append(each)) for each in asked]
        # Whoever waits tries again and again, and may not get in.
        await asyncio.sleep(0.5)
        early = sum(task.done() for task in told)
    for other in others:
        other.close()
    outcomes = [one.outcome for one in await asyncio.gather(*told)]
    stored = outcomes.count(Outcome.STORED) + outcomes.count(Outcome.ALREADY)
    await record.aclose()
    what = "max_connections reached"
    return [
        Finding(f"{what}: connections of others", len(others), len(others), len(others)),
        Finding(f"{what}: commands that did not wait", COMMANDS, 0, early),
        Finding(f"{what}: commands stored after", COMMANDS, COMMANDS, stored),
        Finding(f"{what}: a new process is told why", 1, "connection", refusal),
        _whole(what, database, asked),
    ]


def _take_all(connection: Connection, database: FreshDatabases, others: list[Connection]) -> None:
    """Until the writer has no connection and none is left for it, for a while."""
    refused = 0
    while refused < REFUSED_IN_A_ROW:
        try:
            others.append(psycopg.connect(database.dsn()))
            refused = 0
        except psycopg.OperationalError:
            killed = connection.execute(KILL_WRITERS).rowcount
            refused = 0 if killed else refused + 1
            # A back end that ends leaves the list before it gives back its place.
            time.sleep(0.02)


async def _refusal_at_the_door(database: FreshDatabases) -> str:
    try:
        await PostgresRecord.open(database.dsn())
    except psycopg.OperationalError as error:
        return "connection" if "connection slots" in str(error) or "clients" in str(error) else "?"
    return "let in"


async def _cancelled(database: FreshDatabases) -> list[Finding]:
    """An administrator set a time limit for statements, and the queue for the lock is longer."""
    with database.superuser() as connection:
        names = (sql.Identifier(WRITER), sql.Identifier(database.names.record))
        connection.execute(sql.SQL(STATEMENT_TIMEOUT).format(*names))
    record = await PostgresRecord.open(database.dsn())
    asked = _commands("cancelled")
    with closed(database, Point.IN_QUEUE):
        told = await asyncio.gather(*map(record.append, asked), return_exceptions=True)
    clear = sum(isinstance(one, NotAppended) and CANCELLED in str(one) for one in told)
    before = await record.head()
    stored = await _stored(record, asked)
    await record.aclose()
    what = "statement_timeout"
    return [
        Finding(f"{what}: commands refused, saying so", COMMANDS, COMMANDS, clear),
        Finding(f"{what}: events stored of refused commands", COMMANDS, 0, before),
        Finding(f"{what}: commands stored when repeated", COMMANDS, COMMANDS, stored),
        _whole(what, database, asked),
    ]


def _commands(name: str) -> list[Append]:
    return [command(f"{name} {number}", Stream(f"{name} {number}")) for number in range(COMMANDS)]


async def _stored(record: PostgresRecord, asked: list[Append]) -> int:
    told = await asyncio.gather(*map(record.append, asked))
    return sum(one.outcome is Outcome.STORED for one in told)


def _whole(what: str, database: FreshDatabases, asked: list[Append]) -> Finding:
    events: Octets = {
        (event.stream_id, event.version): event.leaf for each in asked for event in each.events
    }
    found = audit(database, events, {each.command_id for each in asked})
    return found.whole(COMMANDS, what)
