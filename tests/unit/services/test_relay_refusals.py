"""When the relay refuses to publish, because store or topic lost or changed what was published."""

from uuid import UUID

import pytest

from adapters.postgres.relay_state import NOTHING, RelayRow
from domain.slices import SLICES
from services.streaming.relay_plan import Refused
from tests.support.published import complaints, stored_by_hand
from tests.support.relay_in_memory import LOG, MemoryLog, MemoryState, MemoryTopic, published, run


def test_a_topic_made_anew_that_holds_records_is_refused() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    topic.id = "1b0f0c2d-4e5f-4b57-9a5e-7c9b2f0e8c1d"

    with pytest.raises(Refused, match="another id"):
        run(log, topic, state)


def test_a_store_that_lost_published_events_is_refused() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    del log.events[40:]

    with pytest.raises(Refused, match="lost history"):
        run(log, topic, state)


def test_a_store_that_lost_what_the_row_did_not_cover_yet_is_refused() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    state.row = RelayRow(topic.id, LOG, 0, NOTHING, 1)
    del log.events[40:]

    with pytest.raises(Refused, match="does not hold"):
        run(log, topic, state)


def test_a_store_that_went_on_with_other_events_is_refused() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    others = stored_by_hand(complaints(30, start=500), rounds=2)
    state.row = RelayRow(topic.id, LOG, 0, NOTHING, 1)
    log.events[40:] = others[40:]

    with pytest.raises(Refused, match="ends with event"):
        run(log, topic, state)


def test_a_topic_that_lost_its_beginning_is_refused_before_anything_is_sent() -> None:
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    topic.first_offsets[3] = 2
    before = [topic.positions(slice_) for slice_ in range(SLICES)]

    with pytest.raises(Refused, match=r"partition 3 begins at offset 2.*topic refill"):
        run(log, topic, state)

    assert [topic.positions(slice_) for slice_ in range(SLICES)] == before


def test_what_is_left_of_a_former_log_is_never_advised_to_be_filled_anew() -> None:
    """It is also the list of what was lost."""
    log, topic, state = published(stored_by_hand(complaints(30), rounds=2))
    topic.first_offsets[3] = 2
    del log.events[40:]

    with pytest.raises(Refused, match="lost history") as refused:
        run(log, topic, state)

    assert "refill" not in str(refused.value)


def test_a_new_installation_refuses_a_topic_that_another_one_fills() -> None:
    _, topic, _ = published(stored_by_hand(complaints(30)))
    other = MemoryLog(stored_by_hand(complaints(30, start=500)), UUID(int=7))

    with pytest.raises(Refused, match="not ours"):
        run(other, topic, MemoryState())


def test_a_store_with_a_hole_is_refused() -> None:
    log = MemoryLog(stored_by_hand(complaints(30)))
    del log.events[10]

    with pytest.raises(Refused, match="no holes"):
        run(log, MemoryTopic(), MemoryState())
