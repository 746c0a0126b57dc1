"""A due date counted again from another start or by another rule; what moved it holds (6.2)."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from domain.complaint.deadlines.applicable_rule import Footing
from domain.complaint.deadlines.day_count import DueDate, day_after, due_date
from domain.complaint.deadlines.pause_arithmetic import with_pauses
from domain.complaint.deadlines.working_days import moved
from domain.complaint.deadlines.working_time import DAY
from domain.complaint.events import DeadlineSet
from domain.complaint.state import DeadlineState
from domain.policy import Calendar, DeadlineRule
from domain.values import When


def counted_again(
    rests: Footing,
    rule: DeadlineRule,
    starts: When,
    **told: Any,
) -> DeadlineSet:
    """The due date by this rule from this start.

    Pauses give back what they took, by their own rules. An extension holds from the right start
    too, in the unit of its rule, so that the policy's bounds hold with it, but never beyond the day
    that was named; by another rule's clock it was never granted. told: all else that is said of it.
    """
    deadline, policy = rests.deadline, rests.policy
    is_same_rule = rule.rule_id == rests.rule.rule_id
    calendar = policy.calendar(rule.calendar_id)
    first = DeadlineState(
        fact=deadline.fact.model_copy(
            update={
                **told,
                "rule_id": rule.rule_id,
                "party": deadline.fact.party if is_same_rule else rule.party,
                "calendar_id": calendar.calendar_id,
                "calendar_version": calendar.version,
                "starts": starts,
                "replaces": deadline.fact.deadline_id,
                "times_extended": (deadline.extended or None) if is_same_rule else None,
                "first_due_on": None,
                "stood_still": None,
                "settles_event_ids": None,
                **asdict(_counted(rests, rule, starts)),
            }
        )
    )
    stands = with_pauses(first, deadline.stood, policy, rests.pause_rule)
    if is_same_rule:
        stands = _with_extension(rests, rule, stands)
    if stands.moved is None or stands.due_at == first.due_at:
        return first.fact
    due = stands.moved.model_dump(include={"due_on", "due_at", "warn_at", "is_estimated"})
    return first.fact.model_copy(update={**due, "first_due_on": first.due_on})


def _counted(rests: Footing, rule: DeadlineRule, starts: When) -> DueDate:
    policy = rests.policy
    calendar = policy.calendar(rule.calendar_id)
    return due_date(rule, starts=starts, calendar=calendar, day_ends=policy.day_ends)


def _with_extension(rests: Footing, rule: DeadlineRule, stands: DeadlineState) -> DeadlineState:
    """The due date later by what extended it, but not for a new start later than was named."""
    was, policy = rests.deadline, rests.policy
    if by := _extended(rests, rule, rests.was or was, stands):
        stands = replace(stands, moved=moved(stands, by, policy))
    is_begun_anew = stands.fact.starts != was.fact.starts
    if was.extended and is_begun_anew and stands.due_at > was.due_at:
        return replace(stands, moved=moved(stands, was.due_on - stands.due_on, policy))
    return stands


def _extended(
    rests: Footing, rule: DeadlineRule, was: DeadlineState, stands: DeadlineState
) -> timedelta:
    """By how much extensions make it later now, in the unit of the rule. was: as it stood."""
    if not was.extended and was.fact.first_due_on is None:
        return timedelta()
    counted = was.fact.model_copy(update=asdict(_counted(rests, rule, was.fact.starts)))
    first = DeadlineState(fact=counted)
    before = with_pauses(first, was.stood, rests.policy, rests.pause_rule)
    if rule.unit == "hours":
        return was.due_at - before.due_at
    if rule.unit != "working_days":
        return was.due_on - before.due_on
    calendar = rests.policy.calendar(rule.calendar_id)
    left = _working_days(before.due_on, was.due_on, calendar)
    return day_after(stands.due_on, left, "working_days", calendar) - stands.due_on


def _working_days(first: date, last: date, calendar: Calendar) -> int:
    """How many working days lie after the first day and not after the last."""
    days = range(1, (last - first).days + 1)
    return sum(calendar.is_working_day(first + number * DAY) for number in days)
