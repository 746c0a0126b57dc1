"""Periods in a row: none is left out, and a long silence is said in one line."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cli.periods import label, label_of_stretch, stretches, without_holes

MONDAYS = st.sets(
    st.integers(0, 400).map(lambda week: date(2020, 1, 6) + timedelta(weeks=week)), min_size=1
)


@given(MONDAYS)
def test_from_the_first_week_to_the_last_none_is_left_out(weeks: set[date]) -> None:
    """Whichever of them anything happened in."""
    days = without_holes(weeks, "week")
    assert (days[0], days[-1]) == (min(weeks), max(weeks))
    assert all(after - before == timedelta(weeks=1) for before, after in pairwise(days))


@given(MONDAYS)
def test_together_the_stretches_are_all_periods_and_only_quiet_ones_are_joined(
    weeks: set[date],
) -> None:
    """Nothing that happened is hidden in a stretch."""
    days = without_holes(weeks, "week")
    parts = stretches(days, weeks)
    assert [day for part in parts for day in part] == days
    assert all(len(part) == 1 or not weeks & set(part) for part in parts)


def test_months_follow_each_other_whatever_their_length() -> None:
    """From January to March is one month between."""
    months = without_holes({date(2024, 1, 1), date(2024, 3, 1)}, "month")
    assert months == [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]


def test_nothing_found_is_no_period() -> None:
    """An empty view has no first day."""
    assert without_holes(set(), "day") == []


@pytest.mark.parametrize(
    ("period", "expected"), [("week", "2020-W53"), ("month", "2021-01"), ("day", "2021-01-03")]
)
def test_a_period_is_called_by_its_iso_name(period: str, expected: str) -> None:
    """The first days of January may belong to the last week of the year before."""
    day = date(2021, 1, 3)
    named = {"week": label(day, "week"), "month": label(day, "month"), "day": label(day, "day")}
    assert named[period] == expected


def test_a_stretch_is_called_by_how_many_periods_it_holds() -> None:
    """And one by its name."""
    days = without_holes({date(2024, 1, 1), date(2024, 1, 29)}, "week")
    assert label_of_stretch(days, "week") == "5 quiet weeks"
    assert label_of_stretch(days[:1], "week") == "2024-W01"
