"""6.2 After a miss there may be a new target; the miss stays a miss (invariant 17)."""

from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.authority.separation import check_role
from domain.complaint.deadlines.extension_limits import (
    ABOVE_LIMIT,
    NoExtension,
    check_told,
    furthest,
    rule_for,
    times_moved,
)
from domain.complaint.deadlines.passing import deadline_named
from domain.complaint.deadlines.state import NEW_TARGET
from domain.complaint.deadlines.working_days import moved
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineExtended, DeadlineSet
from domain.complaint.parts import NewDueDate
from domain.complaint.preconditions import HasEnded
from domain.complaint.state import Complaint, DeadlineState
from domain.errors import Refusal
from domain.policy import ExtensionRule
from domain.policy.kinds import MAY_RUN_AFTER_ENDING
from domain.roles import MANAGEMENT
from domain.values import Day, When

BEYOND_LIMIT = "beyond_limit"
"""Why a target is further than an extension would let it be."""


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

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)

    deadline_id: UUID
    due_on: Annotated[Day, Field(description="The day by which it is to be done now")]
    notice_event_id: Annotated[
        UUID | None, Field(description="The update or contact that told the complainant")
    ] = None


def _may_set(draft: Draft) -> None:
    complaint = draft.complaint
    missed = [one for one in complaint.deadlines.values() if _is_missed(complaint, one)]
    if not missed:
        raise NothingMissed(complaint=complaint.reference)
    if all(_is_over(complaint, one) for one in missed):
        raise HasEnded.of(complaint)


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
        raise HasEnded.of(draft.complaint)
    policy = draft.context.policy
    due = moved(deadline, command.due_on - deadline.due_on, policy)
    today = draft.context.now.astimezone(ZoneInfo(fact.zone)).date()
    if command.due_on < today or due.due_at <= draft.context.now:
        raise TargetPast(due_on=command.due_on, now=draft.context.now)
    rule = _rule_to_tell(draft, deadline, command, due.due_on)
    is_free = rule is not None and _lets(draft, deadline, rule)
    most = _most(draft, deadline, rule if is_free else None, today)
    within = min(due, moved(deadline, most, policy), key=lambda one: one.due_at)
    target = _target(draft, fact, within, command)
    told_by = command.notice_event_id or command.entered_from
    draft.add(target, of=command.model_copy(update={"entered_from": told_by}))
    if rule and is_free and within is due:
        check_role(draft, ABOVE_LIMIT, *policy.separation.approver_roles, rule.role)
        return
    extended = DeadlineExtended(
        deadline_id=target.deadline_id,
        old_due_at=target.due_at,
        new_due_on=due.due_on,
        new_due_at=due.due_at,
        rule_id=rule.rule_id if rule else NEW_TARGET,
        ground_code=BEYOND_LIMIT,
        is_agreed=False,
        notice_event_id=command.notice_event_id,
        is_estimated=due.is_estimated,
        **approval_of(draft, ActForApproval(act=command, ground_code=BEYOND_LIMIT)),
    )
    draft.add(extended, of=command)


def _rule_to_tell(
    draft: Draft, deadline: DeadlineState, command: SetNewTarget, due_on: date
) -> ExtensionRule | None:
    """The rule by which it could have been extended; its notice is due after a miss as before."""
    try:
        rule = rule_for(draft, deadline)
    except NoExtension:
        return None
    check_told(draft, deadline, rule, command.notice_event_id, due_on)
    return rule


def _lets(draft: Draft, deadline: DeadlineState, rule: ExtensionRule) -> bool:
    """Whether the rule would let one person extend it: not without a word that is not asked for."""
    is_spent = times_moved(draft.complaint, deadline) >= rule.times
    return not (is_spent or rule.needs_agreement or rule.ground_codes)


def _most(
    draft: Draft, deadline: DeadlineState, rule: ExtensionRule | None, today: date
) -> timedelta:
    """How far from what was missed: from today as far as the rule goes; the next day without."""
    if rule is None:
        return today + timedelta(days=1) - deadline.due_on
    return furthest(draft, deadline, rule, since=today)


def _target(draft: Draft, fact: DeadlineSet, due: NewDueDate, command: SetNewTarget) -> DeadlineSet:
    reference = draft.context.policy_ref
    return fact.model_copy(
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


set_new_target = Decider(
    "set_new_target",
    SetNewTarget,
    _set_new_target,
    clause="6.2",
    summary="Set another day for what was missed",
    roles=MANAGEMENT,
    may=_may_set,
)
"""Set another day for what was missed; the miss stays a miss (invariant 17).

It has the notice and the limits of an extension from that day on; beyond these with an approval.
"""
