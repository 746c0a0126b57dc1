"""What is remembered from look to look, and what is told of it in the log."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import anyio
import pytest
from structlog.testing import capture_logs

from adapters.postgres.heartbeats import CLOCK
from adapters.postgres.system_status import Next, Seen
from services.operations.health_watch import RELAYED, Lines, Watch, glance
from services.operations.stalls import Rules
from tests.support.sights import ALL_WELL, NOW, RULES, ago, said, seen, waits

pytestmark = pytest.mark.anyio

LINE = ("audit_trail", 1, 4)


def later(found: Seen, seconds: float) -> Seen:
    """The same, seen at a later moment."""
    return replace(found, at=NOW + timedelta(seconds=seconds))


def sights(*found: Seen) -> Callable[[], Awaitable[Seen]]:
    """Looking, which shows these one after the other and then the last for ever."""
    left = list(found)

    async def look() -> Seen:
        return left.pop(0) if len(left) > 1 else left[0]

    return look


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("services.operations.health_watch.FRESH_SECONDS", 0.0)
    yield


def test_an_event_is_the_next_since_it_is_stored_unless_another_was_before() -> None:
    lines = Lines(RULES)
    first = seen(unapplied={LINE: waits(13, 500)})
    assert lines.remembered(first).unapplied[LINE].since == ago(500)
    second = later(seen(unapplied={LINE: waits(14, 400)}), 5)
    assert lines.remembered(second).unapplied[LINE].since == NOW
    third = later(seen(unapplied={LINE: waits(14, 400)}), 65)
    assert lines.remembered(third).unapplied[LINE].since == NOW


def test_an_event_stored_after_the_last_look_waits_since_it_is_stored() -> None:
    lines = Lines(RULES)
    lines.remembered(seen())
    stored = NOW + timedelta(seconds=3)
    found = later(seen(unapplied={LINE: Next(13, stored, stored)}), 5)
    assert lines.remembered(found).unapplied[LINE].since == stored


def test_what_is_published_only_now_has_waited_only_since_then() -> None:
    """Otherwise a broker that was away for an hour would make every view look stalled."""
    lines = Lines(RULES)
    unapplied = {LINE: waits(13, 3600)}
    kept_back = seen(unapplied=unapplied, unpublished=waits(12, 3600), published=11)
    assert lines.remembered(kept_back).unpublished == waits(12, 3600)
    found = lines.remembered(later(seen(unapplied=unapplied), 5))
    assert found.unapplied[LINE].since == NOW
    assert found.unpublished is None
    assert RELAYED not in found.unapplied


async def test_a_glance_looks_twice_before_it_says_that_something_stands_still(
    quickly: None,
) -> None:
    moving = sights(
        seen(unapplied={LINE: waits(13, 500)}), later(seen(unapplied={LINE: waits(14, 500)}), 1)
    )
    assert (await glance(moving, RULES)).faults == ()
    still = sights(seen(unapplied={LINE: waits(13, 500)}))
    assert [fault.part for fault in (await glance(still, RULES)).faults] == ["audit_trail"]


async def test_a_stall_is_logged_when_it_begins_and_when_it_ends(quickly: None) -> None:
    silent = seen(*(replace(one, beat_at=NOW) for one in ALL_WELL), said(CLOCK, heard=9000))
    well = seen(*(replace(one, beat_at=NOW) for one in ALL_WELL))
    watch = Watch(sights(silent, silent, well), Rules(limit=0.01, publishes=True))
    # Time is the matter: whoever watches has to have watched for longer than the limit.
    await anyio.sleep(0.02)
    with capture_logs() as lines:
        found = [(await watch.sight()).faults for _ in range(4)]
    assert [len(one) for one in found] == [1, 1, 0, 0]
    assert [(line["event"], line["part"]) for line in lines] == [
        ("health.stalled", "clock"),
        ("health.moves_again", "clock"),
    ]


async def test_looking_goes_on_when_a_look_fails() -> None:
    looked, often = 0, anyio.Event()

    async def look() -> Seen:
        nonlocal looked
        looked += 1
        if looked > 2:
            often.set()
        raise ConnectionError("away")

    watch = Watch(look, Rules(limit=0.02, publishes=False))
    with capture_logs() as lines:
        async with anyio.create_task_group() as group:
            group.start_soon(watch.go_on)
            await often.wait()
            group.cancel_scope.cancel()
    assert {line["event"] for line in lines} == {"health.unseen"}


async def test_many_who_ask_at_once_are_answered_by_one_look() -> None:
    looked = 0

    async def look() -> Seen:
        nonlocal looked
        looked += 1
        # The others ask meanwhile.
        await anyio.lowlevel.checkpoint()
        return seen()

    watch = Watch(look, RULES)
    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(watch.sight)
    assert looked == 1
