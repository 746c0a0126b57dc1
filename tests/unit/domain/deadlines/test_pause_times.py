"""6.2 A pause gives back what it took: once, in whole days, on a working day, and told in time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.complaint.deadlines.pause_times import PausesOverlap
from domain.complaint.events import (
    ApprovalRequested,
    DeadlinePaused,
    DeadlineResumed,
    HandlingSuspended,
)
from domain.complaint.parts import StoodStill
from domain.decision_context import NewEvent
from tests.support.controls import APPROVER, POLICY, RECEIVED, at, named, policy, when
from tests.support.given import given
from tests.support.pauses import ASKED, DUE, PAUSED, RESUMED, RULE, SUSPENDED, paused_at, under


def resumed(unit: str, *spans: tuple[datetime, datetime], rule: str = "calendar_days") -> date:
    """The day on which the response is due after these pauses, told one after the other.

    rule: the unit of the response's own rule.
    """
    deadlines = [{**POLICY.model_dump()["deadlines"][1], "unit": rule, "rule_id": "rule"}]
    others = [one for one in POLICY.model_dump()["deadlines"] if one["kind"] != "response"]
    policy_ = policy(pauses=[{**RULE, "unit": unit}], deadlines=[*others, *deadlines])
    past: list[Any] = [RECEIVED, DUE]
    for begin, end in spans:
        for name, time in (("pause_deadlines", begin), ("resume_deadlines", end)):
            asked = ASKED if name == "pause_deadlines" else {}
            told = given(*past).under(policy_).when(name, now=time, **asked)
            assert told.refusal is None
            past.extend(told.facts)
    return given(*past).complaint.deadlines[DUE.deadline_id].due_on


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026 in London, before the clocks change."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("unit", ["calendar_days", "working_days"])
def test_a_day_that_is_given_back_has_24_hours(unit: str) -> None:
    nights = [(local(day, 23, 59), local(day + 1, 0, 1)) for day in (3, 4, 5)]
    assert resumed(unit, *nights) == DUE.due_on
    assert resumed(unit, (local(3, 9), local(3, 17))) == DUE.due_on
    assert resumed(unit, (local(3, 9), local(4, 8, 59))) == DUE.due_on
    assert resumed(unit, (local(3, 9), local(4, 9))) == date(2026, 3, 31)


def test_a_change_of_the_clock_costs_no_day() -> None:
    begin, end = datetime(2026, 3, 28, 9, tzinfo=UTC), datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert resumed("calendar_days", (begin, end)) == date(2026, 3, 31)


def test_a_weekend_takes_no_working_day_away() -> None:
    assert resumed("working_days", (local(6, 9), local(9, 9))) == date(2026, 3, 31)
    assert resumed("working_days", (local(7, 0), local(8, 23))) == DUE.due_on


@pytest.mark.parametrize("unit", ["hours", "calendar_days", "working_days"])
def test_a_due_date_of_working_days_ends_on_one_after_any_pause(unit: str) -> None:
    after = resumed(unit, (local(2, 10), local(7, 10)), rule="working_days")
    assert after == (date(2026, 4, 3) if unit == "working_days" else date(2026, 4, 6))


def test_the_same_time_is_given_back_once() -> None:
    past = given(RECEIVED, DUE, paused_at(days=1), RESUMED).under(under())
    again = past.when("pause_deadlines", occurred=when(days=1), now=at(days=3), **ASKED)
    values = again.refused(PausesOverlap).values
    assert (values["begins"], values["last_ended"]) == (str(at(days=1)), str(at(days=3)))
    inside = past.when("pause_deadlines", occurred=when(days=2), now=at(days=3), **ASKED)
    inside.refused(PausesOverlap)
    past.when("pause_deadlines", occurred=when(days=3), now=at(days=3), **ASKED).then(PAUSED)


def test_a_due_date_that_was_set_again_remembers_its_pauses() -> None:
    again = DUE.model_copy(
        update={"deadline_id": named("again"), "replaces": DUE.deadline_id, "ground_code": None}
    )
    past = given(RECEIVED, DUE, paused_at(days=1), RESUMED, again).under(under())
    asked = {"occurred": when(days=2), "now": at(days=3), **ASKED}
    past.when("pause_deadlines", **asked).refused(PausesOverlap)


def test_what_came_from_another_complaint_tells_when_it_was_paused_there() -> None:
    spans = {"since_at": at(days=1), "until_at": at(days=2)}
    stood = StoodStill(rule_id="waiting", ground_code="police_case", **spans)
    came = DUE.model_copy(update={"ground_code": "carried", "stood_still": (stood,)})
    past = given(RECEIVED, NewEvent(event=came, occurred=when(days=3))).under(under())
    asked = {"now": at(days=3), **ASKED}
    past.when("pause_deadlines", occurred=when(days=1), **asked).refused(PausesOverlap)
    past.when("pause_deadlines", occurred=when(days=2), **asked).then(PAUSED)


def test_no_clock_stood_still_before_it_was_set_going() -> None:
    later = DUE.model_copy(update={"starts": when(days=2)})
    past = given(RECEIVED, later, paused_at(days=0)).under(under(unit="hours"))
    (moved,) = past.when("resume_deadlines", now=at(days=3)).the(DeadlineResumed).deadlines
    assert moved.due_at == DUE.due_at + timedelta(days=1)


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (1, False), (2, True), (20, True)])
def test_a_handler_tells_of_a_pause_within_the_days_of_the_policy(days: int, is_late: bool) -> None:
    past = given(RECEIVED, DUE).under(under())
    asked = {"occurred": when(days=1), "now": at(days=1 + days), **ASKED}
    told = past.when("pause_deadlines", **asked)
    if not is_late:
        told.then(PAUSED)
        return
    told.then(ApprovalRequested)
    begun = past.approved("pause_deadlines", by=APPROVER, **asked)
    assert begun.then(DeadlinePaused).facts[0].occurred == when(days=1)
    given(RECEIVED, DUE).under(under(back_dating_days=20)).when("pause_deadlines", **asked).then(
        PAUSED
    )


def test_a_suspension_that_stops_clocks_is_told_in_time_and_once_too() -> None:
    stopping = under(with_suspension=True)
    asked = {"occurred": when(days=1), "now": at(days=9), **ASKED}
    past = given(RECEIVED, DUE)
    past.under(stopping).when("suspend_handling", **asked).then(ApprovalRequested)
    begun = past.under(stopping).approved("suspend_handling", by=APPROVER, **asked)
    assert begun.then(HandlingSuspended, SUSPENDED).facts[0].occurred == when(days=1)
    past.under(under()).when("suspend_handling", **asked).then(HandlingSuspended)
    had = given(RECEIVED, DUE, paused_at(days=1), RESUMED).under(stopping)
    had.when("suspend_handling", **{**asked, "now": at(days=2)}).refused(PausesOverlap)


def test_a_handler_may_tell_late_that_the_work_went_on() -> None:
    """It gives less time, not more: refused, the clock would stand still until it is told."""
    past = given(RECEIVED, DUE, paused_at(days=1)).under(under())
    late = past.when("resume_deadlines", occurred=when(days=3), now=at(days=30))
    (moved,) = late.the(DeadlineResumed).deadlines
    assert moved.due_on == date(2026, 4, 1)


def test_a_complaint_goes_on_under_a_policy_that_has_none_of_its_calendars() -> None:
    elsewhere = DUE.model_copy(update={"calendar_id": "gone"})
    past = given(RECEIVED, elsewhere, paused_at(days=1)).under(under(unit="working_days"))
    (moved,) = past.when("resume_deadlines", now=at(days=2)).the(DeadlineResumed).deadlines
    assert moved.due_on == date(2026, 3, 31)


def test_a_due_date_beyond_the_known_years_is_an_estimate() -> None:
    known = {"first_year": 2020, "last_year": 2025}
    calendars = [{**one.model_dump(), **known} for one in POLICY.calendars]
    under_old = policy(calendars=calendars, pauses=[RULE])
    past = given(RECEIVED, DUE, paused_at(days=1)).under(under_old)
    (moved,) = past.when("resume_deadlines", now=at(days=3)).the(DeadlineResumed).deadlines
    assert (moved.due_on, moved.is_estimated) == (date(2026, 4, 1), True)


def test_an_earlier_pause_is_told_after_a_later_one_and_each_day_is_given_back_once() -> None:
    policy_ = under(back_dating_days=20)
    past: list[Any] = [RECEIVED, DUE, paused_at(days=8)]
    past += given(*past).under(policy_).when("resume_deadlines", now=at(days=10)).facts
    assert given(*past).complaint.deadlines[DUE.deadline_id].due_on == date(2026, 4, 1)
    earlier = {"occurred": when(days=2), "now": at(days=12), **ASKED}
    past += given(*past).under(policy_).when("pause_deadlines", **earlier).then(PAUSED).facts
    for ended, due_on in ((when(days=5), date(2026, 4, 6)), (when(days=12), date(2026, 4, 9))):
        told = given(*past).under(policy_).when("resume_deadlines", occurred=ended, now=at(days=12))
        (moved,) = told.the(DeadlineResumed).deadlines
        assert moved.due_on == due_on, "the 4th of April is a Saturday"


def test_an_earlier_pause_can_be_asked_for_after_a_later_one() -> None:
    past: list[Any] = [RECEIVED, DUE, paused_at(days=8)]
    past += given(*past).under(under()).when("resume_deadlines", now=at(days=10)).facts
    earlier = {"occurred": when(days=2), "now": at(days=12), **ASKED}
    given(*past).under(under()).when("pause_deadlines", **earlier).then(ApprovalRequested)
