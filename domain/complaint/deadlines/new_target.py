"""6.2 After a miss there may be a new target; the miss stays a miss (invariant 17)."""

from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.deadlines.passing import deadline_named
from domain.complaint.deadlines.working_days import moved
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.preconditions import HasEnded
from domain.complaint.state import Complaint, DeadlineState
from domain.errors import Refusal
from domain.policy.kinds import MAY_RUN_AFTER_ENDING
from domain.roles import MANAGEMENT
from domain.values import Day, When

NEW_TARGET = "new_target"
"""The rule behind a day that somebody set after a miss."""


class NothingMissed(Refusal, code="NothingMissed"):
    """No due date of the complaint was missed and is still open."""

    clause = "6.2"
    rule = "a new target follows a miss"
    instead = "extend the deadline while it runs"


class TargetPast(Refusal, code="TargetPast"):
    """A new target that nobody can reach."""

    clause = "6.2"
    rule = "a new target lies ahead"
    instead = "give a day that is not over"


class SetNewTarget(Act):
    """What was missed is to be done by another day."""

    deadline_id: UUID
    due_on: Annotated[Day, Field(description="The day by which it is to be done now")]


def _may_set(draft: Draft) -> None:
    complaint = draft.complaint
    missed = [one for one in complaint.deadlines.values() if _is_missed(complaint, one)]
    if not missed:
        raise NothingMissed(complaint=complaint.reference)
    if all(_is_over(complaint, one) for one in missed):
        raise HasEnded(complaint=complaint.reference, state=complaint.state)


def _is_missed(complaint: Complaint, deadline: DeadlineState) -> bool:
    """Whether it is missed, and nothing that stands took its place: cancelled targets do not."""
    own = deadline.fact.deadline_id
    later = [one for one in complaint.deadlines.values() if one.fact.replaces == own]
    is_bare = later and all(_is_cancelled_target(one) for one in later)
    return deadline.status == "missed" or bool(deadline.was_missed and is_bare)


def _is_cancelled_target(deadline: DeadlineState) -> bool:
    return deadline.fact.rule_id == NEW_TARGET and deadline.status == "cancelled"


def _is_over(complaint: Complaint, deadline: DeadlineState) -> bool:
    """Whether nothing can be due of this kind any more, since the complaint has ended."""
    return not complaint.is_open and deadline.fact.kind not in MAY_RUN_AFTER_ENDING


def _set_new_target(draft: Draft, command: SetNewTarget) -> None:
    deadline = deadline_named(draft, command.deadline_id)
    fact = deadline.fact
    if not _is_missed(draft.complaint, deadline):
        raise NothingMissed(kind=fact.kind, deadline_id=command.deadline_id, status=deadline.status)
    if _is_over(draft.complaint, deadline):
        raise HasEnded(complaint=draft.complaint.reference, state=draft.complaint.state)
    due = moved(deadline, command.due_on - deadline.due_on, draft.context.policy)
    today = draft.context.now.astimezone(ZoneInfo(fact.zone)).date()
    if command.due_on < today or due.due_at <= draft.context.now:
        raise TargetPast(due_on=command.due_on, now=draft.context.now)
    reference = draft.context.policy_ref
    target = fact.model_copy(
        update={
            "deadline_id": draft.new_id("deadline"),
            "policy_id": reference.id,
            "policy_version": reference.version,
            "rule_id": NEW_TARGET,
            "starts": When(at=draft.context.now, zone=fact.zone),
            "due_on": due.due_on,
            "due_at": due.due_at,
            "warn_at": None,
            "ground_code": None,
            "times_extended": None,
            "first_due_on": None,
            "stood_still": None,
            "is_estimated": due.is_estimated,
            "replaces": fact.deadline_id,
            "settles_event_ids": command.settles_event_ids or None,
        }
    )
    draft.add(target, of=command)


set_new_target = Decider(
    "set_new_target",
    SetNewTarget,
    _set_new_target,
    clause="6.2",
    summary="Set another day for what was missed",
    roles=MANAGEMENT,
    may=_may_set,
)
"""Set another day for what was missed; the miss stays a miss (invariant 17)."""
