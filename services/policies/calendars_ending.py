"""Which calendars of a policy soon end, said in time to do something about it (6.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from domain.policy import Calendar, Policy

YEAR_AHEAD = timedelta(days=365)
DECREED_AHEAD = timedelta(days=30)
"""What a state decrees for a year it announces shortly before; to ask earlier is in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOut:
    """A calendar that does not know the days of a year that is near; due dates then are estimates.

    Nothing stands still for it.
    """

    calendar_id: Annotated[str, "The calendar."]
    version: Annotated[int, "Its version."]
    known_until: Annotated[int, "The last year of which it knows every day."]
    reason: Annotated[str, "What is not known, and from when on."]
    instead: Annotated[str, "What to do about it."]


def running_out(policy: Policy, today: date) -> tuple[RunningOut, ...]:
    """The calendars of the policy that end within a year, or wait for a decree that is near."""
    return tuple(_running_out(policy, today))


def days_left(policy: Policy, today: date) -> dict[str, int]:
    """Of each calendar that ends, how many days it knows still; below zero once it has ended."""
    return {
        calendar.calendar_id: (date(calendar.known_until, 12, 31) - today).days
        for calendar in policy.calendars
        if calendar.known_until is not None
    }


def _running_out(policy: Policy, today: date) -> Iterator[RunningOut]:
    for calendar in policy.calendars:
        until = calendar.known_until
        if until is not None and not calendar.knows(today + _ahead(calendar)):
            is_decreed = calendar.announced_until == until
            why = "it has not been announced" if is_decreed else "its years end"
            yield RunningOut(
                calendar_id=calendar.calendar_id,
                version=calendar.version,
                known_until=until,
                reason=f"which days are worked is not known from {until + 1} on: {why}, and due "
                "dates count its weekends alone and are estimates",
                instead="start Plaint again, as `plaint up` publishes calendars of later years; if "
                "it stays, adopt the version that waits (`plaint policy list`), install a newer "
                "Plaint, or name the days in a policy of your own",
            )


def _ahead(calendar: Calendar) -> timedelta:
    is_decreed = calendar.announced_until == calendar.known_until
    return DECREED_AHEAD if is_decreed else YEAR_AHEAD
