"""The projections: each module here answers one question, and being here is all it takes.

Others' packages bring theirs as entry points.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Any

from projections._kit import Projection
from projections._kit.shapes import Entries, Records, Tallies

GROUP = "plaint.projections"
"""The group of entry points of installed packages, each named as its projection."""


def discover() -> tuple[Projection, ...]:
    """Every projection of this package and of those installed beside it, sorted by name.

    Raises TypeError for a module without a PROJECTION, for one that bears another name, and for two
    of one name.
    """
    own = [found.name for found in pkgutil.iter_modules(__path__)]
    found = [_projection(name) for name in own if not name.startswith("_")]
    found += _installed()
    names = [each.name for each in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise TypeError(
            f"two projections are called {', '.join(twice)}: give each a name of its own"
        )
    return tuple(sorted(found, key=lambda each: each.name))


def _projection(name: str) -> Projection:
    held = getattr(importlib.import_module(f"{__name__}.{name}"), "PROJECTION", None)
    return _named(name, held, f"projections/{name}.py must define PROJECTION,")


def _installed() -> Iterator[Projection]:
    for point in entry_points(group=GROUP):
        rule = f"the entry point {point.name} = {point.value} of {GROUP} must be"
        yield _named(point.name, point.load(), rule)


def _named(name: str, projection: Any, rule: str) -> Projection:
    if not isinstance(projection, Records | Entries | Tallies) or projection.name != name:
        raise TypeError(
            f"{rule} a Records, Entries or Tallies with name={name!r} (found: {projection!r})"
        )
    return projection
