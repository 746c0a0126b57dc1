"""7.9: a reopening that is entered late is judged by the window as of its own day."""

from typing import Any

from domain.complaint import events as e
from domain.complaint.closing.reopening import ReopenWindowPassed
from tests.support.controls import UNTIL_CLOSED, at, deadline, event_id, on
from tests.support.given import given


def test_invariant_18_a_reopening_entered_late_is_judged_by_its_own_day() -> None:
    started = event_id(len(UNTIL_CLOSED))
    window = deadline("reopen_window", party="complainant", start_event_id=started)
    lapsed = e.DeadlineLapsed(deadline_id=window.deadline_id, due_at=window.due_at)
    case = given(*UNTIL_CLOSED, window, lapsed)
    late: dict[str, Any] = {"ground_code": "new_evidence", "now": at(days=9)}
    assert case.when("reopen", occurred=on("2026-03-04"), **late).complaint.is_open
    case.when("reopen", occurred=on("2026-03-05"), **late).refused(ReopenWindowPassed)
