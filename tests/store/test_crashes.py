"""The record after a crash of the server: nothing acknowledged is lost, no position is skipped."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from adapters.local.postgres_server import PostgresServer
from adapters.postgres.reading import PostgresRecord
from adapters.record import Append, Outcome
from tests.hunt.store_power import kill_server
from tests.support.commands import Stream, command
from tests.support.servers import Cluster, FreshDatabases, server_of_our_own

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


@pytest.fixture(scope="module")
def fragile() -> Iterator[tuple[PostgresServer, Cluster]]:
    """A server that is ours to kill."""
    with server_of_our_own() as (server, admin_dsn):
        yield server, Cluster(admin_dsn)


async def write_until(stop: asyncio.Event, record: PostgresRecord, name: str) -> list[Append]:
    stream, acknowledged = Stream(name), []
    while not stop.is_set():
        asked = command(f"{name} {stream.version}", stream, events=2)
        appended = await record.append(asked)
        assert appended.outcome in (Outcome.STORED, Outcome.ALREADY)
        acknowledged.append(asked)
    return acknowledged


def kill_a_back_end(database: FreshDatabases) -> None:
    """kill -9 of one back end: the server throws all sessions out and recovers."""
    with database.superuser() as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE application_name = 'plaint writer' AND datname = current_database()"
        ).fetchall()
    assert isinstance(rows[0][0], int)
    os.kill(rows[0][0], signal.SIGKILL)


async def head_beyond(position: int, database: FreshDatabases) -> int:
    """Wait until events are stored after this position, and say how far the log is."""
    async with asyncio.timeout(120):
        while True:
            # A server that recovers from a crash takes nobody for a while.
            with suppress(psycopg.OperationalError), psycopg.connect(database.dsn()) as connection:
                asked = "SELECT coalesce(max(position), 0) FROM event"
                ((head,),) = connection.execute(asked).fetchall()
                if int(str(head)) > position:
                    return int(str(head))
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("how", ["back end killed", "server killed", "server restarted"])
async def test_nothing_acknowledged_is_lost_and_positions_have_no_holes(
    fragile: tuple[PostgresServer, Cluster], how: str
) -> None:
    server, cluster = fragile
    with cluster.databases() as database:
        record = await PostgresRecord.open(database.dsn())
        stop = asyncio.Event()
        writers = [asyncio.create_task(write_until(stop, record, f"{n}")) for n in range(8)]
        before = await head_beyond(0, database)
        if how == "back end killed":
            kill_a_back_end(database)
        elif how == "server killed":
            kill_server(server)
            server.start()
        else:
            server.stop()
            server.start()
        await head_beyond(before + len(writers), database)
        stop.set()
        acknowledged = [each for writer in writers for each in await writer]
        events = await record.after(0, 100_000)
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        assert len(events) == 2 * len(acknowledged) > before
        for asked in acknowledged:
            assert (await record.append(asked)).outcome is Outcome.ALREADY
        await record.aclose()
