"""Questions asked of a view, as data: an adapter turns them into its own language."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from domain.errors import ErrorCategory
from projections._kit.columns import as_json, columns_of, restored

Operator = Literal[
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "in or none",
    "is",
    "is not",
    "lacks",
    "holds any",
    "holds any or nothing",
]
Period = Literal["day", "week", "month", "quarter", "year"]


class BadCursor(ValueError):
    """A cursor that this question never gave."""

    category = ErrorCategory.UNFIT


@dataclass(frozen=True, slots=True)
class Where:
    """A condition that rows must meet. ``is`` and ``is not`` take None or a boolean.

    ``in or none`` takes a list, and holds also where there is no value. ``lacks`` is of a column of
    ids, which must not hold this one; ``holds any`` of a column of codes or ids, which must hold
    one of a list.
    """

    column: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Unless:
    """Rows are left out whose complaint has a row in another view that meets these conditions."""

    view: str
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows in the order of these columns, from after a row's place on.

    view: the projection's name. order: ends with what makes a row unique. after: the values of the
    order's columns in the last row seen. is_descending: the greatest first.
    """

    view: str
    row: type
    order: tuple[str, ...]
    where: tuple[Where, ...] = ()
    after: tuple[Any, ...] | None = None
    limit: int = 50
    is_descending: bool = False
    unless: Unless | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A column to group by; of a day, the first day of the period it is in (ISO weeks)."""

    column: str
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The sum of the amounts in cells, for each combination of the groups, in their order."""

    view: str
    where: tuple[Where, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows there are of each value of a column, in its order."""

    view: str
    column: str
    where: tuple[Where, ...] = ()
    unless: Unless | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The least and the greatest value of a column; both None where there is none."""

    view: str
    column: str
    where: tuple[Where, ...] = ()


def cursor(page: Page, row: Any) -> str:
    """An opaque word for the place after this row, for whoever asks for the next page."""
    place = as_json([getattr(row, column) for column in page.order])
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def place_after(word: str, row: type, order: Sequence[str]) -> tuple[Any, ...]:
    """The place that a cursor means. Raises BadCursor for anything that cursor() did not give."""
    hints = {column.name: column.hint for column in columns_of(row)}
    try:
        plain = json.loads(base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_"))
        place = [restored(value, hints[name]) for name, value in zip(order, plain, strict=True)]
    except (ValueError, TypeError, AttributeError) as error:
        raise BadCursor(f"no such cursor ({word[:40]!r}): ask for the first page again") from error
    if not all(isinstance(value, hints[name]) for name, value in zip(order, place, strict=True)):
        raise BadCursor(f"no such cursor ({word[:40]!r}): ask for the first page again")
    return tuple(place)
