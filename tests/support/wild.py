"""Times as people mistype them, and as zones and calendars make them odd."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.values import UNKNOWN, Actor, When
from tests.support.courses import Trying, tried
from tests.support.office import Office

LONDON = "Europe/London"
ZONES = (LONDON, LONDON, LONDON, "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "UTC")
DAYS = (
    date(2016, 3, 5),
    date(1926, 3, 5),
    date(2062, 3, 5),
    date(2024, 2, 29),
    date(2028, 2, 29),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 2, 28),
    date(2026, 3, 31),
    date(1999, 12, 31),
)
"""Years mistyped, leap days, days on which clocks change, last days of months."""
EVENING = timedelta(hours=23, minutes=30)
NEAR = (-400, -60, -31, -8, -3, -1, -1, 0, 0, 1, 2, 30)
"""Days from the present, so that much of what is told is accepted."""


def wild_time(now: datetime, chance: Random) -> When:
    """Some time that somebody might type for an act."""
    if chance.random() < 0.05:
        return UNKNOWN
    zone = chance.choice(ZONES)
    if chance.random() < 0.3:
        day = chance.choice(DAYS)
    else:
        day = (now + timedelta(days=chance.choice(NEAR))).date()
    if chance.random() < 0.5:
        return When(on=day, zone=zone)
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return When(at=at + chance.choice((timedelta(), EVENING, timedelta(hours=9))), zone=zone)


def at_wild_times(seed: int) -> Trying:
    """Gives two of three commands that have a time at some wild one."""

    def trying(
        office: Office, kind: AnyDecider, asked: Command, by: Actor, of: UUID | None
    ) -> None:
        chance = Random(seed * 1_000_003 + office.given)
        at = {"occurred": wild_time(office.now, chance)}
        if "occurred" in kind.model.model_fields and chance.random() < 0.67:
            tried(office, kind, asked.model_copy(update=at), by, of)
        else:
            tried(office, kind, asked, by, of)
        if not office.complaints:
            tried(office, kind, asked, by, of)

    return trying
