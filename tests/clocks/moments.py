"""The moments at which a calendar or a clock does what it does on no other day."""

import calendar
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")
"""Whose clocks change; also the zone of the machine on which the suite believes to run."""
YEARS = 5
SUNDAY = 6
LONGEST = timedelta(days=366 * 8)
"""From one leap day to the next where a century drops one."""


def leap_day(now: datetime) -> datetime:
    """Noon of the next 29 February."""
    return _first(now, time(12), lambda day: (day.month, day.day) == (2, 29))


def new_years_eve(now: datetime) -> datetime:
    """Ten minutes before the next year begins."""
    return _first(now, time(23, 50), lambda day: (day.month, day.day) == (12, 31))


def clocks_forward(now: datetime) -> datetime:
    """Ten minutes before an hour is left out; that day has 23."""
    return _first(now, time(0, 50), lambda day: _gained(day) > timedelta(0))


def clocks_back(now: datetime) -> datetime:
    """In the first of two hours of the same name; that day has 25."""
    return _first(now, time(1, 50), lambda day: _gained(day) < timedelta(0))


def sunday(now: datetime) -> datetime:
    """The next Sunday at ten."""
    return _first(now, time(10), lambda day: day.weekday() == SUNDAY)


def five_years_ahead(now: datetime) -> datetime:
    """This day and hour in five years; where there is no such day, on the one before."""
    year = now.year + YEARS
    last = calendar.monthrange(year, now.month)[1]
    return now.replace(year=year, day=min(now.day, last))


MOMENTS: Mapping[str, Callable[[datetime], datetime]] = {
    each.__name__: each
    for each in (
        leap_day,
        new_years_eve,
        clocks_forward,
        clocks_back,
        sunday,
        five_years_ahead,
    )
}
"""By name: the next such moment after one that is given, in UTC."""


def _first(now: datetime, at: time, fits: Callable[[datetime], bool]) -> datetime:
    """The next local time ``at`` of a day that fits."""
    local = now.astimezone(ZONE)
    for ahead in range(LONGEST.days + 1):
        day = datetime.combine(local.date() + timedelta(days=ahead), at, ZONE)
        if day.astimezone(UTC) > now and fits(day):
            return day.astimezone(UTC)
    raise AssertionError(f"no such day in {LONGEST.days} days after {now}")


def _gained(day: datetime) -> timedelta:
    """By how much the clocks go forward on this day."""
    begin = datetime.combine(day.date(), time(), ZONE)
    end = datetime.combine(day.date() + timedelta(days=1), time(), ZONE)
    return (end.utcoffset() or timedelta()) - (begin.utcoffset() or timedelta())
