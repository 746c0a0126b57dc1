"""Invariant 15: what is due goes over as it stands, gets no later, and comes back (6.2, 7.3)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.policy_files import preset
from domain.complaint import events as e
from domain.complaint.state import DeadlineState
from domain.event import DomainEvent
from tests.support.controls import (
    ACKNOWLEDGED,
    COMPLAINT,
    HANDLER,
    ISSUE,
    PRIVACY_OFFICER,
    RECEIVED,
    TWO_ISSUES,
    at,
    named,
    policy,
    when,
)
from tests.support.given import Given, Outcome, given
from tests.support.merged import TARGET, THERE, due, joined_by

INTO = {"into_id": TARGET}
WAITING = policy(
    pauses=[
        {
            "rule_id": "waiting",
            "kinds": ["response"],
            "ground_codes": ["awaiting_complainant"],
            "unit": "calendar_days",
        }
    ]
)
LATE = named("theirs")


def missed(day: int, name: str = "response") -> tuple[DomainEvent, ...]:
    """A response that was due on this day of March, and missed."""
    set_ = due("response", day, deadline_id=named(name))
    return (set_, e.DeadlineMissed(deadline_id=named(name), due_at=set_.due_at))


def paused(name: str = "response") -> e.DeadlinePaused:
    return e.DeadlinePaused(
        deadline_ids=(named(name),), ground_code="awaiting_complainant", rule_id="waiting"
    )


def theirs(day: int) -> e.DeadlineSet:
    return due("response", day, deadline_id=LATE)


def still_due(done: Outcome) -> DeadlineState:
    """The response that the target owes after the command."""
    (found,) = [each for each in done.other(TARGET).deadlines.values() if each.is_open]
    return found


def merging(here: tuple[DomainEvent, ...], there: tuple[DomainEvent, ...], **more: Any) -> Outcome:
    asked = given(RECEIVED, *here).beside(TARGET, THERE, *there).under(WAITING)
    return asked.when("merge_complaint", **INTO, **more)


def test_a_missed_date_goes_over_as_a_missed_one() -> None:
    held = still_due(merging(missed(3), (theirs(20),), now=at(days=5)))
    assert (held.status, held.due_on, held.was_missed) == ("missed", date(2026, 3, 3), True)
    assert (held.fact.ground_code, held.fact.from_id) == ("carried", COMPLAINT)


def test_of_two_that_were_missed_the_earlier_counts() -> None:
    held = still_due(merging(missed(3), missed(5, "theirs"), now=at(days=8)))
    assert (held.status, held.due_on) == ("missed", date(2026, 3, 3))
    held = still_due(merging(missed(5), missed(3, "theirs"), now=at(days=8)))
    assert (held.fact.deadline_id, held.due_on) == (LATE, date(2026, 3, 3))


def test_a_date_that_runs_is_not_replaced_by_one_that_stands_still_and_is_later_by_now() -> None:
    """Paused for six days, the target's 4th of March is the 10th by now; the source's 8th holds."""
    done = merging((due("response", 8),), (theirs(4), paused("theirs")), now=at(days=6))
    held = still_due(done)
    assert (held.status, held.due_on) == ("running", date(2026, 3, 8))


def test_the_days_of_a_pause_are_not_lost() -> None:
    done = merging((due("response", 4), paused()), (theirs(8),), now=at(days=6))
    assert (still_due(done).fact.deadline_id, still_due(done).due_on) == (LATE, date(2026, 3, 8))


def test_where_both_stand_still_the_earlier_goes_over_with_the_ground_of_its_pause() -> None:
    done = merging((due("response", 4), paused()), (theirs(8), paused("theirs")), now=at(days=3))
    held = still_due(done)
    assert (held.status, held.pause_rule_id, held.pause_ground) == (
        "paused",
        "waiting",
        "awaiting_complainant",
    )
    assert held.paused == when(minutes=2), "the days before the merger are given back too"
    told = done.the(e.DeadlinePaused)
    assert (told.deadline_ids, told.since) == ((held.fact.deadline_id,), when(minutes=2))


def test_an_extension_is_used_up_where_it_was_carried_to() -> None:
    extended = e.DeadlineExtended(
        deadline_id=named("response"),
        old_due_at=due("response", 4).due_at,
        new_due_on=date(2026, 3, 10),
        new_due_at=datetime(2026, 3, 11, tzinfo=UTC),
        rule_id="more",
        ground_code="complex",
        is_agreed=False,
    )
    held = still_due(merging((due("response", 4), extended), (theirs(20),)))
    assert (held.due_on, held.extended) == (date(2026, 3, 10), 1)
    assert held.fact.first_due_on == date(2026, 3, 4)


def housing(done: Outcome, *past: DomainEvent) -> Given:
    """The target goes on under a policy whose response counts from the acknowledgement."""
    return Given((THERE, *past, *done.there(TARGET)), preset("uk_housing_ombudsman"))


def test_a_start_that_happens_again_does_not_make_a_carried_date_later() -> None:
    done = merging((due("response", 16),), ())
    (carried,) = done.all(e.DeadlineSet)
    told = housing(done).when(
        "acknowledge", command="told", now=at(days=10), occurred=when(days=10)
    )
    own, held = [one for one in told.all(e.DeadlineSet) if one.kind == "response"]
    assert own.due_on == date(2026, 3, 26)
    assert (held.due_on, held.replaces) == (date(2026, 3, 16), own.deadline_id)
    assert (held.from_id, own.replaces) == (COMPLAINT, carried.deadline_id)


def test_a_part_keeps_its_earlier_date_when_it_is_acknowledged() -> None:
    past = (TWO_ISSUES, due("response", 16))
    done = given(*past).when("split_complaint", issue_ids=[ISSUE])
    (part,) = done.the(e.ComplaintSplit).new_ids
    housed = Given(tuple(done.there(part)), preset("uk_housing_ombudsman"))
    told = housed.when("acknowledge", command="told", now=at(days=10), occurred=when(days=10))
    held = [one for one in told.complaint.deadlines.values() if one.is_open]
    assert [(one.fact.kind, one.due_on) for one in held] == [("response", date(2026, 3, 16))]


BACK = {"ground_code": "mistake", "by": PRIVACY_OFFICER, "command": "back"}


@pytest.mark.parametrize(
    ("own", "status"),
    [
        ((theirs(20),), "running"),
        ((theirs(20), paused("theirs")), "paused"),
        (missed(5, "theirs"), "missed"),
    ],
)
def test_unmerged_the_target_owes_what_it_owed_before(
    own: tuple[DomainEvent, ...], status: str
) -> None:
    merged = merging(missed(3), own, now=at(days=8))
    done = joined_by(merged, own).under(WAITING).when("unmerge_complaint", **BACK, now=at(days=8))
    held = still_due(done)
    assert (held.status, held.due_at, held.fact.from_id) == (status, own[0].due_at, None)  # type: ignore[attr-defined]
    assert (held.pause_ground is not None) == (status == "paused")


def test_unmerged_nothing_is_left_that_the_target_never_owed() -> None:
    merged = merging((due("response", 10),), ())
    done = joined_by(merged, ()).when("unmerge_complaint", **BACK)
    assert not [one for one in done.other(TARGET).deadlines.values() if one.is_open]


def test_unmerged_a_pause_goes_on_as_a_pause() -> None:
    here = (due("response", 10), paused())
    merged = merging(here, (theirs(5),))
    done = joined_by(merged, (theirs(5),), here).when("unmerge_complaint", **BACK)
    (again,) = [one for one in done.complaint.deadlines.values() if one.is_open]
    assert (again.status, again.due_on, again.paused) == (
        "paused",
        date(2026, 3, 10),
        when(minutes=2),
    )


def test_how_gravely_a_matter_was_judged_holds_where_it_goes_on() -> None:
    grave = e.ComplaintAssessed(
        severity_code="high",
        scale_version=1,
        is_safety=False,
        priority_code="high",
        handling_code="extra_care",
    )
    mild = grave.model_copy(
        update={"severity_code": "low", "priority_code": "low", "handling_code": None}
    )
    done = merging((grave,), (mild,))
    judged = done.other(TARGET).assessment
    assert judged
    assert (judged.severity_code, judged.priority_code) == ("high", "high")
    assert judged.handling_code == "extra_care"
    assert merging((mild,), (grave,)).all(e.ComplaintAssessed) == []
    assert merging((grave,), ()).all(e.ComplaintAssessed) == [], "its own points come first"


def test_the_receipt_and_the_acknowledgement_are_told_to_the_complaint_that_goes_on() -> None:
    told = merging((ACKNOWLEDGED,), ()).the(e.DuplicateAbsorbed)
    assert (told.received, told.acknowledged) == (when(), when(minutes=1))
    assert HANDLER.id not in told.model_dump().values()


def test_a_rule_that_is_meant_once_the_issues_came_is_compared_as_it_is_then() -> None:
    """The product of what came in has a shorter clock of its own: one response is due, no two."""
    fca = preset("uk_fca_disp")
    here = (
        given()
        .under(fca)
        .when("receive", narrative="Late", issues=[{"product_code": "payment_services"}])
    )
    there = given().under(fca).when("receive", narrative="Late", command="there")
    past = [fact.event for fact in here.facts]
    asked = given(*past).under(fca).beside(TARGET, *(fact.event for fact in there.facts))
    done = asked.when("merge_complaint", command="merge", **INTO)
    responses = [
        one
        for one in done.other(TARGET).deadlines.values()
        if one.is_open and one.fact.kind == "response" and one.fact.about is None
    ]
    own = [one for one in given(*past).complaint.deadlines.values() if one.fact.kind == "response"]
    assert [one.due_at for one in responses] == [own[0].due_at]
