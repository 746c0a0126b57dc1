"""Dates that can be reckoned with: others overflow in time zones, and no deadline can be set."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from services.api.field_errors import Fault

FIRST, LAST = 1800, 2199


def years_beyond(body: BaseModel) -> list[Fault]:
    """The dates and instants of a body, at any depth, that lie outside the years 1800 to 2199."""
    return [
        Fault(
            pointer=place,
            rule="year_beyond",
            detail=f"has a year that cannot be reckoned with: use {FIRST} to {LAST}",
        )
        for place in _beyond(body, "")
    ]


def _beyond(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _beyond(getattr(value, name), f"{place}/{name}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _beyond(item, f"{place}/{number}")
    elif isinstance(value, date) and not FIRST <= value.year <= LAST:
        yield place
