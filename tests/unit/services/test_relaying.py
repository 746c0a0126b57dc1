"""What the relay sends, when its row moves."""

from uuid import UUID

import pytest

from adapters.postgres.relay_state import NOTHING, Fenced, RelayRow
from domain.slices import MANAGEMENT, SLICES
from services.streaming.relay import Relay
from tests.support.published import Complaint, complaints, stored_by_hand
from tests.support.relay_in_memory import (
    LOG,
    MemoryLog,
    MemoryState,
    MemoryTopic,
    once_idle,
    published,
    run,
)

RENEWED = UUID("4d1a2b3c-0000-4000-8000-00000000beef")


def test_the_relay_says_that_it_waits_until_the_topic_was_compared_and_then_that_it_works() -> None:
    log, topic, state = MemoryLog([]), MemoryTopic(), MemoryState()
    run(log, topic, state)
    assert state.said == ["waits the broker does not answer", "works"]
    topic.connected = False
    Relay(log, topic, state).run(once_idle)
    assert state.said == ["waits the broker does not answer", "works"] * 2


def of_slice(log: MemoryLog, slice_: int) -> list[int]:
    return [event.position for event in log.events if event.slice == slice_]


def test_every_complaint_event_goes_to_its_slice_in_order_with_the_position_before_it() -> None:
    events = stored_by_hand([*complaints(30), Complaint("rules", kind="policy")], rounds=4)

    log, topic, state = published(events)

    for slice_ in range(SLICES):
        expected = of_slice(log, slice_)
        assert topic.positions(slice_) == expected
        assert [before for _, _, before in topic.partitions[slice_]] == [0, *expected][:-1]
    assert state.row is not None
    assert state.row.position == len(events)
    assert list(state.row.prev) == log.last_of_each_slice(len(events))
    assert topic.checkpoints[-1] == (LOG, len(events), state.row.prev)


def test_the_row_stays_while_kafka_has_not_acknowledged_and_the_next_batch_is_sent() -> None:
    log = MemoryLog(stored_by_hand(complaints(25), rounds=100))
    topic, state = MemoryTopic(), MemoryState()
    relay = Relay(log, topic, state)
    relay.check()

    relay.step()

    assert sum(map(len, topic.partitions)) == 1000
    assert state.row is not None and state.row.position == 0

    relay.step()

    assert sum(map(len, topic.partitions)) == 2000
    assert state.row.position == 1000


def test_a_relay_that_died_before_moving_its_row_repeats_whole_stretches() -> None:
    log = MemoryLog(stored_by_hand(complaints(20), rounds=5))
    topic, state = MemoryTopic(), MemoryState()
    first = Relay(log, topic, state)
    first.check()
    first.step()

    run(log, topic, state)

    for slice_ in range(SLICES):
        once = of_slice(log, slice_)
        assert topic.positions(slice_) == [*once, *once]


def test_a_second_relay_fences_the_first() -> None:
    log = MemoryLog(stored_by_hand(complaints(10)))
    topic, state = MemoryTopic(), MemoryState()
    first = Relay(log, topic, state)
    first.check()
    run(log, topic, state)

    with pytest.raises(Fenced):
        first.run(once_idle)


def test_a_relay_without_an_answer_from_kafka_notices_that_it_was_fenced() -> None:
    log = MemoryLog(stored_by_hand(complaints(10)))
    topic, state = MemoryTopic(), MemoryState()
    first = Relay(log, topic, state)
    first.check()
    topic.acknowledges = False
    first.step()
    state.take_over()

    with pytest.raises(Fenced):
        first.step()
    assert topic.asked == 1


def test_a_topic_that_lost_its_ends_is_filled_in_those_slices_alone() -> None:
    log, topic, state = published(stored_by_hand(complaints(60), rounds=5))
    before = [topic.positions(slice_) for slice_ in range(SLICES)]
    topic.cut(3, keep=4)
    topic.cut(7, keep=0)

    run(log, topic, state)

    assert [topic.positions(slice_) for slice_ in range(SLICES)] == before
    for slice_ in (3, 7):
        expected = [0, *before[slice_]][:-1]
        assert [place[2] for place in topic.partitions[slice_]] == expected
    assert state.row is not None and state.row.position == len(log.events)


