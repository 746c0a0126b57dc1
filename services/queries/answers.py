"""What the views say, in typed answers that each tell which view, how far, and of how many."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from domain.local_times import day_in
from projections import case_queue, trends
from projections._kit import Sums
from projections._kit.questions import Period
from projections._kit.statistics import Spread
from projections.audit_trail import Entry
from projections.case_queue.row import as_of
from projections.trends import Attribute, Figure
from services.queries.trend_values import Choices, Unmatched

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

    waiting: case_queue.CaseRow
    is_overdue: bool
    is_due_soon: bool
    is_represented: bool
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


class BackToFront(ValueError):
    """A first day that lies after the last one."""

    def __init__(self) -> None:
        super().__init__("the end comes before the beginning; exchange the two")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendsAsked:
    """Which figure, how grouped, of which days (both included), of which complaints only.

    Raises BackToFront.
    """

    figure: Figure
    by: tuple[Attribute, ...] = ()
    period: Period | None = None
    since: date | None = None
    until: date | None = None
    only: Choices = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a span of days of which none can be meant."""
        if self.since is not None and self.until is not None and self.since > self.until:
            raise BackToFront

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
    """One period of a group: how many, of what is open at its end; of durations their spread."""

    period: Annotated[date | None, Field(description="The first day of the period.")] = None
    is_partial: Annotated[
        bool,
        Field(description="Whether days of it are not asked for, or are still to come."),
    ] = False
    attributes: Mapping[str, Any]
    count: int
    days: Spread | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """A figure's rows in order, no period left out between the first and the last.

    count: how many cases they hold together; of what is open, how many at the end.
    unmatched: the values asked for that no complaint has, whatever its day.
    """

    asked: TrendsAsked
    rows: tuple[TrendRow, ...]
    count: int
    source: Source
    unmatched: tuple[Unmatched, ...] = ()


def queue_row(waiting: case_queue.CaseRow, now: datetime) -> QueueRow:
    """The row as it stands at this instant."""
    return QueueRow(
        waiting=as_of(waiting, now),
        is_overdue=case_queue.is_overdue(waiting, now),
        is_due_soon=case_queue.is_due_soon(waiting, now),
        is_represented=case_queue.is_represented(
            waiting, day_in(waiting.received_zone or "UTC", now)
        ),
        age_days=case_queue.age_days(waiting, now),
    )
