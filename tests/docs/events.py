"""The parts of docs/events.md that are made from the classes of the events."""

from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path

from pydantic import BaseModel

from domain.complaint.aggregate import COMPLAINT
from domain.complaint.authority.events import UnderApproval
from domain.event import ArrivingEvent, DomainEvent, OutsideEvent, classes_of
from domain.event_types import TYPES
from domain.registry import COMMANDS, kinds_of
from tests.docs.citations import linked
from tests.docs.events_written import ELSEWHERE, following, writers
from tests.docs.fields_listed import hints, parts_in, what
from tests.docs.made import Made, with_parts
from tests.docs.meanings import told
from tests.docs.tables import table

PAGE = Path(__file__).parents[2] / "docs" / "events.md"
SHARED: dict[type[DomainEvent], str] = {
    DomainEvent: "every event",
    ArrivingEvent: "what a party may bring",
    OutsideEvent: "what somebody outside did",
    UnderApproval: "what may take a second person",
}
"""Classes whose fields are told once, for all events that have them."""


def _shared() -> str:
    parts = [
        f"### Fields of {name}\n\n{(kind.__doc__ or '').splitlines()[0]}\n\n{_table(kind)}"
        for kind, name in SHARED.items()
    ]
    return _readable("\n\n".join(parts))


def _groups() -> list[tuple[str, list[type[DomainEvent]]]]:
    """The events of each module under its sentence, in the order in which commands write them."""
    groups = [
        ((import_module(module).__doc__ or "").strip().rstrip("."), list(kinds))
        for module, kinds in groupby(TYPES.values(), key=lambda kind: kind.__module__)
    ]
    return sorted(groups, key=lambda group: min(map(_place, group[1])))


def _place(kind: type[DomainEvent]) -> int:
    commands = writers().get(kind.TYPE, ())
    return min(map([*COMMANDS].index, commands), default=len(COMMANDS))


def _index() -> str:
    lines = [
        f"- {heading}: " + ", ".join(f"[{kind.TYPE}](#{kind.TYPE.lower()})" for kind in kinds)
        for heading, kinds in _groups()
    ]
    return "\n".join(lines)


def _events() -> str:
    parts = []
    for heading, kinds in _groups():
        parts += [f"## {heading}", *map(_event, kinds)]
    return _readable("\n\n".join(parts))


def _readable(text: str) -> str:
    return linked(text.replace("``", "`"))


def _event(kind: type[DomainEvent]) -> str:
    others = [f"`{one}`" for one in kinds_of(kind) if one != COMPLAINT.stream_kind]
    stream = f" Stream {', '.join(others)}." if others else ""
    lines = [
        f"### {kind.TYPE}",
        told(kind)[0],
        f"Since schema {kind.SCHEMA}.{stream} {_written(kind.TYPE)}{_also(kind)}",
        _table(kind),
    ]
    return "\n\n".join(line for line in lines if line)


def _written(name: str) -> str:
    """Who writes it: commands, the rules alone, and whatever is no command on a complaint."""
    commands = [f"`{one}`" for one in COMMANDS if one in writers().get(name, ())]
    others = [*(["the rules alone"] if name in following() else []), *ELSEWHERE.get(name, ())]
    return f"Written by {', '.join([*others, *commands])}."


def _also(kind: type[DomainEvent]) -> str:
    names = [
        name for one, name in SHARED.items() if one is not DomainEvent and issubclass(kind, one)
    ]
    links = [f"[{name}](#fields-of-{name.replace(' ', '-')})" for name in names]
    return f" Also the fields of {' and of '.join(links)}." if links else ""


def _table(model: type[BaseModel]) -> str:
    """Its own fields, those that a shared class has left out."""
    above = [one for one in model.__mro__[1:] if one in SHARED]
    inherited = above[0].model_fields if above else {}
    classes = classes_of(model) if issubclass(model, DomainEvent) else {}
    meanings = _meanings(model)
    rows = []
    for name, hint in hints(model).items():
        if name not in inherited:
            sign = "" if model.model_fields[name].is_required() else "?"
            mark = [str(classes[name])] if classes else []
            rows.append((f"`{name}`{sign}", *mark, what(hint), meanings.get(name, "")))
    heads = ("field", *(["class"] if classes else []), "what", "")
    return table(*heads, rows=rows) if rows else ""


def _meanings(model: type[BaseModel]) -> dict[str, str]:
    """What its docstring says of its fields; else what a command that writes it does."""
    said: dict[str, set[str]] = {}
    for name in writers().get(getattr(model, "TYPE", ""), ()):
        for field, info in COMMANDS[name].model.model_fields.items():
            if info.description and "unless" not in info.description:
                said.setdefault(field, set()).add(info.description)
    meanings = {field: _lower(one) for field, (one, *more) in said.items() if not more}
    return meanings | told(model)[1]


def _lower(said: str) -> str:
    return said if said[1].isupper() else said[0].lower() + said[1:]


def _parts() -> str:
    found = dict.fromkeys(_all_parts())
    in_order = sorted(found, key=lambda part: part.__name__)
    return _readable(
        "\n\n".join(f"### {one.__name__}\n\n{told(one)[0]}\n\n{_table(one)}" for one in in_order)
    )


def _all_parts() -> Iterator[type[BaseModel]]:
    for kind in TYPES.values():
        for hint in hints(kind).values():
            yield from parts_in(hint)


MADE: Made = {"index": _index, "shared": _shared, "events": _events, "parts": _parts}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)
