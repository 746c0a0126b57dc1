"""6.2 That a calendar ends is said a year ahead, while there is time to get a newer one."""

from datetime import date

import pytest

from adapters.policy_files import preset
from domain.policy import Policy
from services.policies.calendars_ending import days_left, running_out


def under(**years: int | None) -> Policy:
    """A policy whose only calendar knows these years."""
    said = preset("uk_fca_disp", year=2026).model_dump()
    calendar = {**said["calendars"][0], "plan": None, **years}
    return Policy.model_validate({**said, "calendars": [calendar]})


@pytest.mark.parametrize(
    ("today", "is_told"),
    [("2031-12-31", False), ("2032-01-02", True), ("2032-12-31", True), ("2040-01-01", True)],
)
def test_the_end_of_a_calendar_is_said_a_year_ahead(today: str, is_told: bool) -> None:
    found = running_out(under(), date.fromisoformat(today))
    assert bool(found) is is_told
    assert all((one.known_until, one.calendar_id) == (2032, "uk_england") for one in found)
    assert all("2033" in one.reason and "plaint up" in one.instead for one in found)


@pytest.mark.parametrize(("today", "is_told"), [("2026-11-29", False), ("2026-12-03", True)])
def test_what_is_decreed_each_year_is_missed_only_shortly_before(today: str, is_told: bool) -> None:
    found = running_out(under(announced_until=2026), date.fromisoformat(today))
    assert bool(found) is is_told
    assert all("not been announced" in one.reason for one in found)


def test_a_calendar_that_knows_every_year_never_ends() -> None:
    always = under(first_year=None, last_year=None)
    assert running_out(always, date(2150, 1, 1)) == ()
    assert days_left(always, date(2150, 1, 1)) == {}


@pytest.mark.parametrize(
    ("today", "days"), [("2032-12-30", 1), ("2032-12-31", 0), ("2033-01-02", -2)]
)
def test_the_days_that_a_calendar_knows_still_are_counted_past_its_end(
    today: str, days: int
) -> None:
    assert days_left(under(), date.fromisoformat(today)) == {"uk_england": days}
