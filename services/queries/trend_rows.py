"""The rows of a figure: one for every period of every group, from the sums that the view gives."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.errors import ErrorCategory
from projections import trends
from projections._kit import Ends, Sums
from projections._kit.statistics import spread, stock
from projections.trends import Attribute
from services.queries.answers import DURATIONS, Source, TrendRow, Trends, TrendsAsked
from services.queries.periods import last_day, periods
from services.queries.trend_values import unmatched

MOST_ROWS = 300_000

Group = tuple[Any, ...]
Cells = Mapping[date | None, Sequence[tuple[Any, ...]]]
FirstAndLast = tuple[date | None, date | None]


class TooManyRows(ValueError):
    """An answer of more periods and groups than anybody can read."""

    category = ErrorCategory.UNFIT

    def __init__(self, periods: int, groups: int) -> None:
        super().__init__(
            f"{periods:,} periods of {groups:,} groups are more than {MOST_ROWS:,} rows: take a "
            "longer period, choose with since, until or only, or group by less"
        )


def questions_of(queries: Sequence[TrendsAsked]) -> list[Sums | Ends]:
    """What the view is asked for these figures: three questions each, then what values it has."""
    figures = [question for one in queries for question in _questions_of(one)]
    return [*figures, *map(trends.values, _chosen(queries))]


def _questions_of(query: TrendsAsked) -> tuple[Sums, Ends, Sums]:
    """The figure itself, the days on which anything is counted, and how many are open now."""
    return query.sums, trends.ends(query.only), trends.counts("open", only=query.only)


def figures_of(
    queries: Sequence[TrendsAsked],
    found: Sequence[Sequence[Any]],
    source: Source,
    *,
    today: date | None,
) -> tuple[Trends, ...]:
    """The figures from what the view answered to questions_of(). Raises TooManyRows."""
    figures, values = found[: 3 * len(queries)], found[3 * len(queries) :]
    known = {
        attribute: {value for value, _ in rows}
        for attribute, rows in zip(_chosen(queries), values, strict=True)
    }
    return tuple(
        replace(
            trends_of(one, sums, source, ends=_ends(days, still_open, today), today=today),
            unmatched=unmatched(one.only, known),
        )
        for one, sums, [days], still_open in zip(
            queries, figures[::3], figures[1::3], figures[2::3], strict=True
        )
    )


def _ends(
    days: FirstAndLast, still_open: Sequence[tuple[Any, ...]], today: date | None
) -> FirstAndLast:
    """The first and the last day of the figures: what is still open is so until today."""
    first, last = days
    is_open = any(row[-1] for row in still_open)
    return (first, max(last, today)) if is_open and last and today else days


def _chosen(queries: Iterable[TrendsAsked]) -> list[Attribute]:
    return list(dict.fromkeys(attribute for one in queries for attribute in one.only))


def trends_of(
    query: TrendsAsked,
    sums: Sequence[tuple[Any, ...]],
    source: Source,
    *,
    ends: FirstAndLast,
    today: date | None = None,
) -> Trends:
    """The figure made of the sums that the view gave.

    ends: the first and the last day on which anything is counted of the complaints asked for, so
    that all figures have rows of the same periods. today: it and what follows is still to come.
    Raises TooManyRows.
    """
    groups, span = _groups(query, sums), _span(query, ends)
    if len(span) * len(groups) > MOST_ROWS:
        raise TooManyRows(len(span), len(groups))
    partial = {day for day in span if day and _is_partial(day, query, today)}
    by_group = ((group, _counted(query, cells, span)) for group, cells in groups.items())
    rows = [
        TrendRow(
            period=day,
            is_partial=day in partial,
            attributes=dict(zip(query.by, group, strict=True)),
            count=count,
            days=spread(cells) if query.figure in DURATIONS else None,
        )
        for group, counted in by_group
        for day, count, cells in counted
    ]
    rows.sort(key=_place)
    return Trends(asked=query, rows=tuple(rows), count=_whole(query, rows), source=source)


def _groups(query: TrendsAsked, sums: Sequence[tuple[Any, ...]]) -> dict[Group, Cells]:
    """The cells of each group by their period; ungrouped, all is one group, which may be empty."""
    found: dict[Group, dict[date | None, list[tuple[Any, ...]]]] = {} if query.by else {(): {}}
    for row in sums:
        period, cell = (row[0], row[1:]) if query.period else (None, row)
        group, numbers = cell[: len(query.by)], cell[len(query.by) :]
        found.setdefault(group, {}).setdefault(period, []).append(numbers)
    return dict(found)


def _span(query: TrendsAsked, ends: FirstAndLast) -> Sequence[date | None]:
    """The periods asked for, else those from the first day to the last; one for all without any."""
    if query.period is None:
        return [None]
    first, last = ends
    if first is None or last is None:
        return []
    since = query.since or min(first, query.until or first)
    return periods(since, query.until or max(last, since), query.period)


def _is_partial(day: date, query: TrendsAsked, today: date | None) -> bool:
    assert query.period is not None
    last = last_day(day, query.period)
    begins_before = query.since is not None and day < query.since
    ends_after = query.until is not None and query.until < last
    return begins_before or ends_after or (today is not None and today <= last)


def _counted(
    query: TrendsAsked, cells: Cells, span: Sequence[date | None]
) -> list[tuple[date | None, int, Sequence[tuple[Any, ...]]]]:
    """For each period how many, and the cells; nothing for a group that is nowhere among them."""
    each = {day: sum(cell[-1] for cell in of_period) for day, of_period in cells.items()}
    counts = list(_levels(each, span) if _is_stock(query) else (each.get(day, 0) for day in span))
    if query.by and not any(counts):
        return []
    return [(day, n, cells.get(day, ())) for day, n in zip(span, counts, strict=True)]


def _levels(steps: Mapping[date | None, int], span: Sequence[date | None]) -> Iterator[int]:
    """How many there are at the end of each period: what was brought forward, until it changes."""
    levels = stock(steps.items())
    changed = dict(levels)
    level = next((n for day, n in reversed(levels) if span and span[0] and day < span[0]), 0)
    for day in span:
        level = changed.get(day, level) if day else level
        yield level


def _is_stock(query: TrendsAsked) -> bool:
    return query.figure == "open" and query.period is not None


def _whole(query: TrendsAsked, rows: Sequence[TrendRow]) -> int:
    """How many cases the rows hold together; of what is open, how many at the end."""
    last = rows[-1].period if rows else None
    return sum(row.count for row in rows if not _is_stock(query) or row.period == last)


def _place(row: TrendRow) -> tuple[date, tuple[tuple[bool, str], ...]]:
    values = tuple((value is None, str(value)) for value in row.attributes.values())
    return row.period or date.min, values
