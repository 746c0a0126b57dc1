"""Numbers where a time is meant: as pydantic reads them, they would be seconds since 1970."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from domain.values import Day, IllFormed, Instant

OF_TIMES = ("on", "at", "_on", "_at")
"""How the names of fields end that hold a day or an instant, and no other's."""
WRITTEN_OUT = "is no day or time: write it out, such as 2026-03-05 or 2026-03-05T09:30:00Z"


def is_epoch(name: str | int, value: Any) -> bool:
    """Whether a field of this name is given a number for its time, be it in quotes."""
    if not isinstance(name, str) or not (name in OF_TIMES[:2] or name.endswith(OF_TIMES[2:])):
        return False
    return is_number(value)


def is_number(value: Any) -> bool:
    """Whether this is a number, be it in quotes: whatever is a time has a dash in it."""
    if isinstance(value, str):
        return "-" not in value[1:]
    return isinstance(value, int | float)


def _no_number(value: Any) -> Any:
    if is_number(value):
        raise IllFormed(WRITTEN_OUT)
    return value


DayWritten = Annotated[Day, BeforeValidator(_no_number)]
InstantWritten = Annotated[Instant, BeforeValidator(_no_number)]
"""A day and an instant as a parameter says them."""
