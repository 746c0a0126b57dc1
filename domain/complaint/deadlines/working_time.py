"""The hours in which an organisation works, and how much of them lies between two instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.policy import Calendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Each working day from its local midnight until it ends.

    zone: IANA name. day_ends: local time, HH:MM or 24:00. All instants are aware.
    """

    calendar: Calendar
    zone: str
    day_ends: str

    def between(self, first: datetime, last: datetime) -> timedelta:
        """How much of it lies between two instants."""
        return sum((end - begin for begin, end in self._spans(first, last)), timedelta())

    def later(self, first: datetime, by: timedelta, *, before: datetime) -> datetime | None:
        """The working instant at which so much of it has passed; None where it has not before."""
        for begin, end in self._spans(first, before):
            if by < end - begin:
                return begin + by
            by -= end - begin
        return None

    def _spans(self, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = first.astimezone(ZoneInfo(self.zone)).date()
        while (midnight := end_of(day - DAY, zone=self.zone, day_ends="24:00")) < last:
            if self.calendar.is_working_day(day):
                begin = max(first, midnight)
                end = min(last, end_of(day, zone=self.zone, day_ends=self.day_ends))
                if begin < end:
                    yield begin, end
            day += DAY


def end_of(day: date, *, zone: str, day_ends: str) -> datetime:
    """The aware UTC instant at which a local day is over. day_ends: HH:MM, or 24:00."""
    if day_ends == "24:00":
        local = datetime.combine(day + DAY, time(), ZoneInfo(zone))
    else:
        local = datetime.combine(day, time.fromisoformat(day_ends), ZoneInfo(zone))
    return local.astimezone(UTC)
