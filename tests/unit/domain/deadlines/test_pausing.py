"""6.2 Clocks stop only by a rule of the policy, and what they lost is given back."""

from datetime import UTC, date, datetime

import pytest

from domain.complaint.deadlines.passing import NotYetDue
from domain.complaint.deadlines.pausing import NoPause, NothingRuns
from domain.complaint.deadlines.resuming import NothingPaused, NotPaused
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineResumed,
    HandlingResumed,
    HandlingSuspended,
)
from domain.complaint.parts import NewDueDate
from domain.decision_context import NewEvent
from domain.system_actors import SYSTEM
from tests.support.controls import RECEIVED, at, when
from tests.support.given import given
from tests.support.pauses import ASKED, DUE, NOTICE, PAUSED, SUSPENDED, paused_at, under


def test_a_pause_stops_what_its_rule_names_and_nothing_else() -> None:
    outcome = given(RECEIVED, DUE, NOTICE).under(under()).when("pause_deadlines", **ASKED)
    outcome.then(PAUSED)
    kinds = {one.fact.kind: one.status for one in outcome.complaint.deadlines.values()}
    assert kinds == {"response": "paused", "top_management_notice": "running"}


@pytest.mark.parametrize(
    ("unit", "due_on", "due_at"),
    [
        ("calendar_days", "2026-04-06", datetime(2026, 4, 6, 23, tzinfo=UTC)),
        ("working_days", "2026-04-02", datetime(2026, 4, 2, 23, tzinfo=UTC)),
        ("hours", "2026-04-06", datetime(2026, 4, 6, 5, tzinfo=UTC)),
    ],
)
def test_what_a_pause_took_is_given_back_in_its_unit(
    unit: str, due_on: str, due_at: datetime
) -> None:
    """From Thursday 9:00 to Tuesday 15:00: five days, three of them working days, 126 hours.

    The response is due on a working day; what would be due on Saturday or Sunday is on Monday.
    """
    past = given(RECEIVED, DUE, paused_at(days=3)).under(under(unit=unit))
    outcome = past.when("resume_deadlines", now=at(days=8, hours=6))
    (moved,) = outcome.the(DeadlineResumed).deadlines
    assert (moved.due_on, moved.due_at) == (date.fromisoformat(due_on), due_at)
    assert moved.warn_at is not None
    resumed = outcome.complaint.deadlines[DUE.deadline_id]
    assert (resumed.status, resumed.due_at, resumed.fact.due_at) == ("running", due_at, DUE.due_at)


def test_no_more_is_given_back_than_the_rule_allows() -> None:
    past = given(RECEIVED, DUE, paused_at(days=1)).under(under(at_most=2))
    (moved,) = past.when("resume_deadlines", now=at(days=20)).the(DeadlineResumed).deadlines
    assert moved.due_on == date(2026, 4, 1)


def test_what_is_paused_does_not_pass_and_is_looked_at_again() -> None:
    late = {"deadline_id": DUE.deadline_id, "now": at(days=90)}
    given(RECEIVED, DUE, PAUSED).when("pass_deadline", **late).refused(NotYetDue)


def test_a_pause_needs_a_rule_for_its_ground_and_kind() -> None:
    past = given(RECEIVED, DUE, NOTICE)
    past.when("pause_deadlines", **ASKED).refused(NoPause)
    past.under(under()).when("pause_deadlines", ground_code="holiday").refused(NoPause)
    named = {"deadline_ids": [NOTICE.deadline_id], **ASKED}
    past.under(under()).when("pause_deadlines", **named).refused(NoPause)
    given(RECEIVED).under(under()).when("pause_deadlines", **ASKED).refused(NothingRuns)


def test_only_what_is_paused_goes_on() -> None:
    past = given(RECEIVED, DUE, NOTICE).under(under())
    past.when("resume_deadlines").refused(NothingPaused)
    paused = given(RECEIVED, DUE, NOTICE, PAUSED).under(under())
    paused.when("resume_deadlines", deadline_ids=[NOTICE.deadline_id]).refused(NotPaused)


def test_an_answer_meets_what_is_paused_and_an_ending_cancels_it() -> None:
    past = given(RECEIVED, DUE, PAUSED).under(under())
    met = past.when("agree_resolution", means_code="phone").all(DeadlineMet)
    assert DUE.deadline_id in {one.deadline_id for one in met}
    gone = past.when("withdraw", means_code="phone").all(DeadlineCancelled)
    assert [(one.deadline_id, one.ground_code) for one in gone] == [(DUE.deadline_id, "withdrawn")]


def test_police_case_work_stops_and_the_clock_does_not() -> None:
    suspended = {"ground_code": "awaiting_complainant"}
    outcome = given(RECEIVED, DUE).under(under()).when("suspend_handling", **suspended)
    outcome.then(HandlingSuspended)
    assert outcome.complaint.deadlines[DUE.deadline_id].status == "running"


def test_clocks_stop_and_go_on_with_the_work_where_the_policy_says_so() -> None:
    suspending = under(with_suspension=True)
    past = given(RECEIVED, DUE).under(suspending)
    past.when("suspend_handling", **ASKED).then(HandlingSuspended, SUSPENDED)
    other = past.when("suspend_handling", ground_code="police")
    other.then(HandlingSuspended)
    stopped = given(
        RECEIVED,
        DUE,
        HandlingSuspended(ground_code="awaiting_complainant"),
        NewEvent(event=PAUSED, occurred=when(days=1), actor=SYSTEM),
    ).under(suspending)
    outcome = stopped.when("resume_handling", now=at(days=3))
    outcome.then(HandlingResumed, DeadlineResumed)
    (moved,) = outcome.the(DeadlineResumed).deadlines
    assert moved.due_on == date(2026, 4, 1)


def test_what_was_paused_by_hand_does_not_go_on_with_the_work() -> None:
    past = given(RECEIVED, DUE, HandlingSuspended(ground_code="police"), paused_at(days=1)).under(
        under()
    )
    past.when("resume_handling", now=at(days=3)).then(HandlingResumed)


def test_a_pause_of_a_rule_that_is_gone_gives_the_days_back() -> None:
    outcome = given(RECEIVED, DUE, paused_at(days=1)).when("resume_deadlines", now=at(days=3))
    (moved,) = outcome.the(DeadlineResumed).deadlines
    assert moved == NewDueDate(
        deadline_id=DUE.deadline_id,
        due_on=date(2026, 4, 1),
        due_at=datetime(2026, 4, 1, 23, tzinfo=UTC),
        warn_at=datetime(2026, 3, 24, 9, tzinfo=UTC),
    )
