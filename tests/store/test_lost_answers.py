"""T2: a commit whose answer is lost is no conflict: the same batch is submitted again."""

import asyncio

import psycopg
import pytest

from adapters.postgres.append import GroupCommit
from adapters.postgres.reading import PostgresRecord
from adapters.record import Appended, Outcome
from tests.support.commands import Stream, command
from tests.support.servers import FreshDatabases
from tests.support.swallowing_proxy import swallowing_proxy

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


async def test_t2_a_swallowed_answer_is_told_as_already_stored(database: FreshDatabases) -> None:
    async with swallowing_proxy(database.dsn()) as (proxy, dsn):
        writer = await GroupCommit.open(dsn)
        await writer.append(command("receive", Stream("one"), events=2))
        asked = command("receive two", Stream("two"), events=3)
        proxy.marker, proxy.to_swallow = asked.command_id.bytes, 1
        assert await writer.append(asked) == Appended(Outcome.ALREADY, 3, 5)
        assert proxy.swallowed == 1
        assert await writer.append(asked) == Appended(Outcome.ALREADY, 3, 5)
        await writer.aclose()


async def test_t2_the_answer_may_be_lost_many_times(database: FreshDatabases) -> None:
    async with swallowing_proxy(database.dsn()) as (proxy, dsn):
        writer = await GroupCommit.open(dsn)
        stream = Stream("one")
        asked = [command(f"step {number}", stream) for number in range(4)]
        for number, each in enumerate(asked, start=1):
            proxy.marker, proxy.to_swallow = each.command_id.bytes, 2
            assert await writer.append(each) == Appended(Outcome.ALREADY, number, number)
        assert proxy.swallowed == 8
        await writer.aclose()


async def test_what_was_acknowledged_is_stored_while_back_ends_are_killed(
    database: FreshDatabases,
) -> None:
    record = await PostgresRecord.open(database.dsn())
    done = asyncio.Event()

    async def write(name: str) -> int:
        stream = Stream(name)
        for number in range(40):
            appended = await record.append(command(f"{name} {number}", stream))
            assert appended.outcome in (Outcome.STORED, Outcome.ALREADY)
        return 40

    async def kill() -> int:
        killed = 0
        with database.superuser() as connection:
            while not done.is_set():
                killed += connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = 'plaint writer' AND datname = current_database()"
                ).rowcount
                await asyncio.sleep(0.05)
        return killed

    killer = asyncio.create_task(kill())
    acknowledged = sum(await asyncio.gather(*[write(f"{n}") for n in range(16)]))
    done.set()
    assert await killer > 0
    events = await record.after(0, 10_000)
    assert [event.position for event in events] == list(range(1, acknowledged + 1))
    await record.aclose()


async def test_reading_goes_on_after_the_connections_died(database: FreshDatabases) -> None:
    record = await PostgresRecord.open(database.dsn())
    await record.append(command("receive", Stream("one")))
    assert await record.head() == 1
    with database.superuser() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name LIKE 'plaint%' AND datname = current_database()"
        )
    assert await record.head() == 1
    await record.aclose()


async def test_opening_tells_at_once_that_the_server_does_not_let_us_in(
    database: FreshDatabases,
) -> None:
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        await GroupCommit.open(psycopg.conninfo.make_conninfo(database.dsn(), dbname="absent"))
