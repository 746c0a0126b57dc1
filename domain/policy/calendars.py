"""Which days are working days: weekends, holidays with their names, days made up for (6.2)."""

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from domain.errors import Refusal
from domain.values import Code, Text, Value

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
Year = Annotated[int, Field(ge=1800, le=2199)]
NAMELESS = "Holiday"


class BeyondCalendar(Refusal):
    """A day in a year whose holidays the calendar does not know."""

    clause = "6.2"
    rule = "the calendar does not know which days of that year are working days"
    instead = "publish the policy again: its calendars are then resolved for later years"


class NoSuchCalendar(Refusal):
    """A calendar that the policy in force does not have."""

    clause = "6.2"
    rule = "the policy in force has no such calendar"
    instead = "publish a policy that has it, as long as due dates are reckoned by it"


class Holiday(Value):
    """A day on which nobody works, and why."""

    on: date
    name: Text = NAMELESS


class Calendar(Value):
    """Which days are working days, as plain data that needs no library to be read.

    working_days: days of a weekend that are worked, to make up for another. first_year, last_year:
    the years whose holidays it knows; without them it has none but those named. source: whence the
    holidays were taken.
    """

    calendar_id: Code
    version: Annotated[int, Field(ge=1)] = 1
    title: Text | None = None
    weekend: tuple[Weekday, ...]
    holidays: tuple[Holiday, ...] = ()
    working_days: tuple[date, ...] = ()
    first_year: Year | None = None
    last_year: Year | None = None
    source: Text | None = None

    @field_validator("holidays", mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """A bare day is a holiday without a name."""
        if not isinstance(given, list | tuple):
            return given
        return tuple(one if isinstance(one, dict | Holiday) else {"on": one} for one in given)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if len(set(self.weekend)) == len(WEEKDAYS):
            raise ValueError("a calendar without a working day: leave one out of the weekend")
        if (self.first_year is None) != (self.last_year is None):
            raise ValueError("years are known from first_year to last_year: give both or neither")
        if both := sorted({one.on for one in self.holidays} & set(self.working_days)):
            raise ValueError(f"{both[0]} is a holiday and a working day: make up your mind")
        return self

    @cached_property
    def names(self) -> dict[date, str]:
        """What each holiday is called."""
        return {one.on: one.name for one in self.holidays}

    def why_free(self, day: date) -> str | None:
        """Why nobody works on this day: a holiday's name or the weekday; None on a working day.

        Of the years before those that it knows it knows the weekends alone: what was due then is
        long over, and no receipt is refused for its age (4.5). Raises BeyondCalendar for a day in a
        year after those that it knows.
        """
        if day.year > (self.last_year or day.year):
            raise BeyondCalendar(
                calendar=self.calendar_id,
                version=self.version,
                day=day,
                knows=f"{self.first_year} to {self.last_year}",
            )
        if day in self.working_days:
            return None
        weekday = WEEKDAYS[day.weekday()]
        return self.names.get(day) or (weekday.capitalize() if weekday in self.weekend else None)

    def is_working_day(self, day: date) -> bool:
        """Whether the organisation works on this day. Raises BeyondCalendar."""
        return self.why_free(day) is None

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after the first day and not after the last."""
        days = (last - first).days
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))
