"""The format of a policy file, read off the model: each table, its fields and what they mean."""

from collections.abc import Iterator
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.policy import Calendar, CalendarPlan, Policy
from domain.policy.kinds import Kind, Start
from domain.values import Money
from tests.docs.citations import linked
from tests.docs.meanings import told

IN_A_FILE: dict[type[BaseModel], type[BaseModel]] = {Calendar: CalendarPlan}
"""What stands in a file where the policy that is published has it worked out."""

WORDS: dict[Any, str] = {Kind: "kinds of due dates", Start: "starts of due dates"}
"""Lists that are too long for a cell."""


def policy_format() -> str:
    """Each table of the file: where it stands, what it is, its fields with type and default."""
    tables = [_table(place, model) for place, model in _tables(Policy, "")]
    lists = [
        f"#### {name.capitalize()}\n\n{', '.join(f'`{one}`' for one in get_args(words))}."
        for words, name in WORDS.items()
    ]
    return linked("\n\n".join([*tables, *lists]))


def _table(place: str, model: type[BaseModel]) -> str:
    intro, meanings = told(model)
    rows = [_row(name, field, meanings.get(name, "")) for name, field in model.model_fields.items()]
    heads = ["| field | what | unless told | |", "|---|---|---|---|"]
    head = f"#### `{place}`" if place else "#### The file itself"
    return "\n".join([head, "", intro, "", *heads, *rows])


def _tables(model: type[BaseModel], place: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Each model once, at the first place where it stands."""
    seen: set[type[BaseModel]] = set()
    waiting = [(place, model)]
    while waiting:
        at, found = waiting.pop(0)
        if found in seen:
            continue
        seen.add(found)
        yield at, found
        for name, field in found.model_fields.items():
            inner, is_many = _model_in(field.annotation)
            if inner is not None:
                here = f"{at.strip('[]')}.{name}" if at else name
                waiting.append((f"[[{here}]]" if is_many else f"[{here}]", inner))


def _model_in(hint: Any, *, is_many: bool = False) -> tuple[type[BaseModel] | None, bool]:
    if hasattr(hint, "__metadata__") or get_origin(hint) in (Union, UnionType):
        inner = [one for one in get_args(hint) if one is not NoneType]
        return _model_in(inner[0], is_many=is_many)
    if get_origin(hint) is tuple:
        return _model_in(get_args(hint)[0], is_many=True)
    is_table = isinstance(hint, type) and issubclass(hint, BaseModel) and hint is not Money
    return (IN_A_FILE.get(hint, hint) if is_table else None), is_many


def _row(name: str, field: FieldInfo, meaning: str) -> str:
    default = "**required**" if field.is_required() else _default(field.get_default())
    return f"| `{name}` | {_what(field.annotation)} | {default} | {meaning} |"


def _default(value: Any) -> str:
    if isinstance(value, BaseModel):
        return "its own defaults"
    if value is None or value == ():
        return "nothing" if value is None else "none"
    if isinstance(value, tuple):
        return ", ".join(f"`{getattr(one, 'code', one)}`" for one in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _what(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if hasattr(hint, "__metadata__") or origin in (Union, UnionType):
        return _what(next(one for one in inner if one is not NoneType))
    if origin is tuple:
        return f"list of {_what(inner[0]).removeprefix('one of the ')}"
    if hint in WORDS:
        return f"one of the [{WORDS[hint]}](#{WORDS[hint].replace(' ', '-')})"
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inner)
    words = {
        str: "text",
        int: "whole number",
        bool: "`true` or `false`",
        date: "day",
        Money: "`{ amount, currency }`",
    }
    return words.get(hint, "table")
