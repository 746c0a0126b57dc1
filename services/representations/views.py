"""What answers from the views look like to programs, alike over HTTP and at the command line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from adapters.view_answers import Standings, Worker
from projections._kit import columns_of
from projections.case_queue import CaseRow
from projections.trends import FIGURES, Attribute, Cell
from services.queries.answers import QueuePage, QueueRow, Source

LAG = "How many positions of the record are not known to be in it yet."


@dataclass(frozen=True, kw_only=True)
class QueueRowAnswer(CaseRow):
    """One complaint that waits; what depends on the present instant stands beside the rest."""

    is_overdue: bool
    is_due_soon: bool
    is_represented: Annotated[bool, "Whether somebody may act for a complainant today."]
    age_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAnswer:
    """Some rows of the queue in its order; cursor: for the rows after these, null at the end."""

    rows: tuple[QueueRowAnswer, ...]
    now: datetime
    cursor: str | None
    source: Source


class ViewAnswer(BaseModel):
    """One version of one view, with how far it is behind the record."""

    model_config = ConfigDict(from_attributes=True)

    projection: str
    version: int
    log_id: UUID
    is_live: bool
    slices: dict[int, int]
    complete_upto: int
    head: int
    parked: int
    stopped: str | None
    lag: Annotated[int, Field(description=LAG)]


class StandingsAnswer(BaseModel):
    """All views and all workers."""

    views: list[ViewAnswer]
    workers: list[Worker]


class Meaning(BaseModel):
    """A figure, or an attribute to group by, and what it means."""

    code: str
    meaning: str


class FiguresAnswer(BaseModel):
    """Which figures there are and what each counts, and by what they can be grouped and chosen."""

    figures: list[Meaning]
    by: list[Meaning]


def figures() -> FiguresAnswer:
    """The figures, as it is answered where none was named."""
    grouped = {one.name: one.sentence for one in columns_of(Cell)}
    return FiguresAnswer(
        figures=[Meaning(code=each, meaning=FIGURES[each]) for each in FIGURES],
        by=[Meaning(code=each, meaning=grouped[each]) for each in get_args(Attribute)],
    )


def queue(page: QueuePage) -> QueueAnswer:
    """A page of the queue as it is answered."""
    rows = tuple(_row(row) for row in page.rows)
    return QueueAnswer(rows=rows, now=page.now, cursor=page.cursor, source=page.source)


def standings(progress: Standings) -> StandingsAnswer:
    """How far the views are, as it is answered."""
    views = [ViewAnswer.model_validate(view) for view in progress.views]
    return StandingsAnswer(views=views, workers=list(progress.workers))


def _row(row: QueueRow) -> QueueRowAnswer:
    # Not column by column, which takes longer than to read the row.
    answer = object.__new__(QueueRowAnswer)
    vars(answer).update(
        vars(row.waiting),
        is_overdue=row.is_overdue,
        is_due_soon=row.is_due_soon,
        is_represented=row.is_represented,
        age_days=row.age_days,
    )
    return answer
