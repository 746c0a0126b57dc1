"""A view's columns, read off the frozen dataclass that is its row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

Row = TypeVar("Row")
Kind = Literal["text", "integer", "boolean", "uuid", "instant", "day", "octets", "nested"]

KINDS: dict[Any, Kind] = {
    str: "text",
    int: "integer",
    bool: "boolean",
    UUID: "uuid",
    datetime: "instant",
    date: "day",
    bytes: "octets",
}


class Undescribed(TypeError):
    """A column without the one sentence that says what it holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is stored, whether it may be empty, and what it holds."""

    name: str
    kind: Kind
    is_optional: bool
    sentence: str
    hint: Any


def columns_of(row: type) -> tuple[Column, ...]:
    """The columns of a row type, in its order.

    Each field is Annotated[type, "a sentence"]; raises Undescribed where it is not.
    """
    return _columns_of(row)


@cache
def _columns_of(row: Any) -> tuple[Column, ...]:
    params = getattr(row, "__dataclass_params__", None)
    if params is None or not params.frozen:
        raise Undescribed(f"{row.__name__} must be a frozen dataclass")
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(row, field.name, hints[field.name]) for field in fields(row))


def _column(row: type, name: str, hint: Any) -> Column:
    inner, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    sentences = [note for note in notes if isinstance(note, str)]
    if len(sentences) != 1 or not sentences[0].endswith("."):
        raise Undescribed(f"{row.__name__}.{name} needs one sentence: Annotated[type, 'It is …']")
    bare, is_optional = _without_none(inner)
    return Column(name, _kind(bare), is_optional, sentences[0], bare)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, UnionType):
        others = [part for part in get_args(hint) if part is not NoneType]
        if len(others) == 1:
            return _bare(others[0]), True
    return _bare(hint), False


def _bare(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return type(get_args(hint)[0])
    return hint


def _kind(bare: Any) -> Kind:
    if bare in KINDS:
        return KINDS[bare]
    restorer(bare)
    return "nested"


def to_plain(value: Any) -> Any:
    """A nested value as JSON holds it: objects, lists, text, integers, booleans, null."""
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def restorer(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of this type again from its plain form.

    Raises TypeError for a type that no column can hold.
    """
    bare, is_optional = _without_none(hint)
    restore = _restorer(bare)
    if restore is _as_it_is or not is_optional:
        return restore
    return lambda plain: None if plain is None else restore(plain)


def _restorer(bare: Any) -> Callable[[Any], Any]:
    if bare in (str, int, bool):
        return _as_it_is
    if bare is UUID:
        return UUID
    if bare in (datetime, date):
        read: Callable[[Any], Any] = bare.fromisoformat
        return read
    if get_origin(bare) is tuple and get_args(bare)[1:] == (Ellipsis,):
        item = restorer(get_args(bare)[0])
        return tuple if item is _as_it_is else lambda plain: tuple(map(item, plain))
    if isinstance(bare, type) and is_dataclass(bare):
        hints = get_type_hints(bare)
        parts = {field.name: restorer(hints[field.name]) for field in fields(bare)}
        return _restoring(bare, {k: part for k, part in parts.items() if part is not _as_it_is})
    raise TypeError(
        f"no column can hold {bare!r}: use str, int, bool, UUID, datetime, date, "
        "bytes, tuple[…, ...] or a dataclass of these"
    )


def _as_it_is(plain: Any) -> Any:
    return plain


def _restoring(row: Any, parts: Mapping[str, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """What makes a row again from its object. parts: of the fields that are not as they are."""
    if not parts:
        return lambda plain: row(**plain)
    return lambda plain: row(**{**plain, **{k: part(plain[k]) for k, part in parts.items()}})


def values_of(row: type) -> Callable[[Any], tuple[Any, ...]]:
    """What takes a row apart into its columns' values, nested ones in plain form."""
    return _values_of(row)


@cache
def _values_of(row: Any) -> Callable[[Any], tuple[Any, ...]]:
    columns = columns_of(row)
    take = attrgetter(*[column.name for column in columns], "__class__")
    nested = [place for place, column in enumerate(columns) if column.kind == "nested"]
    if not nested:
        return lambda instance: take(instance)[:-1]

    def taken(instance: Any) -> tuple[Any, ...]:
        values = list(take(instance)[:-1])
        for place in nested:
            values[place] = to_plain(values[place])
        return tuple(values)

    return taken


def row_of(row: type) -> Callable[[tuple[Any, ...]], Any]:
    """What puts a row together again from its columns' values."""
    return _row_of(row)


@cache
def _row_of(row: Any) -> Callable[[tuple[Any, ...]], Any]:
    columns = columns_of(row)
    nested = [(column.name, restorer(column.hint)) for column in columns if column.kind == "nested"]
    names = [column.name for column in columns]

    def made(values: tuple[Any, ...]) -> Any:
        by_name = dict(zip(names, values, strict=True))
        for name, restore in nested:
            if by_name[name] is not None:
                by_name[name] = restore(by_name[name])
        return row(**by_name)

    return made


def changed(row: Row, changes: Mapping[str, Any]) -> Row:
    """The row with some columns changed, the others as they are; of a dataclass without slots.

    As dataclasses.replace, which sets each column of a wide row anew, a dozen times as slow.
    """
    made = object.__new__(type(row))
    columns = vars(made)
    columns.update(vars(row))
    columns.update(changes)
    if len(columns) > len(vars(row)):
        raise TypeError(f"{type(row).__name__} has no {set(columns) - set(vars(row))}")
    return made
