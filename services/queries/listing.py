"""The list of all complaints, open and ended, chosen by whatever is known of them (8.2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from projections import case_queue
from projections._kit import Column, Counts, Page, Where, columns_of
from projections._kit.questions import Operator, place_after
from projections.case_queue import ListedCase
from projections.case_queue.course import Case
from projections.case_queue.row import as_of
from services.queries.answers import Source
from services.queries.any_view import named, open_to, order_of
from services.queries.conditions import conditions

VIEW = case_queue.PROJECTION
OVERDUE = "Whether something that the organisation owes is past its due date."
COLUMNS: Mapping[str, Column] = {
    **{column.name: column for column in columns_of(Case)},
    "is_overdue": Column("is_overdue", "boolean", False, OVERDUE, bool),
}
SHOWN: Mapping[str, Column] = {column.name: column for column in columns_of(ListedCase)}
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

    by_state: how many there are of each state in all; only with the first page. unmatched: where
    there are none, the conditions of which no complaint at all has the value.
    """

    rows: tuple[Listed, ...]
    by_state: Mapping[str, int] | None
    now: datetime
    cursor: str | None
    source: Source
    unmatched: tuple[str, ...] = ()


def questions_of(
    query: ListQuery, *, reader: UUID, now: datetime, limit: int, place: str | None
) -> tuple[Page, Counts]:
    """The rows, and how many there are of each state. place: of the last row seen.

    Raises UnfitQuestion, BadCursor.
    """
    with named("only"):
        chosen = conditions(query.only, COLUMNS)
    with named("order"):
        order = order_of(query.order.removeprefix("-"), SHOWN, VIEW)
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


def texts_of(page: Page) -> list[Where]:
    """The conditions by which a text has to be one of some values."""
    return [
        one for one in page.where if one.operator == "in" and COLUMNS[one.column].kind == "text"
    ]


def values_of(one: Where) -> Counts:
    """The values that complaints have in the column of a condition."""
    return Counts(view=VIEW.name, column=one.column)


def unmatched(chosen: Sequence[Where], known: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """The conditions that name a value which no complaint has. known: what values_of() found."""
    return tuple(
        f"{one.column}={value}"
        for one, counts in zip(chosen, known, strict=True)
        for value in one.value
        if value not in dict(counts)
    )


def listed(row: ListedCase, now: datetime) -> Listed:
    """The row as it stands at this instant."""
    return Listed(
        **vars(as_of(row, now)),
        is_overdue=row.next_due_at is not None and row.next_due_at < now,
        age_days=case_queue.age_days(row, now),
    )


def _judged(chosen: Iterable[Where], now: datetime) -> Iterable[Where]:
    """The conditions as of this instant; what may hold or not is none."""
    for one in chosen:
        if one.column not in JUDGED:
            yield one
        elif one.operator == "is":
            column, holds, fails = JUDGED[one.column]
            yield Where(column, holds if one.value else fails, now)
