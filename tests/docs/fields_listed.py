"""The fields of events and of their parts: what each holds, in words."""

from collections.abc import Iterator
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel

from domain.complaint.lifecycle import State
from domain.values import Code, Country, Day, Instant, Language, Money, Text, Value, When, Zone

NAMED: tuple[tuple[Any, str], ...] = (
    (Code, "code"),
    (Text, "text"),
    (Language, "language"),
    (Country, "country"),
    (Zone, "zone"),
    (Instant, "instant"),
    (Day, "day"),
)
"""Forms that are told by what they are held to."""
WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "`true` or `false`",
    date: "day",
    datetime: "instant",
    UUID: "uuid",
    When: "time",
    Money: "money",
    State: "[state](lifecycle.md#states)",
}


def hints(model: type[BaseModel]) -> dict[str, Any]:
    """The fields that are stored, each with its declared type."""
    declared = get_type_hints(model, include_extras=True)
    return {name: declared[name] for name in model.model_fields}


def what(hint: Any) -> str:
    """What a field of this type holds, in words; a part leads to its own table."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        marks = hint.__metadata__
        named = [word for form, word in NAMED if form.__metadata__[0] in marks]
        return named[0] if named else what(inner[0])
    if origin in (Union, UnionType):
        return " or ".join(what(one) for one in inner if one is not NoneType)
    if origin is tuple:
        return f"list of {what(inner[0])}"
    if hint in WORDS:
        return WORDS[hint]
    if origin is Literal:
        return ", ".join(f"`{str(one).lower() if one is True else one}`" for one in inner)
    return f"[{hint.__name__}](#{hint.__name__.lower()})" if is_part(hint) else "object"


def is_part(hint: Any) -> bool:
    """Whether it is a group of fields that stands in events."""
    return isinstance(hint, type) and issubclass(hint, Value) and hint not in WORDS


def parts_in(hint: Any) -> Iterator[type[BaseModel]]:
    """The parts that a type names, however deep."""
    if is_part(hint):
        yield hint
        for inner in hints(hint).values():
            yield from parts_in(inner)
    elif get_origin(hint) is not Literal:
        for inner in get_args(hint):
            yield from parts_in(inner)
