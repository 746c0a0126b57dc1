"""Conditions on the columns of a view, as people type them: ``state=CLOSED``, ``missed=response``.

One language for every view, made from its described columns: equal values of one column are
alternatives, everything else goes together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from domain.values import IllFormed
from projections._kit import Column, Kind, Where
from services.commands.numeric_times import TRUTHS, DayWritten, InstantWritten

FORM = re.compile(r"([a-z_]{1,60})(>=|<=|=|:|>|<)(.{0,200})", re.DOTALL)
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})")
HINT = "write column=value or column>=value, such as state=CLOSED or received_on>=2026-01-01"
EVERY_CONDITION = (
    "Conditions that rows must meet, with commas: `state=CLOSED,received_on>=2026-01-01`. Values "
    "of one column are alternatives: `state=CLOSED,state=WITHDRAWN`. `outcome=none` is what has "
    "none; of a column of several values, such as `missed=response`, one of them. `GET /v1/views` "
    "tells the columns."
)
NONE = "none"
DAYS: TypeAdapter[date] = TypeAdapter(DayWritten)
INSTANTS: TypeAdapter[Any] = TypeAdapter(InstantWritten)
EQUAL = ("=", ":")


def conditions(words: Iterable[str], columns: Mapping[str, Column]) -> tuple[Where, ...]:
    """What rows must meet by these words. Raises IllFormed naming what is wrong with one."""
    equal: dict[str, list[Any]] = {}
    others: list[Where] = []
    for column, operator, value in (_taken_apart(word, columns) for word in words):
        if operator in EQUAL:
            equal.setdefault(column.name, []).append(value)
        elif value is None or column.kind in ("boolean", "nested"):
            fault = f"{column.name} has no order"
            raise IllFormed(f"write {column.name}=value", fault=fault)
        else:
            others.append(Where(column.name, operator, value))
    return (*(_one_of(columns[name], values) for name, values in equal.items()), *others)


def askable(columns: Iterable[Column]) -> Iterator[Column]:
    """The columns by which rows can be chosen; not octets, nor what has parts of its own."""
    for column in columns:
        if column.kind != "octets" and (column.kind != "nested" or _held(column) in (str, UUID)):
            yield column


def known(name: str, columns: Mapping[str, Column]) -> Column:
    """The column of this name. Raises IllFormed, saying which there are."""
    if name not in columns:
        raise IllFormed(f"use {', '.join(columns)}", fault=f"no such column ({name[:60]})")
    return columns[name]


def _taken_apart(word: str, columns: Mapping[str, Column]) -> tuple[Column, Any, Any]:
    form = FORM.fullmatch(word.strip())
    if form is None or "\x00" in word:
        raise IllFormed(HINT, fault=f"no condition ({word[:60]})")
    name, operator, value = form.groups()
    column = known(name, {one.name: one for one in askable(columns.values())})
    return column, operator, _value(column, value.strip())


def _value(column: Column, word: str) -> Any:
    if word == NONE:
        if not (column.is_optional or column.kind == "nested"):
            raise IllFormed(
                f"write a value of {column.name}", fault=f"{column.name} is never empty"
            )
        return None
    if column.choices and word not in column.choices:
        hint = f"use {', '.join(column.choices)}"
        raise IllFormed(hint, fault=f"no {column.name} ({word[:60]})")
    read, hint = READ["text" if column.kind == "nested" else column.kind]
    try:
        value = read(word)
        return str(UUID(word)) if _held(column) is UUID else value
    except (ValueError, KeyError, ValidationError):
        hint = "a uuid" if _held(column) is UUID else hint
        raise IllFormed(f"write {hint}, or none", fault=f"no {column.name} ({word[:60]})") from None


def _held(column: Column) -> Any:
    """What a column of several values holds; None for another one."""
    return get_args(column.hint)[0] if column.kind == "nested" and get_args(column.hint) else None


def _one_of(column: Column, values: list[Any]) -> Where:
    there = [value for value in values if value is not None]
    has_none = len(there) < len(values)
    if column.kind == "nested":
        return Where(column.name, "holds any or nothing" if has_none else "holds any", there)
    if not there:
        return Where(column.name, "is", None)
    if column.kind == "boolean" and not has_none and len(set(there)) == 1:
        return Where(column.name, "is", there[0])
    return Where(column.name, "in or none" if has_none else "in", there)


def _text(word: str) -> str:
    if not word:
        raise ValueError
    return word


def _whole(word: str) -> int:
    if not WHOLE.fullmatch(word):
        raise ValueError
    return int(word)


READ: Mapping[Kind, tuple[Callable[[str], Any], str]] = {
    "text": (_text, "a value"),
    "integer": (_whole, "a whole number in digits"),
    "boolean": (TRUTHS.__getitem__, "true or false"),
    "uuid": (UUID, "a uuid"),
    "day": (DAYS.validate_python, "a day such as 2026-03-05"),
    "instant": (INSTANTS.validate_python, "an instant such as 2026-03-05T09:30:00Z"),
}
