"""Due dates set again as they stand: in another complaint, or after an ending (6.2, 7.3)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.events import AnewGround
from domain.complaint.deadlines.pause_arithmetic import ended, resumed_dates
from domain.complaint.deadlines.state import Pause
from domain.complaint.events import DeadlineLapsed, DeadlineMissed, DeadlinePaused, DeadlineSet
from domain.complaint.state import Complaint, DeadlineState
from domain.decision_context import DecisionContext
from domain.policy.kinds import ONLY_AFTER_ENDING
from domain.values import When

CARRIED: AnewGround = "carried"
Standing = DeadlinePaused | DeadlineMissed | DeadlineLapsed


def of_the_whole(complaint: Complaint) -> Iterator[DeadlineState]:
    """What the organisation still owes the complaint as a whole, in time or late."""
    for deadline in complaint.deadlines.values():
        fact = deadline.fact
        if deadline.is_open and fact.party == "organisation" and fact.about is None:
            yield deadline


def running_of(complaint: Complaint) -> Iterator[DeadlineState]:
    """What is due of the complaint as a whole, from whomever, while it is open; lapsed or not."""
    for deadline in complaint.deadlines.values():
        fact, is_due = deadline.fact, deadline.is_open or deadline.status == "lapsed"
        if is_due and fact.about is None and fact.kind not in ONLY_AFTER_ENDING:
            yield deadline


def of_parties(complaint: Complaint) -> Iterator[DeadlineState]:
    """What the organisation still owes to one person of the complaint alone."""
    for deadline in complaint.deadlines.values():
        about = deadline.fact.about
        is_alone = about is not None and about.kind == "party"
        if deadline.is_open and is_alone and deadline.fact.party == "organisation":
            yield deadline


def of_party(complaint: Complaint, party_id: UUID) -> list[DeadlineState]:
    """What the organisation still owes to this person alone."""
    every = of_parties(complaint)
    return [each for each in every if each.fact.about and each.fact.about.id == party_id]


def as_it_stands(deadline: DeadlineState, deadline_id: UUID, **changed: Any) -> DeadlineSet:
    """The same due date under another id, with the rule that made it and what moved it."""
    stands = ("due_on", "due_at", "warn_at", "is_estimated")
    due = {name: getattr(deadline, name) for name in stands}
    first_on = deadline.fact.first_due_on or deadline.fact.due_on
    moved = {
        "times_extended": deadline.extended or None,
        "first_due_on": first_on if first_on != deadline.due_on else None,
        "stood_still": tuple(one.stood_still for one in deadline.stood) or None,
    }
    return deadline.fact.model_copy(
        update={"deadline_id": deadline_id, "replaces": None, **due, **moved, **changed}
    )


def standing(deadline: DeadlineState, deadline_id: UUID) -> Iterator[Standing]:
    """What makes the due date with this id stand as this one does: still, or over."""
    if deadline.status == "paused":
        yield from pauses_of(deadline, deadline_id)
    elif deadline.status == "missed":
        yield DeadlineMissed(deadline_id=deadline_id, due_at=deadline.due_at)
    elif deadline.status == "lapsed":
        yield DeadlineLapsed(deadline_id=deadline_id, due_at=deadline.due_at)


def pauses_of(deadline: DeadlineState, deadline_id: UUID) -> Iterator[DeadlinePaused]:
    """What makes the due date with this id stand still on the grounds on which this one does."""
    for one in deadline.pauses:
        yield DeadlinePaused(
            deadline_ids=(deadline_id,),
            ground_code=one.ground_code,
            rule_id=one.rule_id,
            since=one.since,
            with_suspension=one.with_suspension or None,
        )


def before_it_ended(deadline: DeadlineState) -> DeadlineState:
    """A due date that was replaced or cancelled, as it stood until then."""
    if deadline.paused is not None:
        return replace(deadline, status="paused")
    return replace(deadline, status="missed" if deadline.was_missed else "running")


def resumed_now(deadline: DeadlineState, context: DecisionContext) -> DeadlineState:
    """The due date as if its pause ended now; any other as it is."""
    if deadline.status != "paused":
        return deadline
    resumed = When(at=context.now, zone=deadline.fact.zone)
    (due,) = resumed_dates([deadline], resumed=resumed, context=context)
    stood = deadline.stood_until(context.now)
    return replace(deadline, status="running", moved=due, pauses=(), stood=stood)


def as_work_goes_on(
    deadline: DeadlineState, complaint: Complaint, resumed: When, context: DecisionContext
) -> DeadlineState:
    """The due date as it stands in this complaint: without a suspension nothing stands by one."""
    if complaint.is_suspended or not any(map(_is_suspension, deadline.pauses)):
        return deadline
    due, left = ended(deadline, _is_suspension, resumed, context)
    stood = deadline.stood if left else deadline.stood_until(resumed.earliest)
    return replace(
        deadline, status="paused" if left else "running", moved=due, pauses=left, stood=stood
    )


def _is_suspension(pause: Pause) -> bool:
    return pause.with_suspension


def held_of(
    coming: DeadlineState, present: DeadlineState | None, context: DecisionContext
) -> DeadlineState | None:
    """What holds of two due dates for one thing; None where it is the present one as it stands.

    The earlier, each taken as if its pause ended now (invariant 15). It stands still only where
    both do: one that runs has no ground to stop.
    """
    if present is None:
        return coming
    come, there = (resumed_now(each, context) for each in (coming, present))
    if coming.status == present.status == "paused":
        return coming if come.due_at < there.due_at else None
    if come.due_at < there.due_at:
        return come
    return there if present.status == "paused" else None
