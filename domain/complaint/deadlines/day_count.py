"""Pure calendar arithmetic: from a start and a rule to the instant that something is due (6.2)."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from domain.complaint.deadlines.working_time import WorkingTime, end_of
from domain.policy import Calendar, DeadlineRule, Unit
from domain.values import When


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day and the aware UTC instant at which something is due, and when to warn.

    is_estimated: the calendar does not know every holiday up to it.
    """

    due_on: date
    due_at: datetime
    warn_at: datetime | None = None
    is_estimated: Literal[True] | None = None


@dataclass(frozen=True, slots=True)
class DayCounted:
    """One day on the way to a due date. number: which working day it is; why_free: why it is not.

    is_made_up: it is worked although it lies in a weekend.
    """

    on: date
    number: int | None
    why_free: str | None = None
    is_made_up: bool = False


def due_date(rule: DeadlineRule, *, starts: When, calendar: Calendar, day_ends: str) -> DueDate:
    """When a rule's time is over.

    starts: a known time; counting begins with the day after it, for hours with the instant itself.
    day_ends: local time of its zone, such as 17:00, or 24:00 for the end of the day; a rule may
    have its own.
    """
    zone, begin, first = starts.zone, starts.earliest, starts.day
    assert zone is not None and begin is not None and first is not None
    hours = WorkingTime(calendar, zone, rule.day_ends or day_ends)
    if rule.unit == "hours":
        due_at = begin + timedelta(hours=rule.amount)
        due_on = due_at.astimezone(ZoneInfo(zone)).date()
    else:
        due_on = day_after(first, rule.amount, rule.unit, calendar)
        due_at = end_of(due_on, zone=zone, day_ends=hours.day_ends)
    warn_at = _warning(begin, due_at, rule.warn_percent, hours)
    is_estimated = _is_estimated(rule, first, calendar) or _is_estimated(rule, due_on, calendar)
    return DueDate(due_on, due_at, warn_at, is_estimated)


def promised(
    rule: DeadlineRule, day: date, *, zone: str, calendar: Calendar, day_ends: str
) -> DueDate:
    """When a day that was named is over; the next working day, where the rule counts those."""
    due_on = calendar.next_working_day(day) if rule.unit == "working_days" else day
    due_at = end_of(due_on, zone=zone, day_ends=rule.day_ends or day_ends)
    return DueDate(due_on, due_at, is_estimated=_is_estimated(rule, due_on, calendar))


def _is_estimated(rule: DeadlineRule, due_on: date, calendar: Calendar) -> Literal[True] | None:
    return True if rule.unit == "working_days" and not calendar.knows(due_on) else None


def day_after(first: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """The day so many units after another; none of hours is a day."""
    if unit == "months":
        return _months_after(first, amount)
    if unit == "weeks":
        return first + timedelta(weeks=amount)
    if unit == "calendar_days":
        return first + timedelta(days=amount)
    assert unit == "working_days"
    day = first
    for counted in days_counted(first, amount, calendar):
        day = counted.on
    return day


def days_counted(first: date, amount: int, calendar: Calendar) -> Iterator[DayCounted]:
    """Every day after the first until so many working days are full, counted or not."""
    day, number = first, 0
    while number < amount:
        day += timedelta(days=1)
        why_free = calendar.why_free(day)
        number += why_free is None
        yield DayCounted(
            day,
            number if why_free is None else None,
            why_free,
            is_made_up=day in calendar.made_up,
        )


def _months_after(first: date, amount: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(first.month - 1 + amount, 12)
    year = first.year + years
    return date(year, month + 1, min(first.day, months.monthrange(year, month + 1)[1]))


def _warning(
    begin: datetime, due_at: datetime, percent: int | None, hours: WorkingTime
) -> datetime | None:
    """After that share of the working time; of all time where nobody works before it is due."""
    if percent is None or due_at <= begin:
        return None
    worked = hours.between(begin, due_at) * percent // 100
    return hours.later(begin, worked, before=due_at) or begin + (due_at - begin) * percent // 100


def is_late(met: When, *, due_on: date, due_at: datetime) -> bool:
    """Whether something was done after it was due; where only the day is known, the day counts."""
    if met.at is not None:
        return met.at > due_at
    return met.on is not None and met.on > due_on
