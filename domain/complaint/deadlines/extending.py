"""6.2 Due dates that move: before they have come, in bounds, and told (invariant 17)."""

from datetime import timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.authority.separation import check_role
from domain.complaint.deadlines.extension_limits import (
    ABOVE_LIMIT,
    check_told,
    furthest,
    rule_for,
    times_moved,
)
from domain.complaint.deadlines.passing import DeadlineOver, deadline_named, something_is_due
from domain.complaint.deadlines.working_days import moved
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineExtended
from domain.complaint.state import DeadlineState
from domain.errors import Refusal
from domain.policy import ExtensionRule
from domain.privacy import P3
from domain.roles import MANAGEMENT
from domain.values import Code, Day, VisibleText


class PastDue(Refusal, code="PastDue"):
    """A due date that has come."""

    clause = "6.2"
    rule = "a deadline is extended before it is due"
    instead = "set a new target: the miss stays a miss"


class StandsStill(Refusal, code="StandsStill"):
    """A due date whose clock stands still."""

    clause = "6.2"
    rule = "a deadline that stands still is not extended: its pause gives back what it takes"
    instead = "resume the deadlines first, then extend it by what is still needed"


class NotLater(Refusal, code="NotLater"):
    """A new day that is no later than the old."""

    clause = "6.2"
    rule = "an extension moves a deadline to a later day"
    instead = "give a later day"


class NotTheGround(Refusal, code="NotTheGround"):
    """A reason that the policy does not let count."""

    clause = "6.2"
    rule = "the policy extends this deadline on other grounds only"
    instead = "give one of them, or keep the deadline"


class NotAgreed(Refusal, code="NotAgreed"):
    """The complainant did not agree to a later day."""

    clause = "7.3"
    rule = "this deadline moves only with the complainant's agreement"
    instead = "ask them, and say is_agreed once they have"


class ExtendDeadline(Act):
    """It takes longer, and the complainant knows."""

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)

    deadline_id: UUID
    to_on: Annotated[Day | None, Field(description="The new day; the furthest, unless told")] = None
    ground_code: Code
    is_agreed: Annotated[bool, Field(description="Whether the complainant agreed")] = False
    notice_event_id: Annotated[
        UUID | None, Field(description="The update or contact that told the complainant")
    ] = None
    explanation: Annotated[VisibleText | None, P3] = None


def _extend_deadline(draft: Draft, command: ExtendDeadline) -> None:
    deadline = deadline_named(draft, command.deadline_id)
    _check_not_due(draft, deadline)
    rule = rule_for(draft, deadline)
    _check_ground(rule, command)
    most = furthest(draft, deadline, rule)
    new = most if command.to_on is None else command.to_on - deadline.due_on
    if new <= timedelta():
        raise NotLater(to_on=command.to_on, due_on=deadline.due_on)
    policy = draft.context.policy
    due = moved(deadline, new, policy)
    is_further = due.due_at > moved(deadline, most, policy).due_at
    is_beyond = is_further or times_moved(draft.complaint, deadline) >= rule.times
    if not is_beyond:
        check_role(draft, ABOVE_LIMIT, *policy.separation.approver_roles, rule.role)
    check_told(draft, deadline, rule, command.notice_event_id, due.due_on)
    if rule.needs_agreement and not command.is_agreed:
        raise NotAgreed(rule=rule.rule_id)
    resolved = command.model_copy(update={"to_on": due.due_on})
    extended = DeadlineExtended(
        deadline_id=command.deadline_id,
        old_due_at=deadline.due_at,
        new_due_on=due.due_on,
        new_due_at=due.due_at,
        new_warn_at=due.warn_at,
        rule_id=rule.rule_id,
        ground_code=command.ground_code,
        is_agreed=command.is_agreed,
        notice_event_id=command.notice_event_id,
        explanation=command.explanation,
        is_estimated=due.is_estimated,
        settles_event_ids=command.settles_event_ids or None,
        **approval_of(draft, ActForApproval(act=resolved), is_needed=is_beyond),
    )
    draft.add(extended, of=command)


def _check_not_due(draft: Draft, deadline: DeadlineState) -> None:
    is_past = draft.context.now > deadline.due_at and deadline.status != "paused"
    if deadline.status == "missed" or (deadline.status == "running" and is_past):
        raise PastDue(due_at=deadline.due_at, now=draft.context.now)
    if deadline.status == "paused":
        raise StandsStill(ground_code=deadline.pause_ground, due_on=deadline.due_on)
    if deadline.status != "running":
        raise DeadlineOver.of(deadline)


def _check_ground(rule: ExtensionRule, command: ExtendDeadline) -> None:
    if rule.ground_codes and command.ground_code not in rule.ground_codes:
        raise NotTheGround(ground_code=command.ground_code, grounds=", ".join(rule.ground_codes))


extend_deadline = Decider(
    "extend_deadline",
    ExtendDeadline,
    _extend_deadline,
    clause="6.2",
    summary="Move a deadline before it has come",
    roles=MANAGEMENT,
    may=something_is_due,
)
"""Move a due date before it has come (invariant 17); beyond the policy's with an approval."""
