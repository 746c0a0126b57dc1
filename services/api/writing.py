"""Values of a body that were written otherwise than the description says, and read all the same."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.api.field_errors import SENTENCES, Fault

IDENTIFIER = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
"""RFC 3339, 5.6; seconds may be left out."""
NO_BOOL = "is no boolean: write true or false"


def otherwise_written(body: BaseModel, raw: Any) -> list[Fault]:
    """A uuid in braces, an instant with a comma, 1 for true: one value has one form.

    raw: the body as it came.
    """
    return [
        Fault(pointer=place, rule=rule, detail=detail) for place, rule, detail in _other(body, raw)
    ]


def _other(value: Any, raw: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(value, BaseModel) and isinstance(raw, dict):
        for name in raw.keys() & type(value).model_fields.keys():
            yield from _other(getattr(value, name), raw[name], f"{place}/{name}")
    elif isinstance(value, tuple) and isinstance(raw, list):
        for number, (item, written) in enumerate(zip(value, raw, strict=False)):
            yield from _other(item, written, f"{place}/{number}")
    elif isinstance(value, UUID) and not _is_of(IDENTIFIER, raw):
        yield place, "uuid_parsing", SENTENCES["uuid_parsing"]
    elif isinstance(value, datetime) and not _is_of(INSTANT, raw):
        yield place, "datetime_parsing", SENTENCES["datetime_parsing"]
    elif isinstance(value, bool) and not isinstance(raw, bool):
        yield place, "bool_type", NO_BOOL


def _is_of(form: re.Pattern[str], raw: Any) -> bool:
    return isinstance(raw, str) and form.fullmatch(raw) is not None
