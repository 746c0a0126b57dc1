"""Calendars as TOML files, and their holidays from the library, resolved once into plain data."""

from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from adapters.clock import now
from adapters.toml_files import BadFile, fault_of, parsed
from domain.policy import WEEKDAYS, Calendar, CalendarPlan, Holiday

if TYPE_CHECKING:
    import holidays as library

FOLDER = files("domain") / "calendars"
SUFFIX = ".toml"
YEARS_BACK, YEARS_AHEAD = 10, 6
"""How many years before and after that of its publication a calendar knows."""
DECREED_WITHIN = 3
"""A state that exchanged no day in so many years before that of publication does so no more."""
ENGLISH = "en_US"


class BadCalendar(BadFile):
    """A calendar that cannot be made, with every fault that it has."""


def calendar_ids() -> list[str]:
    """The ids of the shipped calendars, sorted."""
    names = [entry.name for entry in FOLDER.iterdir()]
    return sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))


def resolved(plan: dict[str, Any], *, year: int | None = None) -> Calendar:
    """The calendar that a plan means, as known in a year; this one, unless told.

    A plan that says nothing but an id means the shipped calendar of that id. Raises BadCalendar.
    """
    if set(plan) == {"calendar_id"} and plan["calendar_id"] in calendar_ids():
        plan = parsed(FOLDER / f"{plan['calendar_id']}{SUFFIX}")
    named = plan.get("calendar_id", "a calendar")
    try:
        meant = CalendarPlan.model_validate(plan)
        _check_days(meant)
        return _calendar(meant, year or now().year)
    except ValidationError as error:
        faults = "; ".join(fault_of(one["loc"], one["msg"]) for one in error.errors())
        known = ", ".join(calendar_ids())
        raise BadCalendar(f"{named} is no calendar: {faults} (shipped: {known})") from error


def _check_days(plan: CalendarPlan) -> None:
    """Refuse a day that a file calls both; what was published is read as it is."""
    named = {one.on if isinstance(one, Holiday) else one for one in plan.holidays}
    if both := sorted(named & {*plan.working_days, *plan.not_holidays}):
        raise BadCalendar(
            f"{plan.calendar_id} is no calendar: {both[0]} is in holidays and in working_days or "
            "not_holidays: keep it in one of them"
        )


def refreshed(calendar: Calendar, *, year: int | None = None) -> Calendar:
    """A published calendar as known in a year; this one, unless told. Raises BadCalendar.

    One that was published without its plan keeps the days of the years that it knows and gets the
    later ones, unless it is a shipped one; one of named days alone stays as it is.
    """
    if calendar.plan is not None:
        return _calendar(calendar.plan, year or now().year)
    if calendar.source is None or calendar.last_year is None:
        return calendar
    if calendar.calendar_id in calendar_ids():
        shipped = {"calendar_id": calendar.calendar_id}
        if _says_the_same(calendar, resolved(shipped, year=calendar.last_year - YEARS_AHEAD)):
            return resolved(shipped, year=year)
    return _with_later_years(calendar, calendar.last_year, year or now().year)


def _says_the_same(one: Calendar, other: Calendar) -> bool:
    days = ("weekend", "working_days", "first_year", "last_year")
    return one.names == other.names and all(getattr(one, d) == getattr(other, d) for d in days)


def _with_later_years(calendar: Calendar, last: int, year: int) -> Calendar:
    assert calendar.source is not None
    country, _, subdivision = calendar.source.rpartition(", ")[2].partition(" ")
    plan = CalendarPlan(
        calendar_id=calendar.calendar_id,
        country=country,
        subdivision=subdivision or None,
        weekend=calendar.weekend,
    )
    fresh = _calendar(plan, year)
    own = {*calendar.names, *calendar.working_days}
    later = [one for one in fresh.holidays if one.on.year > last and one.on not in own]
    worked = {day for day in fresh.working_days if day.year > last} - own
    update = {
        "holidays": (*calendar.holidays, *later),
        "working_days": tuple(sorted({*calendar.working_days, *worked})),
        "last_year": max(last, fresh.last_year or last),
        "announced_until": fresh.announced_until,
        "source": fresh.source,
    }
    # A copy would keep what the old one has worked out of its days.
    return Calendar.model_validate({**calendar.model_dump(), **update})


def _calendar(plan: CalendarPlan, year: int) -> Calendar:
    own = [one if isinstance(one, Holiday) else Holiday(on=one) for one in plan.holidays]
    if plan.country is None:
        return _made(plan, own, plan.working_days, {})
    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    found = _of_country(plan, years)
    weekend = plan.weekend or tuple(day for n, day in enumerate(WEEKDAYS) if n in found.weekend)
    made_up = {day for day in found.weekend_workdays if day.year in years}
    free = {one.on for one in own} | set(plan.not_holidays) | set(plan.working_days) | made_up
    theirs = [Holiday(on=day, name=name) for day, name in found.items() if day not in free]
    place = " ".join(filter(None, (plan.country, plan.subdivision)))
    return _made(
        plan.model_copy(update={"weekend": weekend}),
        [*theirs, *own],
        {*plan.working_days, *made_up} - {one.on for one in own},
        {
            "first_year": years[0],
            "last_year": years[-1],
            "announced_until": _announced_until(found, years),
            "source": f"holidays {version('holidays')}, {place}",
            "plan": plan,
        },
    )


def _made(plan: CalendarPlan, found: list[Holiday], worked: Any, known: dict[str, Any]) -> Calendar:
    if plan.weekend is None:
        raise BadCalendar(f"{plan.calendar_id} names no country and no weekend: give one of them")
    return Calendar(
        calendar_id=plan.calendar_id,
        version=plan.version,
        title=plan.title,
        weekend=plan.weekend,
        holidays=tuple(sorted(found, key=lambda one: one.on)),
        working_days=tuple(sorted(worked)),
        **known,
    )


def _of_country(plan: CalendarPlan, years: range) -> "library.HolidayBase":
    # Calendars that were published are read without it, and it takes longer than all of ours.
    import holidays as library

    assert plan.country is not None
    try:
        kind = type(library.country_holidays(plan.country, subdiv=plan.subdivision))
        return library.country_holidays(
            plan.country,
            subdiv=plan.subdivision,
            years=years,
            language=ENGLISH if ENGLISH in _languages(kind) else None,
        )
    except NotImplementedError as error:
        raise BadCalendar(
            f"{plan.calendar_id}: the library of holidays does not know this place ({error}): "
            "name another country or subdivision, or list the days yourself"
        ) from error


def _announced_until(found: "library.HolidayBase", years: range) -> int | None:
    """The last year of which the library has the days that a state exchanges by decree.

    None where it exchanges none: then each year's holidays follow from the law.
    """
    exchanged = {day.year for day in found.weekend_workdays}
    if not exchanged.intersection(range(years[0] + YEARS_BACK - DECREED_WITHIN, years[-1] + 1)):
        return None
    decreed = ("special_public_holidays", "special_public_holidays_observed")
    for name in decreed:
        exchanged.update(getattr(found, name, {}))
    return max(exchanged.intersection(years))


def _languages(kind: "type[library.HolidayBase]") -> Iterator[str]:
    """In which names can be had; those of a country that speaks English stay as they are."""
    if not (kind.default_language or "en").startswith("en"):
        yield from kind.supported_languages
