"""On which day something counts: from the receipt to the recording, in one zone, as corrected."""

from datetime import UTC, datetime

import pytest

from domain.complaint import events as e
from domain.complaint.lifecycle import State
from domain.event import DomainEvent
from domain.values import UNKNOWN, When
from tests.support.histories import (
    AFTERWARDS,
    CLOSED,
    WITHDRAWN,
    Telling,
    deadline_set,
    named,
    on,
    received,
)
from tests.unit.projections.test_trends import RESPONDED, cells, day, figures, told

ACKNOWLEDGED = e.ComplaintAcknowledged(
    stage=1, round=1, channel_code="email", contact_point_code="desk"
)


def corrected(target: str | None, right: str, telling: Telling) -> None:
    """Set the time right of the latest event of a type, of the receipt where none is named."""
    of = [one for one in telling.recorded if target in (None, one.event.TYPE)]
    event = (of[0] if target is None else of[-1]).event_id
    state: State = telling.recorded[-1].state or "RECEIVED"
    right_time = e.RecordCorrected(
        target_event_id=event,
        field="occurred",
        ground_code="typo",
        approved_by=named("officer"),
        right=right,
    )
    telling.tell(right_time, state, occurred=on(40))


def test_what_is_said_to_have_been_before_the_receipt_counts_on_its_day() -> None:
    early = told((WITHDRAWN, "WITHDRAWN", on(-3652)))
    assert ("closed", day(0), None, 1) in figures(early)
    assert ("days_to_close", day(0), 0, 1) in figures(early)
    assert not any(cell.figure == "open" for cell in cells(early))


def test_what_is_said_to_come_counts_on_the_day_of_its_recording() -> None:
    telling = told((WITHDRAWN, "WITHDRAWN", on(3000)))
    assert ("closed", AFTERWARDS.date(), None, 1) in figures(telling)


def test_reopening_that_is_told_before_the_ending_makes_one_complaint_no_two() -> None:
    reopened = e.ComplaintReopened(
        ground_code="closed_in_error",
        reopen_no=1,
        issue_ids=(named("issue"),),
        from_state="WITHDRAWN",
        resumes_in_state="ASSESSED",
    )
    telling = told((WITHDRAWN, "WITHDRAWN", on(20)), (reopened, "ASSESSED", on(10)))
    assert figures(telling) == {("received", day(0), None, 1), ("open", day(0), None, 1)}


def test_a_receipt_of_an_unknown_day_counts_by_its_recording_and_has_no_durations() -> None:
    telling = Telling(begins=AFTERWARDS)
    telling.tell(received(), "RECEIVED", occurred=UNKNOWN)
    telling.tell(CLOSED, "CLOSED", occurred=on(5))
    recorded = AFTERWARDS.date()
    assert figures(telling) >= {("received", recorded, None, 1), ("closed", recorded, None, 1)}
    assert not any(cell.days is not None for cell in cells(telling))


def test_days_of_two_zones_are_days_of_the_complaint() -> None:
    """Received on the 5th in Tokyo, answered a moment later, when it was the 4th in London."""
    telling = Telling(begins=AFTERWARDS)
    at = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
    telling.tell(received(), "RECEIVED", occurred=When(at=at, zone="Asia/Tokyo"))
    telling.tell(ACKNOWLEDGED, "RECEIVED", occurred=When(at=at, zone="Europe/London"))
    assert [cell.days for cell in cells(telling) if cell.figure == "days_to_acknowledge"] == [0]
    assert {cell.day for cell in cells(telling)} == {day(3)}
    telling.tell(deadline_set(named("due")), "RECEIVED", occurred=When(at=at, zone="UTC"))
    assert {cell.day for cell in cells(telling)} == {day(2)}, "the zone of its due dates"


@pytest.mark.parametrize(
    ("event", "state", "figure"),
    [
        (CLOSED, "CLOSED", "days_to_close"),
        (RESPONDED, "RESPONDED", "days_to_respond"),
        (ACKNOWLEDGED, "RECEIVED", "days_to_acknowledge"),
    ],
)
def test_a_corrected_time_moves_what_was_counted_by_it(
    event: DomainEvent, state: str, figure: str
) -> None:
    telling = told((event, state, on(9)))
    corrected(event.TYPE, "2026-03-08[Europe/London]", telling)
    assert (figure, day(6), 6, 1) in figures(telling)
    corrected(event.TYPE, "2026-02-01[Europe/London]", telling)
    assert (figure, day(0), 0, 1) in figures(telling)
    corrected(None, "2026-01-30[Europe/London]", telling)
    assert (figure, day(-29), 2, 1) in figures(telling)


def test_an_ending_that_is_corrected_to_an_unknown_day_is_undated() -> None:
    telling = told((CLOSED, "CLOSED", on(9)))
    corrected("ComplaintClosed", "unknown", telling)
    assert figures(telling) == {("received", day(0), None, 1), ("undated", day(0), None, 1)}


def test_a_correction_of_something_else_moves_no_day() -> None:
    telling = told((CLOSED, "CLOSED", on(9)))
    before = figures(telling)
    wrong = e.RecordCorrected(
        target_event_id=telling.recorded[-1].event_id,
        field="basis_code",
        ground_code="typo",
        approved_by=named("officer"),
        right="no_reply",
    )
    telling.tell(wrong, "CLOSED", occurred=on(40))
    assert figures(telling) == before
