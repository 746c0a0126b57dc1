"""The projections: each module here answers one question, and being here is all it takes."""

import importlib
import pkgutil

from projections._kit import Projection
from projections._kit.shapes import Entries, Records, Tallies


def discover() -> tuple[Projection, ...]:
    """Every projection of this package, sorted by name.

    Raises TypeError for a module without a PROJECTION, or whose PROJECTION bears another name.
    """
    names = sorted(
        found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_")
    )
    return tuple(_projection(name) for name in names)


def _projection(name: str) -> Projection:
    projection = getattr(importlib.import_module(f"{__name__}.{name}"), "PROJECTION", None)
    if not isinstance(projection, Records | Entries | Tallies) or projection.name != name:
        raise TypeError(
            f"projections/{name}.py must define PROJECTION, a Records, Entries or Tallies "
            f"with name={name!r} (found: {projection!r})"
        )
    return projection
