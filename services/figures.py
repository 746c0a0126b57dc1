"""What the views say, in typed answers that each tell which view, how far, and of how many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from projections import case_queue, trends
from projections._kit import Sums
from projections._kit.questions import Period
from projections._kit.statistics import Spread, spread, stock
from projections.audit_trail import Entry
from projections.trends import Attribute, Figure

DURATIONS = frozenset(
    {"days_to_acknowledge", "days_to_respond", "days_to_close", "days_to_forward"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a figure comes from: a view in one version, complete up to a position of one log.

    complete_upto: every event up to it is in the view. head: the last of the record at that time.
    """

    view: str
    version: int
    log_id: UUID
    complete_upto: int
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One complaint that waits, with what depends on the present instant."""

    waiting: case_queue.Waiting
    is_overdue: bool
    is_due_soon: bool
    age_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """Some rows of the queue in its order; cursor: for the rows after these, None at the end."""

    rows: tuple[QueueRow, ...]
    now: datetime
    cursor: str | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """The audit trail of one complaint; next_after: to go on from, None at the end."""

    complaint_id: UUID
    entries: tuple[Entry, ...]
    next_after: int | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendsAsked:
    """Which figure, how grouped, of which days (both included), of which complaints only."""

    figure: Figure
    by: tuple[Attribute, ...] = ()
    period: Period | None = None
    since: date | None = None
    until: date | None = None
    only: Mapping[Attribute, Any] = field(default_factory=dict)

    @property
    def sums(self) -> Sums:
        """The question as the view is asked it."""
        ask = trends.durations if self.figure in DURATIONS else trends.counts
        # How many are open on a day is the sum of all steps before it.
        since = None if self.figure == "open" else self.since
        return ask(
            self.figure,
            by=self.by,
            period=self.period,
            since=since,
            until=self.until,
            only=self.only,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRow:
    """One cell: its period's first day, its attributes, and how many; of durations their spread."""

    period: date | None = None
    attributes: Mapping[str, Any]
    count: int
    days: Spread | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """A figure's cells in order; count: how many cases they hold together (open: at the end)."""

    asked: TrendsAsked
    rows: tuple[TrendRow, ...]
    count: int
    source: Source


def queue_row(waiting: case_queue.Waiting, now: datetime) -> QueueRow:
    """The row as it stands at this instant."""
    return QueueRow(
        waiting=waiting,
        is_overdue=case_queue.is_overdue(waiting, now),
        is_due_soon=case_queue.is_due_soon(waiting, now),
        age_days=case_queue.age_days(waiting, now),
    )


def trends_of(asked: TrendsAsked, sums: Sequence[tuple[Any, ...]], source: Source) -> Trends:
    """The figure made of the sums that the view gave."""
    if asked.figure in DURATIONS:
        rows = _spreads(asked, sums)
    elif asked.figure == "open" and asked.period is not None:
        rows = _stocks(asked, sums)
    else:
        rows = [_row(asked, cells, count) for *cells, count in sums]
    count = _latest(rows) if asked.figure == "open" else sum(row.count for row in rows)
    return Trends(asked=asked, rows=tuple(rows), count=count, source=source)


def _row(
    asked: TrendsAsked, cells: Sequence[Any], count: int, days: Spread | None = None
) -> TrendRow:
    period, attributes = (cells[0], cells[1:]) if asked.period else (None, cells)
    named = dict(zip(asked.by, attributes, strict=True))
    return TrendRow(period=period, attributes=named, count=count, days=days)


def _spreads(asked: TrendsAsked, sums: Sequence[tuple[Any, ...]]) -> list[TrendRow]:
    rows = []
    for cells, group in groupby(sorted(sums, key=_by_cells), key=lambda row: row[:-2]):
        found = spread([(days, count) for *_, days, count in group])
        rows.append(_row(asked, cells, found.n, found))
    return rows


def _by_cells(row: tuple[Any, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((cell is None, str(cell)) for cell in row[:-2])


def _stocks(asked: TrendsAsked, sums: Sequence[tuple[Any, ...]]) -> list[TrendRow]:
    groups: dict[tuple[Any, ...], list[tuple[date | None, int]]] = {}
    for day, *attributes, step in sums:
        groups.setdefault(tuple(attributes), []).append((day, step))
    rows = [
        _row(asked, (day, *attributes), level)
        for attributes, steps in groups.items()
        for day, level in _since(stock(steps), asked.since)
    ]
    return sorted(rows, key=lambda row: (row.period or date.min, str(row.attributes)))


def _since(levels: list[tuple[date, int]], since: date | None) -> list[tuple[date, int]]:
    """The levels from a day on, beginning with the one that was brought forward to it."""
    if since is None:
        return levels
    brought = [level for day, level in levels if day <= since][-1:]
    return [(since, level) for level in brought] + [one for one in levels if one[0] > since]


def _latest(rows: Iterable[TrendRow]) -> int:
    """What is open at the end: of each group the level of its last period."""
    last = {tuple(row.attributes.items()): row.count for row in rows}
    return sum(last.values())
