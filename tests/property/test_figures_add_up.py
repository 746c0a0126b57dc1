"""What was received or split off is open, has ended or was merged: on every day, in every group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.complaint.events import ComplaintReceived, DuplicateAbsorbed
from domain.recorded import Recorded
from projections import trends
from projections.trends.cells import Attribute, Cell, Figure, TrendsRow
from services.queries.answers import Source, TrendsAsked
from services.queries.periods import first_day, last_day
from services.queries.trend_rows import trends_of
from tests.support.courses import offices
from tests.support.histories import LOG, Telling
from tests.support.office import Office
from tests.support.walks import tellings

CAME: tuple[Figure, ...] = ("received", "split_off")
WENT: tuple[Figure, ...] = ("open", "closed", "closed_disputed", "merged", "undated")
DURATIONS = ("days_to_acknowledge", "days_to_respond", "days_to_close")
SOURCE = Source(view="trends", version=1, log_id=LOG, complete_upto=1, head=1)


def counted(history: Iterable[Recorded]) -> Iterator[tuple[TrendsRow, date]]:
    """Each complaint as it is counted, with the day of its last recording."""
    rows: dict[UUID, TrendsRow] = {}
    last: dict[UUID, date] = {}
    for one in history:
        rows[one.stream_id] = trends.fold(rows.get(one.stream_id), one)
        last[one.stream_id] = max(last.get(one.stream_id, date.min), one.recorded_at.date())
    yield from ((row, last[of]) for of, row in rows.items())


def cells_of(history: Iterable[Recorded]) -> Counter[Cell]:
    cells: Counter[Cell] = Counter()
    for row, _ in counted(history):
        cells.update(trends.contributions(row))
    return cells


def assert_adds_up(cells: Counter[Cell]) -> None:
    """By every day and all attributes at once, and so in every group and period of them."""
    groups: defaultdict[Cell, Counter[tuple[str, date]]] = defaultdict(Counter)
    for cell, amount in cells.items():
        whole = replace(cell, figure="received", day=date.min, days=None)
        groups[whole][cell.figure, cell.day] += amount
    for of in groups.values():
        for day in {day for _, day in of}:
            until = Counter[str]()
            for (figure, on), amount in of.items():
                until[figure] += amount if on <= day else 0
            assert sum(until[one] for one in CAME) == sum(until[one] for one in WENT)
            assert until["open"] >= 0


def as_stored_before(office: Office) -> list[Recorded]:
    """The history as it was stored when parts and merged complaints did not tell when they came."""
    without: dict[type, dict[str, None]] = {
        ComplaintReceived: {"split_off": None},
        DuplicateAbsorbed: {"received": None},
    }
    return [
        one.changed(event=one.event.model_copy(update=without.get(type(one.event), {})))
        for one in office.recorded
    ]


@given(offices())
def test_on_every_day_and_in_every_group_what_came_is_there_or_went(office: Office) -> None:
    assert_adds_up(cells_of(office.recorded))
    assert_adds_up(cells_of(as_stored_before(office)))


@settings(max_examples=200, deadline=None)
@given(tellings(longest=40))
def test_it_adds_up_whatever_times_are_told(telling: Telling) -> None:
    """Unknown ones, ones before the receipt and ones that had not come among them."""
    assert_adds_up(cells_of(telling.recorded))


@settings(max_examples=200, deadline=None)
@given(tellings(longest=40))
def test_nothing_is_counted_before_the_receipt_nor_after_the_recording(telling: Telling) -> None:
    for row, last in counted(telling.recorded):
        cells = trends.contributions(row)
        received = next(cell.day for cell in cells if cell.figure == "received")
        assert all(received <= cell.day <= max(last, received) for cell in cells)
        assert received <= last
        assert all(cell.days >= 0 for cell in cells if cell.days is not None)


@given(offices(), st.sampled_from(("day", "week", "month", "quarter", "year")), st.data())
def test_rows_and_counts_of_every_figure_agree_for_any_days_and_grouping(
    office: Office, period: Any, data: st.DataObject
) -> None:
    cells = cells_of(office.recorded)
    days = sorted({cell.day for cell in cells})
    since = data.draw(st.sampled_from([None, *days]))
    until = data.draw(st.sampled_from([None, *(day for day in days if not since or day >= since)]))
    by: tuple[Attribute, ...] = data.draw(st.sampled_from(((), ("outcome",), ("ended_as",))))
    figures: tuple[Figure, ...] = (*CAME, *WENT)
    spans: Any = {"since": since, "until": until}
    told = {
        one: answered(cells, TrendsAsked(figure=one, by=by, period=period, **spans))
        for one in figures
    }
    for one in figures:
        assert told[one].count == answered(cells, TrendsAsked(figure=one, **spans)).count
    before = level(cells, since, strictly=True) if since else 0
    came = before + sum(told[figure].count for figure in CAME)
    assert came == sum(told[figure].count for figure in WENT)
    for row in told["open"].rows if not by else ():
        assert row.period is not None
        last = min(until or date.max, last_day(row.period, period))
        assert row.count == level(cells, last)


def answered(cells: Counter[Cell], asked: TrendsAsked) -> Any:
    """What is answered, from cells in memory instead of the view's table."""
    since = None if asked.figure == "open" else asked.since
    sums: Counter[tuple[Any, ...]] = Counter()
    for cell, amount in cells.items():
        is_asked = cell.figure == asked.figure and (since or date.min) <= cell.day
        if is_asked and cell.day <= (asked.until or date.max):
            key = [first_day(cell.day, asked.period)] if asked.period else []
            sums[(*key, *(getattr(cell, one) for one in asked.by))] += amount
    rows = [(*key, amount) for key, amount in sums.items() if amount or not key]
    days = [cell.day for cell in cells]
    rows = rows or ([(0,)] if not (asked.by or asked.period) else [])
    return trends_of(asked, rows, SOURCE, ends=(min(days), max(days)))


def level(cells: Counter[Cell], day: date, *, strictly: bool = False) -> int:
    """How many were open at the end of a day, or strictly before it."""
    return sum(
        amount
        for cell, amount in cells.items()
        if cell.figure == "open" and (cell.day < day if strictly else cell.day <= day)
    )
