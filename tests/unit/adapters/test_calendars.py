"""6.2 Calendars: the library's days become plain data once, with the days that are made up for."""

import json
from datetime import date, timedelta
from typing import Any

import holidays
import pytest

from adapters.calendars import (
    YEARS_AHEAD,
    YEARS_BACK,
    BadCalendar,
    calendar_ids,
    refreshed,
    resolved,
)
from domain.policy import Calendar

PLACES: dict[str, tuple[str, str | None]] = {
    "uk_england": ("GB", "ENG"),
    "us_federal": ("US", None),
    "iran": ("IR", None),
    "china": ("CN", None),
    "russia": ("RU", None),
    "vietnam": ("VN", None),
}


def of(calendar_id: str) -> Calendar:
    """A shipped calendar as known in 2026."""
    return resolved({"calendar_id": calendar_id}, year=2026)


def test_each_shipped_calendar_is_a_file() -> None:
    assert calendar_ids() == sorted([*PLACES, "monday_to_friday"])


@pytest.mark.parametrize("calendar_id", PLACES)
def test_every_day_is_what_the_library_says(calendar_id: str) -> None:
    country, subdivision = PLACES[calendar_id]
    calendar = of(calendar_id)
    first, last = 2026 - YEARS_BACK, 2026 + YEARS_AHEAD
    known = holidays.country_holidays(country, subdiv=subdivision, years=range(first, last + 1))
    days = [date(first, 1, 1) + timedelta(days=n) for n in range((last - first + 1) * 365)]
    differing = [day for day in days if calendar.is_working_day(day) != known.is_working_day(day)]
    assert differing == []
    assert (calendar.first_year, calendar.last_year) == (first, last)


@pytest.mark.parametrize(
    ("calendar_id", "day", "why"),
    [
        ("uk_england", "2026-04-03", "Good Friday"),
        ("uk_england", "2026-12-28", "Boxing Day (observed)"),
        ("uk_england", "2026-05-04", "May Day"),
        ("us_federal", "2026-07-03", "Independence Day (observed)"),
        ("us_federal", "2026-11-26", "Thanksgiving Day"),
        ("iran", "2026-03-23", "Nowruz Holiday"),
        ("iran", "2026-03-27", "Friday"),
        ("china", "2026-02-17", "Chinese New Year (Spring Festival)"),
        ("china", "2026-10-07", "Day off (substituted from 10/10/2026)"),
        ("russia", "2026-01-09", "Day off (substituted from 01/03/2026)"),
        ("russia", "2026-05-11", "Victory Day (observed)"),
        ("vietnam", "2026-02-16", "Lunar New Year's Eve"),
        ("vietnam", "2026-08-31", "Day off (substituted from 08/22/2026)"),
    ],
)
def test_a_free_day_has_its_name(calendar_id: str, day: str, why: str) -> None:
    assert of(calendar_id).why_free(date.fromisoformat(day)) == why


@pytest.mark.parametrize(
    ("calendar_id", "day", "weekday"),
    [
        ("china", "2026-02-14", 5),
        ("china", "2026-02-28", 5),
        ("china", "2026-01-04", 6),
        ("china", "2026-10-10", 5),
        ("russia", "2024-04-27", 5),
        ("russia", "2024-12-28", 5),
        ("russia", "2025-11-01", 5),
        ("vietnam", "2025-04-26", 5),
        ("vietnam", "2026-08-22", 5),
        ("iran", "2026-05-16", 5),
        ("iran", "2026-05-17", 6),
    ],
)
def test_a_saturday_or_sunday_may_be_worked(calendar_id: str, day: str, weekday: int) -> None:
    on = date.fromisoformat(day)
    assert on.weekday() == weekday
    assert of(calendar_id).is_working_day(on)


def test_beyond_its_years_a_calendar_goes_on_with_the_weekends_and_knows_that_it_guesses() -> None:
    calendar = of("uk_england")
    assert (calendar.known_until, calendar.knows(date(2032, 12, 31))) == (2032, True)
    assert not calendar.knows(date(2033, 1, 1))
    assert calendar.is_working_day(date(2033, 12, 26))
    assert calendar.why_free(date(2033, 1, 1)) == "Saturday"


