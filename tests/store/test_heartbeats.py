"""Signs of life: one row for each thing to be done, in one place for all who write and read."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from adapters.postgres import heartbeats
from adapters.postgres.heartbeats import (
    CLOCK,
    LONGEST_REASON,
    NOWHERE,
    PROJECTIONS,
    RELAY,
    STANDBY,
    Beat,
    Heard,
    Pulse,
    beat,
    beat_async,
    heard_async,
)
from adapters.postgres.roles import PARTS, PROJECTOR, WRITER
from adapters.postgres.roles import RELAY as RELAY_ROLE
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.servers, pytest.mark.anyio]

Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def connection(database: FreshDatabases) -> Iterator[Connection]:
    with psycopg.connect(database.dsn(RELAY_ROLE), autocommit=True) as opened:
        yield opened


async def heard(database: FreshDatabases) -> dict[tuple[str, str], Heard]:
    async with await psycopg.AsyncConnection.connect(database.dsn(), autocommit=True) as opened:
        return dict(await heard_async(opened))


async def test_the_last_word_of_each_is_heard(
    database: FreshDatabases, connection: Connection
) -> None:
    beat(connection, Beat(part=PROJECTIONS, instance="a:1", places=("0", "7")))
    beat(connection, Beat(part=PROJECTIONS, instance="b:2", places=("7", "11")))
    async with await psycopg.AsyncConnection.connect(database.dsn(), autocommit=True) as opened:
        await beat_async(opened, Beat(part=CLOCK, instance="c:3"))
    told = await heard(database)
    assert {key: one.instance for key, one in told.items()} == {
        (PROJECTIONS, "0"): "a:1",
        (PROJECTIONS, "7"): "b:2",
        (PROJECTIONS, "11"): "b:2",
        (CLOCK, NOWHERE): "c:3",
    }
    assert all(one.doing == "working" and one.reason is None for one in told.values())


async def test_a_wait_is_one_wait_however_many_processes_share_it(
    database: FreshDatabases, connection: Connection
) -> None:
    for instance, reason in (("a:1", "away"), ("b:2", "still\n away " + "x" * 1000)):
        waiting = Beat(part=RELAY, instance=instance, places=("t",), doing="waiting", reason=reason)
        beat(connection, waiting)
        # Time is the matter: the wait has lasted since before the second one told it.
        time.sleep(0.05)
    first = (await heard(database))[RELAY, "t"]
    assert first.reason is not None
    assert first.reason.startswith("still away xx")
    assert len(first.reason) == LONGEST_REASON
    assert (first.beat_at - first.since).total_seconds() > 0.04
    beat(connection, Beat(part=RELAY, instance="b:2", places=("t",)))
    works = (await heard(database))[RELAY, "t"]
    assert works.since > first.since
    beat(connection, Beat(part=RELAY, instance="b:2", places=("t",)))
    again = (await heard(database))[RELAY, "t"]
    assert (again.since, again.beat_at > works.beat_at) == (works.since, True)


async def test_a_pulse_writes_no_more_than_is_needed_and_every_change_at_once(
    database: FreshDatabases, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse, beside = Pulse(connection, RELAY, "t"), Pulse(connection, STANDBY, "t")

    async def last() -> Heard:
        return (await heard(database))[RELAY, "t"]

    pulse.works()
    first = await last()
    for _ in range(100):
        pulse.works()
    assert await last() == first
    beside.works()
    pulse.waits("the broker")
    assert ((await last()).doing, (await last()).reason) == ("waiting", "the broker")
    pulse.waits("the broker: away")
    assert (await last()).reason == "the broker: away"
    pulse.refuses("lost")
    assert (await last()).doing == "refused"
    monkeypatch.setattr(heartbeats, "EVERY_SECONDS", 0.0)
    refused = await last()
    pulse.refuses("lost")
    assert (await last()).beat_at > refused.beat_at
    assert (await heard(database))[STANDBY, "t"].doing == "working"


@pytest.mark.parametrize("role", PARTS)
def test_every_part_may_say_that_it_lives_and_none_may_silence_another(
    module_database: FreshDatabases, role: str
) -> None:
    with psycopg.connect(module_database.dsn(role), autocommit=True) as opened:
        beat(opened, Beat(part=CLOCK, instance=role))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            opened.execute("DELETE FROM heartbeat")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            opened.execute("TRUNCATE heartbeat")


def test_a_reason_belongs_to_those_who_do_not_work(connection: Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        beat(connection, Beat(part=CLOCK, instance="a:1", doing="waiting"))
    with pytest.raises(psycopg.errors.CheckViolation):
        beat(connection, Beat(part=CLOCK, instance="a:1", reason="none"))


def test_two_workers_that_share_slices_in_another_order_do_not_wait_for_each_other(
    database: FreshDatabases,
) -> None:
    with (
        psycopg.connect(database.dsn(PROJECTOR)) as one,
        psycopg.connect(database.dsn(WRITER), autocommit=True) as two,
        ThreadPoolExecutor(1) as pool,
    ):
        beat(one, Beat(part=PROJECTIONS, instance="a", places=("1", "2")))
        one.commit()
        beat(one, Beat(part=PROJECTIONS, instance="a", places=("1",)))
        both = Beat(part=PROJECTIONS, instance="b", places=("2", "1"))
        waiting = pool.submit(beat, two, both)
        until_it_waits(database, two.info.backend_pid)
        # Had it begun with 2, each would now wait for what the other holds.
        beat(one, Beat(part=PROJECTIONS, instance="a", places=("2",)))
        one.commit()
        waiting.result(10)


def until_it_waits(database: FreshDatabases, pid: int) -> None:
    with database.superuser() as watcher:
        deadline = time.monotonic() + 10
        while watcher.execute("SELECT pg_blocking_pids(%s)", [pid]).fetchone() == ([],):
            assert time.monotonic() < deadline
            time.sleep(0.01)
