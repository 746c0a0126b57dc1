"""The states of a complaint, and outside facts that found no place in them (lifecycle, 2)."""

from collections.abc import Callable
from uuid import UUID

from domain.event import DomainEvent
from domain.events import (
    CommunicationFailed,
    ComplaintWithdrawn,
    ContactRecorded,
    DecisionAccepted,
    DecisionRejected,
)
from domain.recorded import Recorded

ENDED = frozenset({"CLOSED", "WITHDRAWN", "OUT_OF_SCOPE", "MERGED"})


def undecided_after(
    undecided: tuple[UUID, ...], recorded: Recorded, before: str
) -> tuple[UUID, ...]:
    """The outside facts that await a decision after this event.

    undecided: those before it. before: the state that the complaint was in.
    """
    settled = recorded.event.settles_event_ids or ()
    left = tuple(each for each in undecided if each not in settled)
    has_place = _PLACES.get(type(recorded.event))
    if has_place is None or has_place(recorded, before):
        return left
    return (*left, recorded.event_id)


def _is_no_wish_to_reopen(recorded: Recorded, _before: str) -> bool:
    event = recorded.event
    return not isinstance(event, ContactRecorded) or event.purpose_code != "reopening"


def _leads_to(state: str) -> Callable[[Recorded, str], bool]:
    return lambda recorded, before: recorded.state == state != before


def _is_accepted(recorded: Recorded, before: str) -> bool:
    return before == "CLOSED" or _leads_to("ACCEPTED")(recorded, before)


_PLACES: dict[type[DomainEvent], Callable[[Recorded, str], bool]] = {
    ContactRecorded: _is_no_wish_to_reopen,
    CommunicationFailed: lambda _recorded, before: before not in ENDED,
    DecisionAccepted: _is_accepted,
    DecisionRejected: _leads_to("DISPUTED"),
    ComplaintWithdrawn: _leads_to("WITHDRAWN"),
}
"""For each outside fact whether it has its place, given the state before it."""
