"""From where to where in a complaint's history a merger lasts (7.3)."""

from collections.abc import Sequence

from domain.complaint.events import (
    ComplaintMerged,
    ComplaintUnmerged,
    DuplicateAbsorbed,
    DuplicateReleased,
)
from domain.recorded import Recorded


def is_of_merging(one: Recorded) -> bool:
    """Whether it says only that the complaint is part of another one, or what left it."""
    return isinstance(one.event, ComplaintMerged | ComplaintUnmerged | DuplicateReleased)


def first_merged(history: Sequence[Recorded], known: int) -> int | None:
    """Where the first merger begins that is not over, or that is by what is decided now.

    One that overlaps with it belongs to it. known: how many events there were before the command.
    """
    spans = [
        (start, over(history, start))
        for start, one in enumerate(history)
        if isinstance(one.event, DuplicateAbsorbed | ComplaintMerged)
    ]
    first = min((start for start, end in spans if end >= known), default=None)
    for start, end in reversed(spans):
        first = start if first is not None and start < first < end else first
    return first


def over(history: Sequence[Recorded], start: int) -> int:
    """Where a merger ends; after all events, where it goes on."""
    event = history[start].event
    for index in range(start + 1, len(history)):
        match event, history[index].event:
            case ComplaintMerged(), ComplaintUnmerged():
                return index
            case DuplicateAbsorbed(), DuplicateReleased() as left if left.from_id == event.from_id:
                return index
    return len(history)
