"""Periods in a row: none is left out, and a long silence is said in one line."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections._kit.questions import Period
from services.cli.periods import label, label_of_stretch, stretches
from services.queries.periods import first_day, last_day, periods

MONDAYS = st.sets(
    st.integers(0, 400).map(lambda week: date(2020, 1, 6) + timedelta(weeks=week)), min_size=1
)


@given(MONDAYS)
def test_from_the_first_week_to_the_last_none_is_left_out(weeks: set[date]) -> None:
    """Whichever of them anything happened in."""
    days = periods(min(weeks), max(weeks), "week")
    assert (days[0], days[-1]) == (min(weeks), max(weeks))
    assert all(after - before == timedelta(weeks=1) for before, after in pairwise(days))


@given(MONDAYS)
def test_together_the_stretches_are_all_periods_and_only_quiet_ones_are_joined(
    weeks: set[date],
) -> None:
    """Nothing that happened is hidden in a stretch."""
    days = periods(min(weeks), max(weeks), "week")
    parts = stretches(days, weeks)
    assert [day for part in parts for day in part] == days
    assert all(len(part) == 1 or not weeks & set(part) for part in parts)


@given(
    st.dates(date(2, 1, 1), date(9998, 1, 1)),
    st.sampled_from(("day", "week", "month", "quarter", "year")),
)
def test_every_day_lies_in_one_period_that_is_named_by_its_first_day(
    day: date, period: Period
) -> None:
    """From the first day to the last one, both included."""
    first = first_day(day, period)
    assert first <= day <= last_day(first, period)
    assert {first_day(each, period) for each in (first, last_day(first, period))} == {first}
    assert first_day(first - timedelta(days=1), period) < first


def test_months_and_quarters_follow_each_other_whatever_their_length() -> None:
    """Whatever day is typed first and last."""
    until = date(2024, 3, 1)
    assert periods(date(2024, 1, 31), until, "month") == [
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2024, 3, 1),
    ]
    assert periods(date(2023, 11, 30), until, "quarter") == [date(2023, 10, 1), date(2024, 1, 1)]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("week", "2020-W53"),
        ("month", "2021-01"),
        ("day", "2021-01-03"),
        ("quarter", "2021-Q1"),
        ("year", "2021"),
    ],
)
def test_a_period_is_called_by_its_iso_name(period: Period, expected: str) -> None:
    """The first days of January may belong to the last week of the year before."""
    assert label(date(2021, 1, 3), period) == expected


def test_a_stretch_is_called_by_how_many_periods_it_holds() -> None:
    """And one by its name."""
    days = periods(date(2024, 1, 1), date(2024, 1, 29), "week")
    assert label_of_stretch(days, "week") == "5 quiet weeks"
    assert label_of_stretch(days[:1], "week") == "2024-W01"
