"""Local times: the instant that one names without an offset, the day that it is in a zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class NoOneInstant(ValueError):
    """A local time comes twice, or never, because clocks change; the message says what to give."""


def instant_of_local(local: datetime, zone: str) -> datetime:
    """The instant at which clocks of a zone show this. local: without an offset.

    Raises NoOneInstant, for to choose would be to invent an hour; ZoneInfoNotFoundError.
    """
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown = f"{local:%Y-%m-%d %H:%M}"
    if first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) == local:
        raise NoOneInstant(
            f"{shown} comes twice in {zone}, clocks go back on that day: give the offset, "
            f"{first.isoformat()} or {second.isoformat()}"
        )
    raise NoOneInstant(
        f"{shown} never comes in {zone}, clocks go forward over it on that day: give a time that "
        "they show"
    )


def day_in(zone: str, now: datetime) -> date:
    """The day that it is in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()
