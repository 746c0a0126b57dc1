"""Old event schemas brought to the present one: dict to dict over ``data``, one step a schema."""

from collections.abc import Callable, Mapping
from typing import Any

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: Mapping[tuple[str, int], Upcast] = {}
"""(type, schema) to the step that yields the next schema. The stored octets never change."""


class NoUpcast(ValueError):
    """An event is of a schema that cannot be brought to the present one."""


def upcast(
    kind: str,
    schema: int,
    data: dict[str, Any],
    *,
    present: int,
    steps: Mapping[tuple[str, int], Upcast] = UPCASTS,
) -> dict[str, Any]:
    """The payload of ``kind`` in schema ``present``.

    Raises NoUpcast for a schema from the future or a missing step.
    """
    while schema < present and (kind, schema) in steps:
        data = steps[kind, schema](data)
        schema += 1
    if schema != present:
        raise NoUpcast(
            f"{kind} of schema {schema} cannot be read as schema {present}: "
            "run a Plaint at least as new as the one that wrote it"
        )
    return data
