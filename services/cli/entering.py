"""What a person types for a field, as the plain value that the field's model takes."""

import json
import re
import sys
from datetime import date, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

from pydantic import AwareDatetime, BaseModel

from adapters.text_files import text_of
from domain.local_times import NoOneInstant, instant_of_local
from domain.values import Money, When
from services.cli.exits import Unfit
from services.cli.shorthand import Known
from services.commands.numeric_times import TRUTHS, WRITTEN_OUT, is_epoch

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONEY = re.compile(r"([A-Z]{3}) ?(-?[0-9.]+)|(-?[0-9.]+) ?([A-Z]{3})")


def bare(hint: Any) -> Any:
    """A type without its notes and without None."""
    if get_origin(hint) is Annotated:
        return bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        others = [part for part in get_args(hint) if part is not NoneType]
        return bare(others[0]) if len(others) == 1 else hint
    return hint


def is_many(hint: Any) -> bool:
    """Whether a field holds several values."""
    return get_origin(bare(hint)) in (tuple, list)


def each(hint: Any) -> Any:
    """The type of one value of a field."""
    return bare(get_args(bare(hint))[0]) if is_many(hint) else bare(hint)


def is_model(hint: Any) -> bool:
    """Whether a value is an object of named parts, and neither a time nor money."""
    return isinstance(hint, type) and issubclass(hint, BaseModel) and hint not in (When, Money)


def entered(hint: Any, word: str, *, field: str, known: Known) -> Any:
    """One typed word as the plain value of a field's type.

    Raises Unfit where the form cannot be meant; rules of the value itself are the model's.
    """
    kind = bare(hint)
    if kind is When:
        return when(word, known.zone)
    if kind is date and not DAY.fullmatch(word):
        raise Unfit(f"{word!r} is no day: write it as 2026-03-05")
    if kind is Money:
        return money(word)
    if kind is AwareDatetime:
        return instant_of(word, known.zone)
    if kind is UUID:
        return known.id_of(field, word)
    if is_model(kind):
        return _object(kind, word, known)
    # What is neither is left to the model, which says so.
    return TRUTHS.get(word.casefold(), word) if kind is bool else word


def read_text(word: str) -> str:
    """A text, or with ``@FILE`` what the file says, with ``@-`` what standard input says."""
    if word.startswith("@@"):
        return word[1:]
    if not word.startswith("@"):
        return word
    return read_source(word[1:]).rstrip("\n")


def read_source(name: str) -> str:
    """A whole file in UTF-8, or standard input for ``-``. Raises OSError, Unfit."""
    try:
        return text_of(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    except UnicodeDecodeError:
        raise Unfit(f"{name} is not text in UTF-8: convert it first") from None


def when(word: str, zone: str) -> dict[str, Any]:
    """A time: ``2026-03-05``, ``2026-03-05T09:30`` (local), ``2026-03-05T09:30:00Z``, ``unknown``.

    A local time's zone may follow in brackets: ``2026-03-05T09:30[Europe/London]``.
    """
    if word == "unknown":
        return {"unknown": True}
    moment, _, named = word.removesuffix("]").partition("[")
    place = named or zone
    if DAY.fullmatch(moment):
        return {"on": moment, "zone": place}
    return {"at": instant_of(moment, place), "zone": place}


def instant_of(moment: str, zone: str) -> str:
    """An instant in ISO 8601 with its offset; one without is local to the zone. Raises Unfit."""
    try:
        read = datetime.fromisoformat(moment)
        placed = read if read.tzinfo else instant_of_local(read, zone)
    except NoOneInstant as error:
        raise Unfit(str(error)) from None
    except (ValueError, ZoneInfoNotFoundError):
        raise Unfit(
            f"{moment!r} is no time: write 2026-03-05, 2026-03-05T09:30, 2026-03-05T09:30:00Z"
        ) from None
    return placed.isoformat()


def money(word: str) -> dict[str, str]:
    """An amount with its currency, in either order: ``120.50 GBP``."""
    found = MONEY.fullmatch(word.strip())
    if not found:
        raise Unfit(f"{word!r} is no money: write it with its currency, such as '120.50 GBP'")
    return {"amount": found[2] or found[3], "currency": found[1] or found[4]}


def _object(kind: type[BaseModel], word: str, known: Known) -> dict[str, Any]:
    if word.lstrip().startswith("{"):
        return object_of(word)
    parts: dict[str, Any] = {}
    for pair in filter(None, word.split(",")):
        name, sign, value = pair.partition("=")
        if not sign:
            raise Unfit(f"{pair!r} has no '=': write name=value,name=value, or a JSON object")
        field = _field(kind, name.strip())
        if field in parts:
            raise Unfit(f"{word!r} names {field} twice: name each once, several values with '+'")
        hint = kind.model_fields[field].annotation
        words = value.strip().split("+") if is_many(hint) else [value.strip()]
        values = [entered(each(hint), one, field=field, known=known) for one in words]
        parts[field] = values if is_many(hint) else values[0]
    return parts


def _field(kind: type[BaseModel], name: str) -> str:
    """The field that a name means: its own, or the only one that begins so."""
    known = list(kind.model_fields)
    word = name.replace("-", "_")
    starting = [word] if word in known else [one for one in known if one.startswith(word)]
    if len(starting) != 1:
        raise Unfit(f"{name!r} is not one of {', '.join(known)}")
    return starting[0]


def object_of(text: str) -> dict[str, Any]:
    """The JSON object in a text. Raises Unfit."""
    try:
        read = json.loads(text, object_pairs_hook=_fields)
    except Unfit:
        raise
    except ValueError as error:
        raise Unfit(f"this is no JSON ({error}): write one object") from None
    if not isinstance(read, dict):
        raise Unfit(f"this is no JSON object but {type(read).__name__}: write {{…}}")
    return read


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, value in pairs:
        if is_epoch(name, value):
            raise Unfit(f"{name} {WRITTEN_OUT}")
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Unfit("an object names a field twice: name each once")
    return fields


def choices(hint: Any) -> tuple[str, ...]:
    """The words that a field takes, if it takes only some."""
    kind = bare(hint)
    return tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else ()
