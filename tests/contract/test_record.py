"""What every record must do, in memory and in PostgreSQL alike."""

import asyncio
import hashlib
from collections import Counter
from dataclasses import replace

import pytest

from adapters.postgres.append_checks import MOST_OCTETS, UnfitCommand
from adapters.record import Append, Appended, Claim, EventToAppend, Outcome, Record
from tests.support.commands import Stream, blob, command, named

pytestmark = pytest.mark.anyio

REFERENCE = Claim("reference", "main\nC-00000000Y")


async def test_a_new_command_is_stored_at_the_next_positions(record: Record) -> None:
    first = await record.append(command("receive", Stream("one"), events=3))
    second = await record.append(command("receive another", Stream("two")))
    assert first == Appended(Outcome.STORED, 1, 3)
    assert second == Appended(Outcome.STORED, 4, 4)
    assert await record.head() == 4


async def test_stored_octets_come_back_untouched(record: Record) -> None:
    written = command("receive", Stream("one"), Stream("policy", "policy"))
    await record.append(written)
    stored = await record.after(0, 10)
    assert [(event.position, event.version) for event in stored] == [(1, 1), (2, 1)]
    for new, event in zip(written.events, stored, strict=True):
        for column in ("stream_id", "stream_kind", "slice", "type", "public", "leaf"):
            assert getattr(event, column) == getattr(new, column)


async def test_a_repeated_command_is_answered_with_its_first_positions(record: Record) -> None:
    stream = Stream("one")
    asked = command("receive", stream, events=2)
    await record.append(asked)
    await record.append(command("assess", stream))
    assert await record.append(asked) == Appended(Outcome.ALREADY, 1, 2)
    assert await record.head() == 3


async def test_a_known_command_id_with_another_request_is_told_apart(record: Record) -> None:
    await record.append(command("receive", Stream("one")))
    other = command("receive", Stream("two"), request=b"asked something else")
    assert await record.append(other) == Appended(Outcome.OTHER_REQUEST, None, None)
    assert await record.stream(named("two")) == []


async def test_a_command_decided_on_an_old_version_is_refused(record: Record) -> None:
    await record.append(command("receive", Stream("one")))
    late = await record.append(command("receive again", Stream("one")))
    assert late == Appended(Outcome.VERSION_MOVED, None, None)


async def test_a_stream_that_does_not_exist_yet_cannot_be_continued(record: Record) -> None:
    stream = Stream("one")
    command("never sent", stream)
    assert (await record.append(command("assess", stream))).outcome is Outcome.VERSION_MOVED


async def test_a_command_decided_on_another_history_is_refused(record: Record) -> None:
    await record.append(command("receive", Stream("one")))
    forked = Stream("one")
    command("received otherwise", forked)
    assert (await record.append(command("assess", forked))).outcome is Outcome.PREV_DIFFERS


async def test_a_value_is_claimed_by_one_command_only(record: Record) -> None:
    first = await record.append(command("receive", Stream("one"), claims=[REFERENCE]))
    second = await record.append(command("receive two", Stream("two"), claims=[REFERENCE]))
    assert (first.outcome, second.outcome) == (Outcome.STORED, Outcome.CLAIM_TAKEN)


async def test_a_refused_command_leaves_no_trace(record: Record) -> None:
    await record.append(command("receive", Stream("one")))
    refused = command("late", Stream("one"), claims=[REFERENCE], sealed=[blob("a")])
    assert (await record.append(refused)).outcome is Outcome.VERSION_MOVED
    assert await record.known_commands([refused.command_id]) == {}
    again = command("late", Stream("two"), claims=[REFERENCE])
    assert await record.append(again) == Appended(Outcome.STORED, 2, 2)
    assert await record.sealed([1, 2]) == {}


async def test_a_command_over_several_streams_is_stored_whole_or_not(record: Record) -> None:
    source, target, moved = Stream("source"), Stream("target"), Stream("moved")
    await record.append(command("receive", moved))
    merged = await record.append(command("merge", source, target, events=2))
    assert merged == Appended(Outcome.STORED, 2, 5)
    broken = await record.append(command("merge more", Stream("third"), Stream("moved")))
    assert broken.outcome is Outcome.VERSION_MOVED
    assert await record.stream(named("third")) == []


async def test_a_stream_may_be_expected_without_being_written(record: Record) -> None:
    policy, complaint = Stream("policy", "policy"), Stream("one")
    await record.append(command("publish", policy))
    read = policy.expectation()
    under_it = command("receive", complaint)
    under_it = replace(under_it, streams=(*under_it.streams, read))
    assert (await record.append(under_it)).outcome is Outcome.STORED
    await record.append(command("publish anew", policy))
    too_late = command("assess", complaint)
    too_late = replace(too_late, streams=(*too_late.streams, read))
    assert (await record.append(too_late)).outcome is Outcome.VERSION_MOVED


async def test_a_command_without_events_is_remembered(record: Record) -> None:
    nothing = command("nothing to do")
    assert await record.append(nothing) == Appended(Outcome.STORED, None, None)
    assert await record.append(nothing) == Appended(Outcome.ALREADY, None, None)
    assert await record.head() == 0


