"""6.2 Due dates that move: before they have come, in bounds, and told (invariant 17)."""

from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import Asked
from domain.complaint.authority.approvals import approval_of
from domain.complaint.authority.separation import check_role
from domain.complaint.deadlines.applicable_rule import footing, is_for_clock
from domain.complaint.deadlines.day_count import day_after
from domain.complaint.deadlines.new_target import NEW_TARGET
from domain.complaint.deadlines.passing import DeadlineOver, deadline_named, something_is_due
from domain.complaint.deadlines.rule_choice import closest
from domain.complaint.deadlines.working_days import moved
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineExtended
from domain.complaint.state import Complaint, DeadlineState
from domain.errors import Refusal
from domain.policy import ExtensionRule
from domain.privacy import P3
from domain.roles import MANAGEMENT
from domain.values import Code, Day, VisibleText

ABOVE_LIMIT = "management_representative"
"""Moves due dates further than the policy lets others, as approvers do."""


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


class NoExtension(Refusal, code="NoExtension"):
    """A due date that the policy lets nobody move."""

    clause = "6.2"
    rule = "the policy has no extension for this deadline"
    instead = "keep it, or adopt a policy that has one"


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


class NotTold(Refusal, code="NotTold"):
    """Nobody told the complainant that it takes longer."""

    clause = "7.3"
    rule = "the complainant is told of the new day before it counts"
    instead = "send an update first, and name its event in notice_event_id"


class ToldOtherDay(NotTold, code="ToldOtherDay"):
    """The complainant was told of an earlier day than the due date would move to."""

    clause = "7.3"
    rule = "an extension goes no further than the day that the complainant was told"
    instead = "give that day in to_on, or send an update that names the later one first"


class NoticeUsed(NotTold, code="NoticeUsed"):
    """One notice would serve a second extension."""

    clause = "7.3"
    rule = "each extension is told in a notice of its own"
    instead = "send another update that names the new day, and name its event"


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
    rule = _rule_for(draft, deadline)
    _check_ground(rule, command)
    furthest = _furthest(draft, deadline, rule)
    new = furthest if command.to_on is None else command.to_on - deadline.due_on
    if new <= timedelta():
        raise NotLater(to_on=command.to_on, due_on=deadline.due_on)
    policy = draft.context.policy
    due = moved(deadline, new, policy)
    is_further = due.due_at > moved(deadline, furthest, policy).due_at
    is_beyond = is_further or deadline.extended >= rule.times
    if not is_beyond:
        check_role(draft, ABOVE_LIMIT, *policy.separation.approver_roles, rule.role)
    _check_told(draft, deadline, rule, command, due.due_on)
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
        **approval_of(draft, Asked(act=resolved), is_needed=is_beyond),
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


def _rule_for(draft: Draft, deadline: DeadlineState) -> ExtensionRule:
    """The rule for the clock that made the date, whatever the complaint is about by now."""
    kind, complaint = deadline.fact.kind, draft.complaint
    rests = footing(_first_set(complaint, deadline), complaint, draft.context)
    rule = closest(
        each
        for each in draft.context.policy.extensions
        if kind in each.kinds
        and each.stage in (None, deadline.stage)
        and is_for_clock(each.only, rests, complaint)
    )
    if rule is None:
        raise NoExtension(kind=kind, policy=draft.context.policy_ref.id)
    return rule


def _first_set(complaint: Complaint, deadline: DeadlineState) -> DeadlineState:
    """The due date that a rule made, of which this one is a later target."""
    replaced = complaint.deadlines.get(deadline.fact.replaces) if deadline.fact.replaces else None
    is_target = deadline.fact.rule_id == NEW_TARGET and replaced is not None
    return _first_set(complaint, replaced) if is_target and replaced else deadline


def _check_ground(rule: ExtensionRule, command: ExtendDeadline) -> None:
    if rule.ground_codes and command.ground_code not in rule.ground_codes:
        raise NotTheGround(ground_code=command.ground_code, grounds=", ".join(rule.ground_codes))


def _check_told(
    draft: Draft,
    deadline: DeadlineState,
    rule: ExtensionRule,
    command: ExtendDeadline,
    due_on: date,
) -> None:
    """That a notice of its own told of the new day, where the policy asks for one."""
    notice, complaint = command.notice_event_id, draft.complaint
    if (rule.needs_notice or notice) and notice not in draft.complaint.communications:
        raise NotTold(rule=rule.rule_id, notice_event_id=notice)
    same = [one for one in complaint.deadlines.values() if one.fact.kind == deadline.fact.kind]
    if notice and any(notice in one.notices for one in same):
        raise NoticeUsed(notice_event_id=notice)
    told_on = complaint.days_told.get(notice) if notice else None
    if told_on is not None and told_on < due_on:
        raise ToldOtherDay(told_on=told_on, due_on=due_on, notice_event_id=notice)
    if rule.needs_agreement and not command.is_agreed:
        raise NotAgreed(rule=rule.rule_id)


def _furthest(draft: Draft, deadline: DeadlineState, rule: ExtensionRule) -> timedelta:
    """How much later the rule lets it be."""
    if rule.unit == "hours":
        return timedelta(hours=rule.amount)
    calendar = draft.context.policy.calendar(deadline.fact.calendar_id)
    until = day_after(deadline.due_on, rule.amount, rule.unit, calendar)
    return until - deadline.due_on


def is_beyond_extension(draft: Draft, deadline: DeadlineState, due_at: datetime) -> bool:
    """Whether a due date would be later than one extension by the policy makes it."""
    try:
        furthest = _furthest(draft, deadline, _rule_for(draft, deadline))
    except NoExtension:
        furthest = timedelta()
    return due_at > moved(deadline, furthest, draft.context.policy).due_at


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
