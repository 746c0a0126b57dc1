"""A due date counted again from another start or by another rule; what moved it holds (6.2)."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from domain.consequences.meant import Footing
from domain.due_dates import DueDate, due_date
from domain.events import DeadlineSet
from domain.moving import moved
from domain.policy import Calendar, DeadlineRule
from domain.state import DeadlineState
from domain.values import When
from domain.working_time import DAY


def counted_again(rests: Footing, rule: DeadlineRule, starts: When, **told: Any) -> DeadlineSet:
    """The due date by this rule from this start.

    Pauses give back what they took. An extension holds from the right start too, in the unit of its
    rule, so that the policy's bounds hold with it; by another rule's clock it was never granted.
    told: all else that is said of it.
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
                "settles_event_ids": None,
                **asdict(_counted(rests, rule, starts)),
            }
        )
    )
    by = _kept(rests, rule, first.due_on, calendar)
    if not by:
        return first.fact
    stands = moved(first, by, policy)
    due = stands.model_dump(include={"due_on", "due_at", "warn_at", "is_estimated"})
    return first.fact.model_copy(update={**due, "first_due_on": first.due_on})


def _counted(rests: Footing, rule: DeadlineRule, starts: When) -> DueDate:
    policy = rests.policy
    calendar = policy.calendar(rule.calendar_id)
    return due_date(rule, starts=starts, calendar=calendar, day_ends=policy.day_ends)


def _kept(rests: Footing, rule: DeadlineRule, first: date, calendar: Calendar) -> timedelta:
    """By how much it is later than counted. first: the day counted."""
    deadline = rests.deadline
    if rule.rule_id != rests.rule.rule_id:
        return deadline.given_back if rule.unit == "hours" else deadline.given_back // DAY * DAY
    was = _counted(rests, rule, deadline.fact.starts)
    if rule.unit == "hours":
        return deadline.due_at - was.due_at
    if rule.unit != "working_days":
        return deadline.due_on - was.due_on
    left = _working_days(was.due_on, deadline.due_on, calendar)
    day = first
    while left:
        day = calendar.next_working_day(day + DAY)
        left -= 1
    return day - first


def _working_days(first: date, last: date, calendar: Calendar) -> int:
    """How many working days lie after the first day and not after the last."""
    days = range(1, (last - first).days + 1)
    return sum(calendar.is_working_day(first + number * DAY) for number in days)
