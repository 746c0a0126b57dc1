"""Which days are working days: weekends, holidays with their names, days made up for (6.2)."""

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from domain.values import Code, Country, Text, Value

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


class Holiday(Value):
    """A day on which nobody works, and why."""

    on: date
    name: Text = NAMELESS


class CalendarPlan(Value):
    """What a file says of a calendar: whence its days come, and what is otherwise here.

    country, subdivision: as ISO 3166 codes them; without a country there are only the days named.
    weekend: where it is not the country's. holidays, working_days: more of them; not_holidays:
    days that are worked although the country rests.
    """

    calendar_id: Code
    title: Text | None = None
    version: Annotated[int, Field(ge=1)] = 1
    country: Country | None = None
    subdivision: Text | None = None
    weekend: tuple[Weekday, ...] | None = None
    holidays: tuple[Holiday | date, ...] = ()
    working_days: tuple[date, ...] = ()
    not_holidays: tuple[date, ...] = ()


class Calendar(Value):
    """Which days are working days, as plain data that needs no library to be read.

    working_days: days of a weekend that are worked, to make up for another. first_year, last_year:
    the years whose holidays it knows; without them it has none but those named. announced_until:
    the last year of which the state has announced the exchanged days, where it exchanges days.
    source: whence the holidays were taken. plan: by which they were, and are again for later years.
    """

    calendar_id: Code
    version: Annotated[int, Field(ge=1)] = 1
    title: Text | None = None
    weekend: tuple[Weekday, ...]
    holidays: tuple[Holiday, ...] = ()
    working_days: tuple[date, ...] = ()
    first_year: Year | None = None
    last_year: Year | None = None
    announced_until: Year | None = None
    source: Text | None = None
    plan: CalendarPlan | None = None

    @field_validator("holidays", mode="before")
    @classmethod
    def _named(cls, days: Any) -> Any:
        """A bare day is a holiday without a name."""
        if not isinstance(days, list | tuple):
            return days
        return tuple(one if isinstance(one, dict | Holiday) else {"on": one} for one in days)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if len(set(self.weekend)) == len(WEEKDAYS):
            raise ValueError("a calendar without a working day: leave one out of the weekend")
        if (self.first_year is None) != (self.last_year is None):
            raise ValueError("years are known from first_year to last_year: give both or neither")
        if both := sorted({one.on for one in self.holidays} & set(self.working_days)):
            raise ValueError(f"{both[0]} is a holiday and a working day: keep it in one of them")
        return self

    @cached_property
    def names(self) -> dict[date, str]:
        """What each holiday is called."""
        return {one.on: one.name for one in self.holidays}

    @cached_property
    def made_up(self) -> frozenset[date]:
        """The days of a weekend that are worked."""
        return frozenset(self.working_days)

    @property
    def known_until(self) -> int | None:
        """The last year of which it knows every day; None where it knows all that there are."""
        return min(filter(None, (self.last_year, self.announced_until)), default=None)

    def knows(self, day: date) -> bool:
        """Whether it knows which days of that year are free; else what rests on it is a guess."""
        return (self.first_year or day.year) <= day.year <= (self.known_until or day.year)

    def why_free(self, day: date) -> str | None:
        """Why nobody works on this day: a holiday's name or the weekday; None on a working day.

        Of the years outside those that it knows it knows the weekends alone: no receipt is refused
        for its age or for a calendar that ends (4.5, 7.2).
        """
        if day in self.made_up:
            return None
        weekday = WEEKDAYS[day.weekday()]
        return self.names.get(day) or (weekday.capitalize() if weekday in self.weekend else None)

    def is_working_day(self, day: date) -> bool:
        """Whether the organisation works on this day."""
        return self.why_free(day) is None

    def next_working_day(self, day: date) -> date:
        """This day, or the first after it on which the organisation works."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day