def test_a_topic_that_is_ahead_of_the_row_is_repeated_and_goes_on() -> None:
    log, topic, _ = published(stored_by_hand(complaints(30), rounds=2))
    old = MemoryState()
    old.row = RelayRow(topic.id, LOG, 0, NOTHING, 1)

    run(log, topic, old)

    assert old.row is not None and old.row.position == len(log.events)
    for slice_ in range(SLICES):
        once = of_slice(log, slice_)
        assert topic.positions(slice_) == [*once, *once]


def test_after_a_reconnect_the_check_comes_before_the_next_batch() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    relay = Relay(log, topic, state)
    relay.check()
    whole = topic.positions(5)
    topic.cut(5, keep=1)
    topic.connected = False
    log.events = stored_by_hand(complaints(30), rounds=3)

    while relay.step():
        pass

    assert topic.positions(5) == of_slice(log, 5)
    assert len(topic.positions(5)) > len(whole)
    assert topic.trusts == 3


def test_a_topic_made_anew_and_empty_is_filled_from_the_beginning() -> None:
    log, _, state = published(stored_by_hand(complaints(30), rounds=2))
    anew = MemoryTopic("1b0f0c2d-4e5f-4b57-9a5e-7c9b2f0e8c1d")

    run(log, anew, state)

    assert [anew.positions(slice_) for slice_ in range(SLICES)] == [
        of_slice(log, slice_) for slice_ in range(SLICES)
    ]
    assert state.row is not None and state.row.topic_id == anew.id


def test_a_renewed_log_is_published_again_from_the_beginning_under_its_new_id() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    first = [topic.positions(slice_) for slice_ in range(SLICES)]
    log.events = stored_by_hand(complaints(30, start=500), rounds=2)
    log.id = RENEWED

    run(log, topic, state)

    for slice_ in range(SLICES):
        assert topic.positions(slice_) == first[slice_] + of_slice(log, slice_)
        assert all(place[0] == RENEWED for place in topic.partitions[slice_][len(first[slice_]) :])


def test_a_renewed_log_goes_on_where_it_was_when_its_relay_died() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    log.id = RENEWED
    Relay(log, topic, state).check()

    run(log, topic, state)

    for slice_ in range(SLICES):
        once = of_slice(log, slice_)
        assert topic.positions(slice_) == [*once, *once]


def test_slice_12_has_a_topic_beside_and_a_place_of_its_own_in_row_and_checkpoint() -> None:
    lessons = [Complaint("lesson", kind="lesson"), Complaint("other", kind="lesson")]
    events = stored_by_hand([*complaints(5), *lessons], rounds=3)

    log, topic, state = published(events)

    expected = of_slice(log, MANAGEMENT)
    assert topic.positions(MANAGEMENT) == expected and len(expected) == 6
    assert [before for _, _, before in topic.partitions[MANAGEMENT]] == [0, *expected][:-1]
    assert state.row is not None and state.row.management == topic.told_beside == expected[-1]


def test_a_topic_made_anew_beside_the_other_is_filled_and_the_other_left_as_it_is() -> None:
    events = stored_by_hand([*complaints(5), Complaint("lesson", kind="lesson")], rounds=3)
    log, topic, state = published(events)
    there = [topic.positions(slice_) for slice_ in range(SLICES)]
    topic.beside_made_anew()

    run(log, topic, state)

    assert topic.positions(MANAGEMENT) == of_slice(log, MANAGEMENT)
    assert [topic.positions(slice_) for slice_ in range(SLICES)] == there


def test_the_end_of_the_topic_beside_that_was_lost_is_sent_again() -> None:
    events = stored_by_hand([*complaints(5), Complaint("lesson", kind="lesson")], rounds=3)
    log, topic, state = published(events)
    topic.cut(MANAGEMENT, keep=1)

    run(log, topic, state)

    assert topic.positions(MANAGEMENT) == of_slice(log, MANAGEMENT)
