"""Durations and due dates are said in words, and what is pressing has its colour."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cli.charts import bar
from services.cli.formatting import counted, due, length

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=-40), "40 days"),
    ],
)
def test_a_duration_is_said_in_its_largest_fitting_unit(duration: timedelta, expected: str) -> None:
    """Days from two days on, so that a day never hides most of its hours."""
    assert length(duration) == expected


@pytest.mark.parametrize(
    ("days", "expected", "style"),
    [
        (-2, "overdue by 2 days", "bold red"),
        (1, "due in 24 hours", "yellow"),
        (9, "due in 9 days", "green"),
    ],
)
def test_a_due_date_is_said_with_its_colour(days: int, expected: str, style: str) -> None:
    """Red when overdue, yellow within two days, green beyond."""
    said = due(NOW + timedelta(days=days), NOW)
    assert (said.plain, said.style) == (expected, style)


def test_nothing_due_is_said_too() -> None:
    """An empty cell would look like a fault."""
    assert due(None, NOW).plain == "nothing due"


def test_a_due_date_that_is_now_is_not_overdue_yet() -> None:
    """As the view judges it: overdue is what lies before now."""
    assert due(NOW, NOW).plain == "due in less than a minute"


def test_one_thing_is_said_in_the_singular() -> None:
    """And thousands are parted."""
    assert (counted(1, "event"), counted(0, "event"), counted(1200, "event")) == (
        "1 event",
        "0 events",
        "1,200 events",
    )


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 200))
def test_a_bar_is_never_longer_than_its_room_and_never_hides_what_is_there(
    amount: int, most: int, width: int
) -> None:
    """The greatest fills the room; anything above zero is seen."""
    drawn = bar(min(amount, most), most, width)
    assert len(drawn) <= width
    assert bool(drawn) == (amount > 0)
    assert len(bar(most, most, width)) == width
