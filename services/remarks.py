"""What is said beside the answer to a command: times that were told in another zone."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, TypeAdapter

INSTANT: TypeAdapter[AwareDatetime] = TypeAdapter(AwareDatetime)


def remarks_on(told: Mapping[str, Any], *, zone: str | None) -> tuple[str, ...]:
    """For each time of a valid command that was told otherwise, how it counts in this zone.

    told: the command's fields as they came, before their times were brought to UTC.
    """
    if zone is None:
        return ()
    return tuple(f"{name}: {said}" for name, said in _converted(told, "", zone))


def _converted(value: Any, name: str, zone: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        said = _said(value, zone)
        if said:
            yield name, said
        for part, held in value.items():
            yield from _converted(held, part, zone)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _converted(one, name, zone)


def _said(when: Mapping[str, Any], zone: str) -> str | None:
    told_in = when.get("zone")
    if not isinstance(told_in, str):
        return None
    at, on = when.get("at"), when.get("on")
    if at is not None:
        told = INSTANT.validate_python(at)
        here = told.astimezone(ZoneInfo(zone))
        if told.utcoffset() != here.utcoffset():
            return f"{told.isoformat()} counts as {here:%Y-%m-%d %H:%M} in {zone}"
    if on is not None and told_in != zone:
        return f"{on} in {told_in} counts as that day in {zone}"
    return None
