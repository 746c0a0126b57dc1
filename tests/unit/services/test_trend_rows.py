"""The rows of a figure: every period once, by its first day, with what was brought forward."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.queries.answers import BackToFront, Source, TrendsAsked
from services.queries.trend_rows import MOST_ROWS, TooManyRows, figures_of, trends_of

SOURCE = Source(view="trends", version=1, log_id=UUID(int=1), complete_upto=1, head=1)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
ENDS = (date(2026, 1, 5), date(2026, 2, 18))
W05, W06, W07, W08 = (date(2026, 1, 26 + 0), date(2026, 2, 2), date(2026, 2, 9), date(2026, 2, 16))
STEPS = [(date(2026, 1, 5), 3), (W07, 0), (W08, 1)]


def rows(
    sums: Any, *, ends: Any = ENDS, today: date | None = None, **asked: Any
) -> list[tuple[Any, ...]]:
    told = trends_of(TrendsAsked(**asked), sums, SOURCE, ends=ends, today=today)
    return [(row.period, *row.attributes.values(), row.count) for row in told.rows]


def partial(**asked: Any) -> list[date | None]:
    today = asked.pop("today", None)
    told = trends_of(TrendsAsked(figure="received", **asked), [], SOURCE, ends=ENDS, today=today)
    return [row.period for row in told.rows if row.is_partial]


def test_a_period_is_named_by_its_first_day_whatever_day_was_typed() -> None:
    since = date(2026, 2, 4)
    received = [(W07, 1), (W08, 1)]
    assert rows(received, figure="received", period="week", since=since) == [
        (W06, 0),
        (W07, 1),
        (W08, 1),
    ]
    assert rows(STEPS, figure="open", period="week", since=since) == [
        (W06, 3),
        (W07, 3),
        (W08, 4),
    ]


def test_a_period_in_which_nothing_was_counted_has_a_row_too() -> None:
    ends = (date(2026, 1, 5), date(2026, 3, 31))
    assert rows([(JANUARY, 2)], ends=ends, figure="closed", period="month") == [
        (JANUARY, 2),
        (FEBRUARY, 0),
        (MARCH, 0),
    ]
    assert rows([(JANUARY, 2)], ends=ends, figure="open", period="month") == [
        (JANUARY, 2),
        (FEBRUARY, 2),
        (MARCH, 2),
    ]


def test_every_group_has_a_row_for_every_period() -> None:
    sums = [(JANUARY, "web", 2), (FEBRUARY, "phone", 1), (FEBRUARY, "web", -2)]
    asked: Any = {"figure": "open", "period": "month", "by": ("channel_code",)}
    assert rows(sums, **asked) == [
        (JANUARY, "phone", 0),
        (JANUARY, "web", 2),
        (FEBRUARY, "phone", 1),
        (FEBRUARY, "web", 0),
    ]


def test_a_group_that_had_gone_before_the_first_day_has_no_row() -> None:
    sums = [(JANUARY, "web", 2), (JANUARY, "phone", 1), (FEBRUARY, "web", 1)]
    gone = [(date(2025, 12, 1), "email", 1), (JANUARY, "email", -1), *sums]
    asked: Any = {"figure": "open", "period": "month", "by": ("channel_code",)}
    told = rows(gone, since=FEBRUARY, **asked)
    assert told == [(FEBRUARY, "phone", 1), (FEBRUARY, "web", 3)]


def test_what_is_open_counts_as_many_as_at_the_end_and_the_rest_as_many_as_the_rows() -> None:
    asked: Any = {"period": "week", "until": date(2026, 2, 20)}
    opened = trends_of(TrendsAsked(figure="open", **asked), STEPS, SOURCE, ends=ENDS)
    received = trends_of(TrendsAsked(figure="received", **asked), STEPS, SOURCE, ends=ENDS)
    assert (opened.count, opened.rows[-1].count) == (4, 4)
    assert received.count == sum(row.count for row in received.rows) == 4


def test_days_that_lie_after_all_that_was_counted_show_what_is_still_open() -> None:
    until = date(2026, 3, 31)
    told = rows(STEPS, figure="open", period="month", since=MARCH, until=until)
    assert told == [(MARCH, 4)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"period": "week", "since": date(2026, 2, 4)}, [W06]),
        ({"period": "week", "since": W06, "until": date(2026, 2, 11)}, [W07]),
        ({"period": "month", "since": JANUARY, "until": date(2026, 2, 28)}, []),
        ({"period": "month", "since": JANUARY, "today": date(2026, 2, 18)}, [FEBRUARY]),
        ({"period": "day", "since": date(2026, 2, 18), "today": date(2026, 2, 19)}, []),
    ],
)
def test_a_period_of_which_days_are_not_counted_is_marked(
    asked: dict[str, Any], expected: list[date]
) -> None:
    assert partial(**asked) == expected


def test_durations_have_a_row_for_a_period_in_which_nothing_ended() -> None:
    told = trends_of(
        TrendsAsked(figure="days_to_close", period="month"),
        [(JANUARY, 3, 1), (JANUARY, 5, 1)],
        SOURCE,
        ends=ENDS,
    )
    assert [(row.period, row.count) for row in told.rows] == [(JANUARY, 2), (FEBRUARY, 0)]
    assert [row.days.median for row in told.rows if row.days] == [4.0, None]


def test_before_anything_was_counted_there_is_no_period() -> None:
    assert rows([], ends=(None, None), figure="received", period="week") == []


@pytest.mark.parametrize(("still_open", "last"), [(1, MARCH), (0, FEBRUARY)])
def test_what_is_still_open_has_rows_until_today(still_open: int, last: date) -> None:
    """Of each figure, so that the rows of several lie beside each other."""
    asked = tuple(TrendsAsked(figure=one, period="month") for one in ("open", "received"))
    found: list[Any] = [[(JANUARY, 2)], [ENDS], [(still_open,)]]
    told = figures_of(asked, found * 2, SOURCE, today=date(2026, 3, 9))
    assert [figure.rows[-1].period for figure in told] == [last, last]


def test_days_that_are_typed_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(BackToFront, match="exchange the two"):
        TrendsAsked(figure="open", since=date(2026, 5, 1), until=date(2026, 1, 1))
    TrendsAsked(figure="open", since=JANUARY, until=JANUARY)


def test_more_rows_than_anybody_can_read_are_refused_with_a_way_out() -> None:
    sums = [(JANUARY, str(number), 1) for number in range(MOST_ROWS // 2 + 1)]
    asked: Any = {"figure": "received", "period": "month", "by": ("unit",)}
    with pytest.raises(TooManyRows, match="take a longer period"):
        rows(sums, **asked)
