"""6.2 How far a due date moves by the policy, and what the complainant is told of it first."""

from datetime import date, datetime, timedelta
from uuid import UUID

from domain.complaint.deadlines.applicable_rule import footing, is_for_clock
from domain.complaint.deadlines.day_count import day_after
from domain.complaint.deadlines.rule_choice import closest
from domain.complaint.deadlines.state import NEW_TARGET
from domain.complaint.deadlines.working_days import moved
from domain.complaint.draft import Draft
from domain.complaint.linking.brought_matter import listed
from domain.complaint.linking.kept_informed import to_be_told
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.tracking.communications import is_notice, untold_of
from domain.errors import Refusal
from domain.policy import ExtensionRule

ABOVE_LIMIT = "management_representative"
"""Moves due dates further than the policy lets others, as approvers do."""


class NoExtension(Refusal, code="NoExtension"):
    """A due date that the policy lets nobody move."""

    clause = "6.2"
    rule = "the policy has no extension for this deadline"
    instead = "keep it, or adopt a policy that has one"


class NotTold(Refusal, code="NotTold"):
    """Nobody told the complainant that it takes longer."""

    clause = "7.3"
    rule = "the complainant is told of the new day before it counts"
    instead = (
        "send a holding update, or one with final_expected_on, or record the call in which they "
        "were told with final_expected_on, and name its event in notice_event_id"
    )


class ToldOtherDay(NotTold, code="ToldOtherDay"):
    """The complainant was told of an earlier day than the due date would move to."""

    clause = "7.3"
    rule = "an extension goes no further than the day that the complainant was told"
    instead = "give that day, or send an update that names the later one first"


class OthersNotTold(NotTold, code="OthersNotTold"):
    """Of those to whom it is due somebody was not told of the new day."""

    clause = "7.3"
    rule = "an extension is told to each who complains and must agree, or to whom alone it is due"
    instead = "send each of them an update whose final_expected_on is the new day"


class NoticeUsed(NotTold, code="NoticeUsed"):
    """One notice would serve a second extension."""

    clause = "7.3"
    rule = "each extension is told in a notice of its own"
    instead = "send another update that names the new day, and name its event"


def rule_for(draft: Draft, deadline: DeadlineState) -> ExtensionRule:
    """The rule for the clock that made the date, whatever the complaint is about by now.

    Raises NoExtension.
    """
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
    replaced = _missed_before(complaint, deadline)
    return _first_set(complaint, replaced) if replaced else deadline


def _missed_before(complaint: Complaint, deadline: DeadlineState) -> DeadlineState | None:
    """What was missed, where the due date is the target that followed it."""
    replaced = complaint.deadlines.get(deadline.fact.replaces) if deadline.fact.replaces else None
    return replaced if deadline.fact.rule_id == NEW_TARGET else None


def times_moved(complaint: Complaint, deadline: DeadlineState) -> int:
    """How often it was moved: extended, or set anew after a miss, counted from the first day."""
    before = _missed_before(complaint, deadline)
    return deadline.extended + (1 + times_moved(complaint, before) if before else 0)


def furthest(
    draft: Draft, deadline: DeadlineState, rule: ExtensionRule, *, since: date | None = None
) -> timedelta:
    """How much later the rule lets it be. since: the day from which it counts, unless its own."""
    since = since or deadline.due_on
    if rule.unit == "hours":
        return since - deadline.due_on + timedelta(hours=rule.amount)
    calendar = draft.context.policy.calendar(deadline.fact.calendar_id)
    until = day_after(since, rule.amount, rule.unit, calendar)
    return until - deadline.due_on


def check_told(
    draft: Draft, deadline: DeadlineState, rule: ExtensionRule, notice: UUID | None, due_on: date
) -> None:
    """That a notice of its own told of the new day, where the policy asks for one.

    Raises NotTold, NoticeUsed, ToldOtherDay, OthersNotTold.
    """
    complaint = draft.complaint
    if (rule.needs_notice or notice) and not is_notice(complaint, notice):
        raise NotTold(rule=rule.rule_id, notice_event_id=notice)
    same = [one for one in complaint.deadlines.values() if one.fact.kind == deadline.fact.kind]
    if notice and any(notice in one.notices for one in same):
        raise NoticeUsed(notice_event_id=notice)
    told_on = complaint.days_told.get(notice) if notice else None
    if told_on is not None and told_on < due_on:
        raise ToldOtherDay(told_on=told_on, due_on=due_on, notice_event_id=notice)
    several = to_be_told(complaint, deadline) if rule.needs_notice or notice else ()
    if untold := untold_of(complaint, several, notice, due_on):
        raise OthersNotTold(due_on=due_on, party_ids=listed(complaint, untold))


def is_beyond_extension(draft: Draft, deadline: DeadlineState, due_at: datetime) -> bool:
    """Whether a due date would be later than one extension by the policy makes it."""
    try:
        most = furthest(draft, deadline, rule_for(draft, deadline))
    except NoExtension:
        most = timedelta()
    return due_at > moved(deadline, most, draft.context.policy).due_at