@pytest.mark.parametrize(("calendar_id", "year"), [("china", 2026), ("vietnam", 2026)])
def test_where_days_are_exchanged_by_decree_a_year_is_known_once_it_is_announced(
    calendar_id: str, year: int
) -> None:
    calendar = of(calendar_id)
    assert calendar.known_until == year
    assert max(day.year for day in calendar.working_days) == year


def test_where_the_law_tells_all_holidays_every_year_of_the_calendar_is_known() -> None:
    assert [of(one).known_until for one in ("uk_england", "us_federal", "iran")] == [2032] * 3


def test_before_its_years_it_knows_the_weekends_alone() -> None:
    calendar = of("uk_england")
    assert calendar.is_working_day(date(2015, 12, 25))
    assert not calendar.is_working_day(date(2015, 12, 26))


def test_a_calendar_of_named_days_alone_knows_every_year() -> None:
    week = of("monday_to_friday")
    assert week.is_working_day(date(1900, 1, 1)) and week.is_working_day(date(2150, 12, 25))


def test_an_organisation_adds_and_overrides() -> None:
    own = {
        "calendar_id": "tehran_office",
        "country": "IR",
        "weekend": ["thursday", "friday"],
        "holidays": [{"on": "2026-05-11", "name": "Day of the founders"}, "2026-05-12"],
        "working_days": ["2026-05-07"],
        "not_holidays": ["2026-05-27"],
    }
    calendar = resolved(own, year=2026)
    told = {day: calendar.why_free(date(2026, 5, day)) for day in (7, 11, 12, 14, 15, 27)}
    assert told == {
        7: None,
        11: "Day of the founders",
        12: "Holiday",
        14: "Thursday",
        15: "Friday",
        27: None,
    }


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"calendar_id": "here", "country": "ZZ"}, "does not know this place"),
        ({"calendar_id": "here", "country": "GB", "subdivision": "XXX"}, "does not know"),
        ({"calendar_id": "here"}, "names no country and no weekend"),
        ({"calendar_id": "here", "weekend": ["moonday"], "colour": 1}, r"weekend.*colour"),
    ],
)
def test_a_calendar_that_cannot_be_made_says_why(plan: dict[str, Any], said: str) -> None:
    with pytest.raises(BadCalendar, match=said):
        resolved(plan, year=2026)


@pytest.mark.parametrize("calendar_id", PLACES)
def test_a_calendar_fits_an_event_and_is_the_same_after_it_was_stored(calendar_id: str) -> None:
    calendar = of(calendar_id)
    stored = json.dumps(calendar.model_dump(mode="json", exclude_none=True))
    assert len(stored) < 64 * 1024
    assert Calendar.model_validate_json(stored) == calendar
    assert calendar.source is not None and calendar.source.startswith("holidays ")


OWN: dict[str, Any] = {
    "calendar_id": "our_office",
    "country": "GB",
    "subdivision": "ENG",
    "holidays": [{"on": "2027-12-24", "name": "Christmas Eve"}],
    "not_holidays": ["2026-05-04"],
}


def test_a_published_calendar_is_known_for_later_years_with_all_that_is_its_own() -> None:
    old = resolved(OWN, year=2019)
    assert refreshed(old, year=2026) == resolved(OWN, year=2026)
    assert refreshed(old, year=2026).why_free(date(2027, 12, 24)) == "Christmas Eve"


def without_plan(calendar: Calendar) -> Calendar:
    """As the first calendars were published."""
    return calendar.model_copy(update={"plan": None, "announced_until": None})


def test_a_shipped_calendar_that_was_published_without_its_plan_is_resolved_anew() -> None:
    old = without_plan(resolved({"calendar_id": "uk_england"}, year=2024))
    assert refreshed(old, year=2026) == of("uk_england")


def test_an_own_calendar_that_was_published_without_its_plan_keeps_its_days() -> None:
    old = without_plan(resolved(OWN, year=2020))
    fresh = refreshed(old, year=2026)
    assert (old.last_year, fresh.first_year, fresh.last_year) == (2026, 2010, 2032)
    assert fresh.is_working_day(date(2026, 5, 4))
    assert fresh.why_free(date(2027, 12, 24)) == "Christmas Eve"
    assert fresh.why_free(date(2032, 12, 27)) == "Christmas Day (observed)"


def test_a_calendar_of_named_days_alone_stays_as_it_is() -> None:
    assert refreshed(of("monday_to_friday"), year=2040) == of("monday_to_friday")
