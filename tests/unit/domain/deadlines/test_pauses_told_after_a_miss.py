"""6.2 A pause told after a miss is judged at its own time, and nobody alone undoes a miss."""

from typing import Any

import pytest

from domain.complaint.deadlines.pausing import NothingRuns
from domain.complaint.events import (
    ApprovalRequested,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
    HandlingSuspended,
    NoteAdded,
)
from domain.decision_context import NewEvent
from domain.system_actors import system_actor
from projections._parts.timeliness import Target, is_in_time, targets_after
from tests.support.clocks_told import begun, due, on
from tests.support.controls import APPROVER, HANDLER, RECEIVED, SMALL, at, context, when
from tests.support.given import Given, given, history
from tests.support.pauses import ASKED, DUE, RULE, under

MISSED = NewEvent(
    event=DeadlineMissed(deadline_id=DUE.deadline_id, due_at=DUE.due_at),
    occurred=when(days=28),
    actor=system_actor("clock"),
)
TOLD: dict[str, Any] = {"occurred": when(days=28), "now": at(days=29), **ASKED}
"""From the last day of the response on, told on the next day."""


def noted(by: Any) -> NewEvent:
    return NewEvent(
        event=NoteAdded(note="A page", visibility_code="internal"), occurred=when(days=29), actor=by
    )


def missed(*more: Any, **rule: Any) -> Given:
    return given(RECEIVED, DUE, MISSED, *more).under(under(**rule))


def proof_of(past: Given) -> Any:
    return history(*past.past)[-1].event_id


def standing(outcome: Any) -> list[tuple[str, bool]]:
    every = outcome.complaint.deadlines.values()
    return [(one.status, one.was_missed) for one in every if one.fact.kind == "response"]


@pytest.mark.parametrize("has_looked", [True, False])
def test_a_proved_pause_stops_what_was_missed_since_and_the_miss_stays_on_record(
    has_looked: bool,
) -> None:
    """The clock may have looked already, or not: it makes no difference."""
    past = given(RECEIVED, DUE, *([MISSED] if has_looked else []), noted(APPROVER)).under(under())
    outcome = past.when("pause_deadlines", entered_from=proof_of(past), **TOLD)
    anew = outcome.the(DeadlineSet)
    assert (anew.replaces, anew.ground_code) == (DUE.deadline_id, "corrected")
    assert outcome.the(DeadlinePaused).deadline_ids == (anew.deadline_id,)
    assert standing(outcome) == [("replaced", True), ("paused", False)]
    targets: tuple[Target, ...] = ()
    for one in (DUE, MISSED.event, *[fact.event for fact in outcome.facts]):
        targets = targets_after(targets, one, at(30))
    assert is_in_time(targets) is None


def test_it_goes_on_with_the_time_that_was_left() -> None:
    past = missed(noted(APPROVER))
    paused = past.when("pause_deadlines", entered_from=proof_of(past), **TOLD)
    again = given(*past.past, *paused.facts).under(under())
    outcome = again.when("resume_deadlines", now=at(days=33), command="resuming")
    (moved,) = outcome.the(DeadlineResumed).deadlines
    assert (moved.due_on - DUE.due_on).days >= 5


def test_one_person_alone_asks_for_approval() -> None:
    asked = missed().when("pause_deadlines", **TOLD)
    asked.then(ApprovalRequested)
    assert standing(asked) == [("missed", True)]
    approved = missed().approved("pause_deadlines", by=APPROVER, **TOLD)
    assert standing(approved) == [("replaced", True), ("paused", False)]


@pytest.mark.parametrize(("by", "status"), [(HANDLER, "missed"), (APPROVER, "paused")])
def test_ones_own_later_word_proves_nothing(by: Any, status: str) -> None:
    story = begun("2026-03-02", under())
    story.wait(days=29)
    story.do("add_note", note="Page 12 of the letter book", by=by)
    since = {"occurred": on("2026-03-30"), "entered_from": story.events[-1].event_id, **ASKED}
    story.do("pause_deadlines", **since)
    assert due(story)[0] == status


def test_an_unproved_miss_stays_beside_what_stops() -> None:
    other = DUE.model_copy(
        update={"deadline_id": context().new_id("later"), "kind": "holding_response"}
    ).model_copy(update={"due_at": at(days=60)})
    past = given(RECEIVED, DUE, MISSED, other).under(under(kinds=["response", other.kind]))
    outcome = past.when("pause_deadlines", **TOLD)
    assert outcome.the(DeadlinePaused).deadline_ids == (other.deadline_id,)
    assert standing(outcome) == [("missed", True)]
    named = {"deadline_ids": [DUE.deadline_id], **TOLD}
    past.when("pause_deadlines", **named).then(ApprovalRequested)


def test_a_pause_that_began_when_it_was_over_stops_nothing() -> None:
    late = {**TOLD, "occurred": when(days=29), "now": at(days=30)}
    past = missed(noted(APPROVER))
    past.when("pause_deadlines", entered_from=proof_of(past), **late).refused(NothingRuns)
    assert past.may("pause_deadlines", now=at(days=30)) == ""


def test_a_suspension_stops_it_too_if_proved() -> None:
    past = missed(noted(APPROVER), with_suspension=True)
    outcome = past.when("suspend_handling", entered_from=proof_of(past), **TOLD)
    outcome.then(HandlingSuspended, DeadlineSet, DeadlinePaused)
    assert standing(outcome) == [("replaced", True), ("paused", False)]
    alone = past.when("suspend_handling", **TOLD)
    alone.then(HandlingSuspended)
    assert standing(alone) == [("missed", True)]


def test_where_the_policy_waives_the_second_person_a_proof_is_enough() -> None:
    small = SMALL.model_copy(update={"pauses": under().pauses})
    assert small.pauses[0].rule_id == RULE["rule_id"]
    past = given(RECEIVED, DUE, MISSED, noted(HANDLER)).under(small)
    outcome = past.when("pause_deadlines", entered_from=proof_of(past), **TOLD)
    assert standing(outcome) == [("replaced", True), ("paused", False)]
