"""A view's columns, read off the frozen dataclass that is its row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import orjson

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

MOST_READ = 1024


class Undescribed(TypeError):
    """A column without the one sentence that says what it holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is stored, whether it may be empty, and what it holds.

    choices: the only values that there are, where its type names them.
    """

    name: str
    kind: Kind
    is_optional: bool
    sentence: str
    hint: Any
    choices: tuple[str, ...] = ()


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
    return Column(name, _kind(bare), is_optional, sentences[0], bare, _choices(inner))


def _choices(hint: Any) -> tuple[str, ...]:
    """The values that a type names one by one; none where it names no values."""
    if get_origin(hint) is Literal:
        return tuple(map(str, get_args(hint)))
    if get_origin(hint) in (Annotated, Union, UnionType):
        inner = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
        return tuple(choice for part in inner for choice in _choices(part))
    return ()


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
    _must_be_held(bare)
    return "nested"


def as_json(value: Any) -> bytes:
    """A nested value as its column holds it: what the value is restored from."""
    return orjson.dumps(value)


def restored(plain: Any, hint: Any) -> Any:
    """A value of this type again from its plain form. Raises ValueError where it is none."""
    return msgspec.convert(plain, hint)


def _must_be_held(bare: Any) -> None:
    """Refuse, with TypeError, a type that no column can hold."""
    if get_origin(bare) is tuple and get_args(bare)[1:] == (Ellipsis,):
        _must_be_held(_without_none(get_args(bare)[0])[0])
    elif isinstance(bare, type) and is_dataclass(bare):
        for hint in get_type_hints(bare).values():
            _must_be_held(_without_none(hint)[0])
    elif bare not in (str, int, bool, UUID, datetime, date):
        raise TypeError(
            f"no column can hold {bare!r}: use str, int, bool, UUID, datetime, date, "
            "bytes, tuple[…, ...] or a dataclass of these"
        )


def values_of(row: type) -> Callable[[Any], tuple[Any, ...]]:
    """What takes a row apart into its columns' values."""
    return _values_of(row)


@cache
def _values_of(row: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = [column.name for column in columns_of(row)]
    take = attrgetter(*names)
    return take if len(names) > 1 else lambda instance: (take(instance),)


def row_of(row: type) -> Callable[[tuple[Any, ...]], Any]:
    """What puts a row together again from its columns' values, nested ones as JSON."""
    return _row_of(row)


@cache
def _row_of(row: Any) -> Callable[[tuple[Any, ...]], Any]:
    columns = columns_of(row)
    nested = [(column.name, _reading(column.hint)) for column in columns if column.kind == "nested"]
    names = [column.name for column in columns]

    def made(values: tuple[Any, ...]) -> Any:
        by_name = dict(zip(names, values, strict=True))
        for name, read in nested:
            if by_name[name] is not None:
                by_name[name] = read(by_name[name])
        return make(by_name)

    make = _making(row)
    return made


def _reading(hint: Any) -> Callable[[bytes], Any]:
    """What reads a column's nested values, of which most are the same in many rows."""
    return lru_cache(maxsize=MOST_READ)(msgspec.json.Decoder(hint).decode)


def _making(row: Any) -> Callable[[dict[str, Any]], Any]:
    """What makes a row of all its columns; without slots at once, not column by column."""
    if hasattr(row, "__slots__"):
        return lambda columns: row(**columns)

    def made(columns: dict[str, Any]) -> Any:
        instance = object.__new__(row)
        vars(instance).update(columns)
        return instance

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
