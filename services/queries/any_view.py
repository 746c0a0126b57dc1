"""Any view asked by its described columns: which rows, which columns, in what order (8.2)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, make_dataclass
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from domain.errors import ErrorCategory
from domain.values import IllFormed
from projections import case_queue, discover
from projections._kit import (
    Column,
    Group,
    Page,
    Projection,
    Sums,
    Tallies,
    Unless,
    Where,
    columns_of,
)
from projections._kit.questions import place_after
from projections._kit.shapes import AMOUNT, COMPLAINT
from services.queries.answers import Source
from services.queries.conditions import conditions, known

EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewQuery:
    """Which rows of a view. only: conditions. columns: all, unless named. order: by which column,
    with a minus before it the greatest first; by the key, unless named.
    """

    view: str
    only: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRows:
    """Rows of a view by their columns' names; cursor: for the rows after these, None at the end.

    left_out: how many sums there are beyond these, of a view that is asked for sums.
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    cursor: str | None
    left_out: int
    source: Source


class NoSuchView(LookupError):
    """A view that is not among the projections of this installation."""

    category = ErrorCategory.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(f"there is no such view: use {', '.join(v.name for v in discover())}")


class UnfitQuestion(IllFormed):
    """A question that a view cannot be asked. parameter: which part of it, by its name."""

    category = ErrorCategory.UNFIT

    def __init__(self, parameter: str, error: IllFormed) -> None:
        super().__init__(error.hint)
        self.args = error.args
        self.parameter = parameter


def projection_of(name: str) -> Projection:
    """The projection of this name. Raises NoSuchView."""
    for each in discover():
        if each.name == name:
            return each
    raise NoSuchView


def columns_by_name(projection: Projection) -> dict[str, Column]:
    """The columns that readers of a view see, by name; of tallies those of the cells."""
    row = projection.cell if isinstance(projection, Tallies) else projection.row
    return {column.name: column for column in columns_of(row)}


def question_of(
    query: ViewQuery, *, reader: UUID, limit: int, place: str | None = None
) -> Page | Sums:
    """The question as the view is asked it. place: of the last row seen.

    reader: who asks; complaints that they are excluded from are left out. Raises NoSuchView,
    UnfitQuestion, BadCursor.
    """
    projection = projection_of(query.view)
    columns = columns_by_name(projection)
    with named("columns"):
        chosen = tuple(known(name, columns).name for name in query.columns) or tuple(columns)
    with named("only"):
        where = conditions(query.only, columns)
    with named("order"):
        order = order_of(query.order.removeprefix("-"), columns, projection)
    if isinstance(projection, Tallies):
        return Sums(view=query.view, where=where, groups=tuple(map(Group, chosen)))
    picked = row_with(projection.row, tuple(dict.fromkeys((*chosen, *order))))
    return Page(
        view=query.view,
        row=picked,
        order=order,
        where=(*where, *open_to(reader, columns)),
        after=place_after(place, picked, order) if place else None,
        limit=limit,
        is_descending=query.order.startswith("-"),
        unless=_unless(reader, columns),
    )


@contextmanager
def named(parameter: str) -> Iterator[None]:
    """Raises UnfitQuestion that names this parameter for what is ill-formed within."""
    try:
        yield
    except IllFormed as error:
        raise UnfitQuestion(parameter, error) from None


def names_of(question: Page | Sums, query: ViewQuery) -> tuple[str, ...]:
    """The columns of the answer, in their order."""
    if isinstance(question, Sums):
        return (*(group.column for group in question.groups), AMOUNT)
    return query.columns or tuple(column.name for column in columns_of(question.row))


def as_rows(
    question: Page | Sums, found: Sequence[Any], names: Sequence[str]
) -> tuple[Mapping[str, Any], ...]:
    """The rows that were found, by the names of the columns."""
    if isinstance(question, Sums):
        return tuple(dict(zip(names, row, strict=True)) for row in found)
    return tuple({name: getattr(row, name) for name in names} for row in found)


def row_with(row: type, names: tuple[str, ...]) -> type:
    """A row of some of another one's columns."""
    return _row_with(row, names)


@cache
def _row_with(row: Any, names: tuple[str, ...]) -> type:
    columns = {column.name: column for column in columns_of(row)}
    fields = [(name, _hint(columns[name])) for name in names]
    return make_dataclass(f"{row.__name__}Picked", fields, frozen=True)


def _hint(column: Column) -> Any:
    return Annotated[column.hint | None if column.is_optional else column.hint, column.sentence]


def order_of(name: str, columns: Mapping[str, Column], projection: Projection) -> tuple[str, ...]:
    """The columns to order by: one by its name, and the key. Raises IllFormed."""
    if not name:
        return projection.key
    if isinstance(projection, Tallies):
        raise IllFormed("leave it out: sums come in the order of their columns")
    first = known(name, columns)
    if first.is_optional or first.kind in ("nested", "octets"):
        ordered = (one.name for one in columns.values() if _orders(one))
        raise IllFormed(f"order by {', '.join(ordered)}", fault=f"{name} can be empty or many")
    return (first.name, *(part for part in projection.key if part != first.name))


def _orders(column: Column) -> bool:
    return not column.is_optional and column.kind not in ("nested", "octets")


def open_to(reader: UUID, columns: Mapping[str, Column]) -> tuple[Where, ...]:
    """The condition that leaves out what a reader is excluded from, where a view says so."""
    return (Where(EXCLUDED, "lacks", reader),) if EXCLUDED in columns else ()


def _unless(reader: UUID, columns: Mapping[str, Column]) -> Unless | None:
    """What other views say of complaints that the reader is excluded from."""
    if COMPLAINT not in columns or EXCLUDED in columns:
        return None
    held = Where(EXCLUDED, "holds any", [str(reader)])
    return Unless(view=case_queue.PROJECTION.name, where=(held,))
