"""Which outside events have no place in the complaint's state, and so await a decision (7.9)."""

from collections.abc import Callable
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
from domain.complaint.lifecycle import ENDED
from domain.complaint.response.fold import is_awaited
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.recorded import Recorded

Place = Callable[[DomainEvent, Complaint, Complaint], bool]

_PLACES: dict[type[DomainEvent], Place] = {
    ContactRecorded: lambda event, before, after: (
        getattr(event, "purpose_code", None) != "reopening"
        and (before.state != "MERGED" or getattr(event, "direction", None) == "outbound")
    ),
    CommunicationFailed: lambda event, before, after: before.state not in ENDED,
    DecisionAccepted: lambda event, before, after: (
        before.state == "CLOSED" or is_awaited(before, getattr(event, "decision_id", None))
    ),
    DecisionRejected: lambda event, before, after: after.state == "DISPUTED" != before.state,
    # What was merged is withdrawn where its issues are, by the same command.
    ComplaintWithdrawn: lambda event, before, after: (
        after.state == "WITHDRAWN" != before.state
        or (before.state == "MERGED" and not getattr(event, "others_remain", None))
    ),
    InternalReviewRequested: lambda event, before, after: after.state == "REVIEW" != before.state,
    InternalReviewWithdrawn: lambda event, before, after: before.state == "REVIEW",
    ExternalReferralRegistered: lambda event, before, after: before.state != "MERGED",
    ExternalDeterminationReceived: lambda event, before, after: before.is_open,
}
"""For each outside fact whether it found a place in the table; if not, it awaits a decision."""


def undecided_after(
    after: Complaint, recorded: Recorded, before: Complaint | None
) -> tuple[UUID, ...]:
    settled = recorded.event.settles_event_ids or ()
    left = tuple(each for each in after.undecided if each not in settled)
    if before is None or _has_place(recorded.event, before, after):
        return left
    return (*left, recorded.event_id)


def _has_place(event: DomainEvent, before: Complaint, after: Complaint) -> bool:
    if getattr(event, "lacks_authority", None) or getattr(event, "is_time_doubtful", None):
        return False
    place = _PLACES.get(type(event))
    return place is None or place(event, before, after)
