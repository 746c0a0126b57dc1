"""Many commands in one call: each has its own fate, and the log has no holes."""

import asyncio
from dataclasses import replace

import psycopg
import pytest

from adapters.postgres.append import GroupCommit, NotAppended
from adapters.postgres.batch import APPEND, answers, arguments
from adapters.postgres.reading import PostgresRecord
from adapters.postgres.session import session
from adapters.record import Append, Appended, Claim, Expectation, Outcome
from tests.support.commands import Stream, blob, command
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


def call(dsn: str, *commands: Append) -> list[Appended]:
    with psycopg.connect(session(dsn, application="test"), autocommit=True) as connection:
        return answers(connection.execute(APPEND, arguments(commands), binary=True).fetchall())


def positions(database: FreshDatabases, table: str) -> list[object]:
    with database.superuser() as connection:
        asked = f"SELECT position FROM {table} ORDER BY position"
        return [position for (position,) in connection.execute(asked.encode()).fetchall()]


def test_all_six_outcomes_in_one_batch_leave_ten_neighbours_untouched(
    database: FreshDatabases,
) -> None:
    taken = Claim("reference", "taken")
    known = command("known", Stream("known"), events=2)
    call(database.dsn(), known, command("first", Stream("moved"), Stream("forked"), claims=[taken]))
    forked = Stream("forked")
    command("received otherwise", forked)
    neighbours = [
        command(f"n{number}", Stream(f"n{number}"), events=2, sealed=[blob("a"), blob("b")])
        for number in range(10)
    ]
    batch = [
        *neighbours[0:2],
        known,
        *neighbours[2:4],
        command("late", Stream("moved"), sealed=[blob("late")]),
        *neighbours[4:6],
        command("fork", forked),
        *neighbours[6:8],
        command("greedy", Stream("greedy"), claims=[taken]),
        neighbours[8],
        command("known", Stream("other"), request=b"asked something else"),
        neighbours[9],
    ]
    answered = call(database.dsn(), *batch)
    by_name = dict(zip((each.command_id for each in batch), answered, strict=True))
    assert [by_name[each.command_id] for each in neighbours] == [
        Appended(Outcome.STORED, first, first + 1) for first in range(5, 25, 2)
    ]
    assert [each.outcome for each in answered if each.outcome is not Outcome.STORED] == [
        Outcome.ALREADY,
        Outcome.VERSION_MOVED,
        Outcome.PREV_DIFFERS,
        Outcome.CLAIM_TAKEN,
        Outcome.OTHER_REQUEST,
    ]
    assert answered[2] == Appended(Outcome.ALREADY, 1, 2)
    assert positions(database, "event") == list(range(1, 25))
    assert positions(database, "sealed") == [p for p in range(5, 25, 2) for _ in "ab"]


def test_the_append_refuses_a_snapshot_older_than_its_lock(database: FreshDatabases) -> None:
    with psycopg.connect(database.dsn()) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(psycopg.errors.InvalidTransactionState, match="needs READ COMMITTED"):
            connection.execute(APPEND, arguments([command("receive", Stream("one"))]))


async def test_waiting_commands_are_stored_together(database: FreshDatabases) -> None:
    writer = await GroupCommit.open(database.dsn())
    await asyncio.gather(*[writer.append(command(f"{n}", Stream(f"{n}"))) for n in range(200)])
    await writer.aclose()
    with database.superuser() as connection:
        rows = connection.execute("SELECT count(*), count(DISTINCT appended_at) FROM event")
        ((events, commits),) = rows.fetchall()
    assert events == 200
    assert isinstance(commits, int) and commits < 20


async def test_writers_in_several_places_leave_no_holes_and_lose_nothing(
    database: FreshDatabases,
) -> None:
    records = [await PostgresRecord.open(database.dsn()) for _ in range(2)]

    async def write(name: str, record: PostgresRecord) -> list[Outcome]:
        rival, own = Stream("contested"), Stream(name)
        outcomes = []
        for number in range(10):
            outcomes.append((await record.append(command(f"{name} {number}", own))).outcome)
            contested = command(f"{name} contests {number}", rival)
            outcomes.append((await record.append(contested)).outcome)
        return outcomes

    told = await asyncio.gather(*[write(f"{n}", records[n % 2]) for n in range(20)])
    stored = sum(outcomes.count(Outcome.STORED) for outcomes in told)
    assert all(outcomes[0::2] == [Outcome.STORED] * 10 for outcomes in told)
    events = await records[0].after(0, 10_000)
    assert [event.position for event in events] == list(range(1, stored + 1))
    for record in records:
        await record.aclose()


