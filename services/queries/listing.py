"""The list of all complaints, open and ended, chosen by whatever is known of them (8.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from projections import case_queue
from projections._kit import Column, Counts, Page, Where, columns_of
from projections._kit.questions import Operator, place_after
from projections.case_queue import ListedCase
from projections.case_queue.course import Case
from services.queries.answers import Source
from services.queries.any_view import named, open_to, order_of
from services.queries.conditions import conditions

VIEW = case_queue.PROJECTION
OVERDUE = "Whether something that the organisation owes is past its due date."
COLUMNS: Mapping[str, Column] = {
    **{column.name: column for column in columns_of(Case)},
    "is_overdue": Column("is_overdue", "boolean", False, OVERDUE, bool),
}
NEWEST_FIRST = "-age_from"
JUDGED: Mapping[str, tuple[str, Operator, Operator]] = {
    "is_overdue": ("due_order", "<", ">="),
    "awaits_approval": ("approval_until", ">=", "<"),
}
"""What depends on the instant of asking: by which column, and how it compares with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which complaints. only: conditions. order: as of any view, the latest receipt first."""

    only: tuple[str, ...] = ()
    order: str = NEWEST_FIRST


@dataclass(frozen=True, kw_only=True)
class Listed(ListedCase):
    """One complaint of the list, with what depends on the present instant."""

    is_overdue: Annotated[bool, OVERDUE]
    age_days: Annotated[int, "Whole days since the earliest receipt in it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """Some complaints in their order; cursor: for those after these, None at the end.

    by_state: how many there are of each state in all; only with the first page.
    """

    rows: tuple[Listed, ...]
    by_state: Mapping[str, int] | None
    now: datetime
    cursor: str | None
    source: Source


def questions_of(
    query: ListQuery, *, reader: UUID, now: datetime, limit: int, place: str | None
) -> tuple[Page, Counts]:
    """The rows, and how many there are of each state. place: of the last row seen.

    Raises UnfitQuestion, BadCursor.
    """
    with named("only"):
        chosen = conditions(query.only, COLUMNS)
    with named("order"):
        order = order_of(query.order.removeprefix("-"), COLUMNS, VIEW)
    where = (*_judged(chosen, now), *open_to(reader, COLUMNS))
    page = Page(
        view=VIEW.name,
        row=ListedCase,
        order=order,
        where=where,
        after=place_after(place, ListedCase, order) if place else None,
        limit=limit,
        is_descending=query.order.startswith("-"),
    )
    return page, Counts(view=VIEW.name, column="state", where=where)


def listed(row: ListedCase, now: datetime) -> Listed:
    """The row as it stands at this instant."""
    awaits_approval = row.awaits_approval and row.approval_until >= now
    return Listed(
        **vars(row) | {"awaits_approval": awaits_approval},
        is_overdue=row.next_due_at is not None and row.next_due_at < now,
        age_days=case_queue.age_days(row, now),
    )


def _judged(chosen: Iterable[Where], now: datetime) -> Iterable[Where]:
    for one in chosen:
        if one.column not in JUDGED or one.operator != "is":
            yield one
            continue
        column, holds, fails = JUDGED[one.column]
        yield Where(column, holds if one.value else fails, now)
