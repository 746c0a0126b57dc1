"""The shape of an answer for programs, read off its types: every place in it, and what is there."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel

NAMES: Mapping[Any, str] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "true or false",
    UUID: "uuid",
    datetime: "instant",
    date: "day",
    bytes: "text",
    Any: "anything",
    object: "anything",
}
Place = tuple[str, str, str]


def places(hint: Any, path: str = "") -> Iterator[Place]:
    """(place, what is there, its sentence) for every leaf; ``[]`` each item, ``{}`` each name."""
    yield from _places(hint, path, "", "")


def _places(hint: Any, path: str, sentence: str, absent: str) -> Iterator[Place]:
    kind, notes = _bare(hint)
    said = next((note for note in notes if type(note) is str), sentence)
    arguments = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        others = [one for one in arguments if one is not NoneType]
        missing = ", or null" if len(others) < len(arguments) else absent
        for other in others:
            yield from _places(other, path, said, missing)
    elif get_origin(kind) in (tuple, list, frozenset):
        yield from _places(arguments[0], f"{path}[]", said, "")
    elif isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        yield from _places(arguments[1], f"{path}{{}}", said, "")
    elif is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, BaseModel)):
        for name, inner in _fields(kind):
            yield from _places(inner, f"{path}.{name}" if path else name, "", "")
    else:
        yield path, f"{_name(kind)}{absent}", said


def _bare(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    notes: tuple[Any, ...] = ()
    while get_origin(hint) is Annotated:
        notes += hint.__metadata__
        hint = hint.__origin__
    return hint, notes


def _fields(kind: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind, include_extras=True)
    names = kind.model_fields if not is_dataclass(kind) else [field.name for field in fields(kind)]
    return [(name, hints[name]) for name in names]


def _name(kind: Any) -> str:
    if get_origin(kind) is Literal:
        words = [str(word) for word in get_args(kind)]
        return " · ".join(words) if len(words) <= 6 else "code"
    return NAMES.get(kind, "instant" if "Aware" in str(kind) else "text")


def places_in(value: Any, path: str = "") -> set[str]:
    """Every leaf's place in an answer as it came."""
    if isinstance(value, dict):
        inner = [places_in(one, f"{path}.{name}" if path else name) for name, one in value.items()]
        return set().union(*inner)
    if isinstance(value, list):
        return set().union(*[places_in(one, f"{path}[]") for one in value])
    return {path}
