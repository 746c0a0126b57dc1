"""A due date counted again from another start or by another rule; what moved it holds (6.2)."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.complaint.deadlines.applicable_rule import Footing
from domain.complaint.deadlines.day_count import DueDate, day_after, due_date
from domain.complaint.deadlines.pause_arithmetic import with_pauses
from domain.complaint.deadlines.state import Extension
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
    **field_values: Any,
) -> DeadlineSet:
    """The due date by this rule from this start.

    Pauses give back what they took, by their own rules. An extension holds from the right start
    too, in the unit of its rule, so that the policy's bounds hold with it, but never beyond the day
    that was named; by another rule's clock it was never granted, and holds again once its own is
    meant again. field_values: all else it tells.
    """
    is_same_rule = rule.rule_id == rests.rule.rule_id
    times = _times(rests, rule)
    rests = replace(rests, deadline=replace(rests.deadline, extended=times))
    deadline, policy = rests.deadline, rests.policy
    calendar = policy.calendar(rule.calendar_id)
    first = DeadlineState(
        fact=deadline.fact.model_copy(
            update={
                **field_values,
                "rule_id": rule.rule_id,
                "party": deadline.fact.party if is_same_rule else rule.party,
                "calendar_id": calendar.calendar_id,
                "calendar_version": calendar.version,
                "starts": starts,
                "replaces": deadline.fact.deadline_id,
                "times_extended": deadline.extended or None,
                "first_due_on": None,
                "stood_still": None,
                "settles_event_ids": None,
                **asdict(_counted(rests, rule, starts)),
            }
        ),
        extended=deadline.extended,
    )
    stands = with_pauses(first, deadline.stood, policy, rests.pause_rule)
    is_moved = is_same_rule or deadline.extended
    return _as_moved(first, _with_extension(rests, rule, stands) if is_moved else stands)


def _times(rests: Footing, rule: DeadlineRule) -> int:
    """How often this rule's clock was extended."""
    is_same_rule = rule.rule_id == rests.rule.rule_id
    return rests.deadline.extended if is_same_rule else len(_own(rests, rule))


def _own(rests: Footing, rule: DeadlineRule) -> list[Extension]:
    """The extensions of this rule's clock, as far as they were told."""
    extensions = rests.deadline.extensions
    return [one for one in extensions if one.clock == rule.rule_id and one.is_told]


def _as_moved(first: DeadlineState, stands: DeadlineState) -> DeadlineSet:
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
    if by := _extended(rests, rule, stands):
        stands = replace(stands, moved=moved(stands, by, policy))
    is_begun_anew = stands.fact.starts != was.fact.starts
    named = _as_named(rests, rule)
    if was.extended and is_begun_anew and stands.due_at > named.due_at:
        return replace(stands, moved=moved(stands, named.due_on - stands.due_on, policy))
    return stands


def _as_named(rests: Footing, rule: DeadlineRule) -> DeadlineState:
    """The day that was named last, later by what it stood still since."""
    deadline, policy = rests.deadline, rests.policy
    own = _own(rests, rule)
    if not own:
        return deadline
    last = own[-1]
    named = moved(deadline, last.new_on - deadline.due_on, policy)
    since = [one for one in deadline.stood if one.last > last.recorded_at]
    return with_pauses(replace(deadline, moved=named), since, policy, rests.pause_rule)


def _extended(rests: Footing, rule: DeadlineRule, stands: DeadlineState) -> timedelta:
    """By how much extensions make it later now, in the unit of the rule."""
    calendar = rests.policy.calendar(rule.calendar_id)
    steps = [(one.old_on, one.old_at, one.new_on, one.new_at) for one in _own(rests, rule)]
    if not rests.deadline.extensions:
        steps = [*_unknown_extension(rests, rule)]
    if rule.unit == "hours":
        return sum((new - old for _, old, _, new in steps), timedelta())
    if rule.unit != "working_days":
        return sum((new - old for old, _, new, _ in steps), timedelta())
    by = sum(_working_days(old, new, calendar) for old, _, new, _ in steps)
    return day_after(stands.due_on, by, "working_days", calendar) - stands.due_on


def _unknown_extension(
    rests: Footing, rule: DeadlineRule
) -> Iterator[tuple[date, datetime, date, datetime]]:
    """What extended it where it came from: what neither its rule nor a pause made."""
    was = rests.was or rests.deadline
    if not was.extended and was.fact.first_due_on is None:
        return
    counted = was.fact.model_copy(update=asdict(_counted(rests, rule, was.fact.starts)))
    first = DeadlineState(fact=counted, extended=was.extended)
    before = with_pauses(first, was.stood, rests.policy, rests.pause_rule)
    yield before.due_on, before.due_at, was.due_on, was.due_at


def _working_days(first: date, last: date, calendar: Calendar) -> int:
    """How many working days lie after the first day and not after the last."""
    days = range(1, (last - first).days + 1)
    return sum(calendar.is_working_day(first + number * DAY) for number in days)
