"""Which events of a batch a view may apply now, by how far each slice is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projections._kit.applied import Arrived


@dataclass(frozen=True, slots=True)
class Hole:
    """Something is missing between two positions of a slice, both excluded."""

    slice: int
    after: int
    before: int


@dataclass(frozen=True, slots=True)
class Admitted:
    """The events to apply, in order; and for each slice that has one, the hole that stopped it."""

    events: tuple[Arrived, ...]
    holes: tuple[Hole, ...]


def admit(batch: Iterable[Arrived], positions: Mapping[int, int]) -> Admitted:
    """Drop what was applied before, and hold back what comes after a hole.

    positions: the last applied position of each slice. An event is applied only if its position
    is greater, and only if nothing before it in its slice is missing.
    """
    upto = dict(positions)
    events: list[Arrived] = []
    holes: dict[int, Hole] = {}
    for arrived in batch:
        if arrived.position <= upto[arrived.slice] or arrived.slice in holes:
            continue
        if arrived.prevposition > upto[arrived.slice]:
            holes[arrived.slice] = Hole(arrived.slice, upto[arrived.slice], arrived.position)
            continue
        events.append(arrived)
        upto[arrived.slice] = arrived.position
    return Admitted(tuple(events), tuple(holes.values()))
