"""The outside facts that found no place in the states and await a decision (lifecycle, 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    CommunicationFailed,
    ComplaintWithdrawn,
    ContactRecorded,
    DecisionAccepted,
    DecisionRejected,
    ExternalDeterminationReceived,
    ExternalReferralRegistered,
    InternalReviewRequested,
    InternalReviewWithdrawn,
)
from domain.event import DomainEvent
from domain.recorded import Recorded
from projections._kit.states import ENDED
from projections._parts.attempts import Attempt


@dataclass(frozen=True, slots=True)
class Before:
    """How the complaint stood before an event."""

    state: str
    attempt: Attempt


def undecided_after(
    undecided: tuple[UUID, ...], recorded: Recorded, before: Before
) -> tuple[UUID, ...]:
    """The outside facts that await a decision after this event; undecided: those before it."""
    settled = recorded.event.settles_event_ids or ()
    left = tuple(each for each in undecided if each not in settled)
    return left if _has_place(recorded, before) else (*left, recorded.event_id)


def _has_place(recorded: Recorded, before: Before) -> bool:
    event = recorded.event
    if getattr(event, "lacks_authority", None) or getattr(event, "is_time_doubtful", None):
        return False
    place = _PLACES.get(type(event))
    return place is None or place(event, recorded.state or "", before)


def _leads_to(state: str) -> Callable[[Any, str, Before], bool]:
    return lambda _event, after, before: after == state != before.state


def _is_accepted(event: DecisionAccepted, after: str, before: Before) -> bool:
    is_awaited = before.attempt.is_awaited(event.decision_id, before.state)
    return before.state == "CLOSED" or is_awaited or after == "ACCEPTED" != before.state


_PLACES: dict[type[DomainEvent], Callable[[Any, str, Before], bool]] = {
    ContactRecorded: lambda event, _after, before: (
        event.purpose_code != "reopening"
        and (before.state != "MERGED" or event.direction == "outbound")
    ),
    CommunicationFailed: lambda _event, _after, before: before.state not in ENDED,
    DecisionAccepted: _is_accepted,
    DecisionRejected: _leads_to("DISPUTED"),
    # What was merged is withdrawn where its issues are, by the same command.
    ComplaintWithdrawn: lambda event, after, before: (
        after == "WITHDRAWN" != before.state
        or (before.state == "MERGED" and not event.others_remain)
    ),
    InternalReviewRequested: _leads_to("REVIEW"),
    InternalReviewWithdrawn: lambda _event, _after, before: before.state == "REVIEW",
    ExternalReferralRegistered: lambda _event, _after, before: before.state != "MERGED",
    ExternalDeterminationReceived: lambda _event, _after, before: before.state not in ENDED,
}
"""For each outside fact whether it has its place: the fact, the state after it, what was before."""