async def test_a_command_that_the_tables_refuse_does_not_harm_its_neighbours(
    database: FreshDatabases,
) -> None:
    writer = await GroupCommit.open(database.dsn())
    beyond = Append(
        Stream("far").stream_id, b"", (Expectation(Stream("far").stream_id, 2**31, b""),)
    )
    commands = [command(f"{n}", Stream(f"{n}")) for n in range(5)]
    told = await asyncio.gather(
        *map(writer.append, [*commands[:3], beyond, *commands[3:]]), return_exceptions=True
    )
    assert isinstance(told.pop(3), NotAppended)
    assert sorted(told, key=str) == [Appended(Outcome.STORED, n, n) for n in range(1, 6)]
    await writer.aclose()


async def test_a_caller_who_goes_away_harms_nobody(database: FreshDatabases) -> None:
    record = await PostgresRecord.open(database.dsn())
    tasks = [asyncio.create_task(record.append(command(f"{n}", Stream(f"{n}")))) for n in range(60)]
    await asyncio.sleep(0)
    for task in tasks[::3]:
        task.cancel()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    stayed = [each for n, each in enumerate(told) if n % 3]
    assert all(isinstance(each, Appended) and each.outcome is Outcome.STORED for each in stayed)
    assert (await record.append(command("later", Stream("later")))).outcome is Outcome.STORED
    await record.aclose()


async def test_batches_keep_to_their_ceilings(database: FreshDatabases) -> None:
    writer = GroupCommit(database.dsn(), most_commands=7, most_octets=2000)
    await writer.start()
    small = [command(f"small {n}", Stream(f"small {n}")) for n in range(50)]
    large = [command(f"l {n}", Stream(f"l {n}"), sealed=[blob("x" * 1500)]) for n in range(5)]
    told = await asyncio.gather(*map(writer.append, small + large))
    assert {each.outcome for each in told} == {Outcome.STORED}
    await writer.aclose()
    with database.superuser() as connection:
        rows = connection.execute(
            "SELECT count(*) AS n FROM event GROUP BY appended_at ORDER BY n DESC"
        ).fetchall()
    assert isinstance(rows[0][0], int) and rows[0][0] <= 7


async def test_closing_stores_what_waits_and_refuses_what_comes_later(
    database: FreshDatabases,
) -> None:
    writer = await GroupCommit.open(database.dsn())
    tasks = [asyncio.create_task(writer.append(command(f"{n}", Stream(f"{n}")))) for n in range(40)]
    await asyncio.sleep(0)
    await writer.aclose()
    assert {(await task).outcome for task in tasks} == {Outcome.STORED}
    with pytest.raises(NotAppended, match="not running"):
        await writer.append(command("later", Stream("later")))


async def test_more_callers_than_there_is_room_for_wait_and_are_served(
    database: FreshDatabases,
) -> None:
    writer = GroupCommit(database.dsn(), most_waiting=4)
    await writer.start()
    told = await asyncio.gather(
        *[writer.append(command(f"{n}", Stream(f"{n}"))) for n in range(60)]
    )
    assert {each.outcome for each in told} == {Outcome.STORED}
    await writer.aclose()


async def test_two_commands_of_one_stream_that_wait_together_are_stored_in_turn(
    database: FreshDatabases,
) -> None:
    writer = await GroupCommit.open(database.dsn())
    stream = Stream("one")
    chain = [command(f"{number}", stream) for number in range(5)]
    told = await asyncio.gather(*map(writer.append, chain))
    assert told == [Appended(Outcome.STORED, n, n) for n in range(1, 6)]
    await writer.aclose()


async def test_an_error_of_the_server_is_told_and_the_writer_goes_on(
    database: FreshDatabases,
) -> None:
    record = await PostgresRecord.open(database.dsn())
    with database.superuser() as connection:
        connection.execute("ALTER TABLE claim RENAME TO claim_gone")
        asked = command("receive", Stream("one"), claims=[Claim("reference", "a")])
        with pytest.raises(NotAppended, match="42P01"):
            await record.append(asked)
        connection.execute("ALTER TABLE claim_gone RENAME TO claim")
    assert await record.append(asked) == Appended(Outcome.STORED, 1, 1)
    await record.aclose()


def test_the_digest_of_a_sealed_blob_is_that_of_its_octets(database: FreshDatabases) -> None:
    sealed = command("receive", Stream("one"), sealed=[blob("a")])
    call(database.dsn(), replace(sealed))
    with database.superuser() as connection:
        rows = connection.execute("SELECT sha256 = sha256(blob), blob FROM sealed").fetchall()
    assert rows == [(True, blob("a"))]