async def test_known_commands_are_told_as_a_repeat_would_be(record: Record) -> None:
    made, empty = command("receive", Stream("one"), events=2), command("nothing")
    for asked in (made, empty):
        await record.append(asked)
    assert await record.known_commands([made.command_id, empty.command_id, named("unknown")]) == {
        made.command_id: Appended(Outcome.ALREADY, 1, 2),
        empty.command_id: Appended(Outcome.ALREADY, None, None),
    }


async def test_a_stream_is_read_in_version_order_up_to_a_version(record: Record) -> None:
    one, two = Stream("one"), Stream("two")
    for number in range(3):
        await record.append(command(f"write {number}", one, two))
    assert [event.version for event in await record.stream(one.stream_id)] == [1, 2, 3]
    assert [event.position for event in await record.stream(two.stream_id, upto=2)] == [2, 4]
    assert await record.stream(named("unknown")) == []


async def test_the_log_is_read_in_pages_and_in_ranges(record: Record) -> None:
    await record.append(command("receive", Stream("one"), events=5))
    assert [event.position for event in await record.after(2, 2)] == [3, 4]
    assert await record.after(5, 2) == []
    assert [event.position for event in await record.between(2, 4)] == [2, 3, 4]
    assert [event.position for event in await record.between(0, 1)] == [1]


async def test_sealed_blobs_are_kept_beside_their_event_in_the_order_of_their_digests(
    record: Record,
) -> None:
    blobs = [blob("a"), blob("b"), blob("c")]
    await record.append(command("receive", Stream("one"), events=2, sealed=blobs))
    in_order = sorted(blobs, key=lambda octets: hashlib.sha256(octets).digest())
    assert await record.sealed([1, 2, 3]) == {1: in_order}


async def test_events_of_a_command_share_their_moment_and_moments_never_run_backwards(
    record: Record,
) -> None:
    for number in range(20):
        await record.append(command(f"receive {number}", Stream(f"{number}"), events=2))
    moments = [event.appended_at for event in await record.after(0, 100)]
    assert moments == sorted(moments)
    assert moments[0::2] == moments[1::2]
    assert moments[0].utcoffset() is not None


async def test_of_many_writers_of_one_complaint_one_wins(record: Record) -> None:
    rivals = [command(f"decide {number}", Stream("one")) for number in range(30)]
    outcomes = await asyncio.gather(*map(record.append, rivals))
    assert Counter(each.outcome for each in outcomes) == {
        Outcome.STORED: 1,
        Outcome.VERSION_MOVED: 29,
    }


async def test_of_many_who_claim_one_value_one_gets_it(record: Record) -> None:
    rivals = [command(f"{n}", Stream(f"{n}"), claims=[REFERENCE]) for n in range(30)]
    outcomes = await asyncio.gather(*map(record.append, rivals))
    assert Counter(each.outcome for each in outcomes) == {
        Outcome.STORED: 1,
        Outcome.CLAIM_TAKEN: 29,
    }
    assert await record.head() == 1


async def test_a_command_sent_many_times_at_once_is_stored_once(record: Record) -> None:
    asked = command("receive", Stream("one"), events=2)
    outcomes = await asyncio.gather(*[record.append(asked) for _ in range(10)])
    assert Counter(outcomes) == {
        Appended(Outcome.STORED, 1, 2): 1,
        Appended(Outcome.ALREADY, 1, 2): 9,
    }


def changed(**columns: object) -> Append:
    asked = command("receive", Stream("one"))
    event: EventToAppend = replace(asked.events[0], **columns)  # type: ignore[arg-type]
    return replace(asked, events=(event,))


def without_expectation() -> Append:
    return replace(command("receive", Stream("one")), streams=())


def expected_twice() -> Append:
    asked = command("receive", Stream("one"))
    return replace(asked, streams=asked.streams * 2)


def begun_without_its_seed() -> Append:
    asked = command("receive", Stream("one"))
    return replace(asked, streams=(replace(asked.streams[0], prev=bytes(32)),))


@pytest.mark.parametrize(
    ("contradiction", "rule"),
    [
        (changed(version=2), "versions follow"),
        (changed(leaf=bytes(32)), "leaf is not"),
        (changed(slice=None), "complaints have a slice"),
        (changed(stream_kind="policy"), "seed"),
        (changed(sealed=(bytes(MOST_OCTETS + 1),)), "at most 262144 octets"),
        (changed(sealed=(b"a", b"a")), "comes twice"),
        (changed(type="Note\x00"), "cannot hold"),
        (command("claim", claims=[Claim("reference", "\ud800")]), "cannot hold"),
        (command("claim", claims=[REFERENCE, REFERENCE]), "claimed twice"),
        (without_expectation(), "versions follow"),
        (expected_twice(), "expected twice"),
        (begun_without_its_seed(), "seed"),
    ],
)
async def test_a_command_that_contradicts_itself_is_refused_at_the_door(
    record: Record, contradiction: Append, rule: str
) -> None:
    with pytest.raises(UnfitCommand, match=rule):
        await record.append(contradiction)
    assert await record.head() == 0
