"""What becomes of the moments that later acts may not lie before (invariant 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from domain.complaint.corrections.corrected_fields import corrected_when
from domain.complaint.events import (
    ActionCompleted,
    ActionPlanned,
    ApprovalRequested,
    ComplaintAssigned,
    ComplaintLinked,
    ComplaintReopened,
    ComplaintUnmerged,
    DataBreachRecorded,
    DecisionApproved,
    DecisionProposed,
    ErasureApproved,
    ErasureRequested,
    ExternalDeterminationReceived,
    HandlingSuspended,
    KnownStateImported,
    LegalHoldPlaced,
    RecordCorrected,
    RecordRequested,
    RemedyAccepted,
    RemedyOffered,
    ResponseSent,
    StaffExcluded,
)
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.moment import ATTEMPT, STATE, Moment
from domain.complaint.reckoning import receipt_of, reckoned
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.values import When

Key = tuple[str, UUID | None]

OF_THINGS: Mapping[type[DomainEvent], str | None] = {
    ActionCompleted: "action_id",
    ActionPlanned: "action_id",
    ApprovalRequested: "approval_id",
    ComplaintAssigned: None,
    ComplaintLinked: "other_id",
    DataBreachRecorded: "breach_id",
    DecisionApproved: "decision_id",
    DecisionProposed: "decision_id",
    ErasureApproved: "request_id",
    ErasureRequested: "request_id",
    ExternalDeterminationReceived: "referral_id",
    HandlingSuspended: None,
    LegalHoldPlaced: "hold_id",
    RecordRequested: "request_id",
    RemedyAccepted: "remedy_id",
    RemedyOffered: "remedy_id",
    ResponseSent: None,
    StaffExcluded: "staff",
}
"""The facts about one thing that others about it follow, and the field that names it."""


def moments_after(
    after: Complaint, recorded: Recorded, before: Complaint | None
) -> Mapping[Key, Moment]:
    """The moments after one more event. before: the complaint without it."""
    if before is None:
        return {}
    event = recorded.event
    if isinstance(event, RecordCorrected):
        return _corrected(after, event)
    keys = list(_keys(event, before, after))
    if not keys:
        return before.moments
    when = _when(after, recorded)
    # What nobody can date, and what takes an ending back, is no bound to anything.
    is_bound = when is not None and not isinstance(event, KnownStateImported)
    if when is None or not is_bound or _takes_back(event):
        return {key: each for key, each in before.moments.items() if key not in keys}
    moment = Moment(event_id=recorded.event_id, type=event.TYPE, when=when)
    return {**before.moments, **dict.fromkeys(keys, moment)}


def _keys(event: DomainEvent, before: Complaint, after: Complaint) -> Iterator[Key]:
    if type(event) in OF_THINGS:
        field = OF_THINGS[type(event)]
        yield event.TYPE, getattr(event, field) if field else None
    # Until a decision work is told in any order: a complaint may be assessed before it is entered.
    is_onward = {before.state, after.state} <= BEFORE_DECISION and before.state != after.state
    if before.state != after.state and not is_onward:
        yield STATE, None
    if (before.stage, before.round) != (after.stage, after.round):
        yield ATTEMPT, None


def _takes_back(event: DomainEvent) -> bool:
    if isinstance(event, ComplaintReopened):
        return event.ground_code == "closed_in_error"
    return isinstance(event, ComplaintUnmerged)


def _when(complaint: Complaint, recorded: Recorded) -> When | None:
    zone = complaint.zone or recorded.occurred.zone
    if zone is None or recorded.occurred.unknown:
        return None
    return reckoned(
        recorded.occurred,
        received=receipt_of(complaint, zone=zone),
        recorded_at=recorded.recorded_at,
        zone=zone,
    )


def _corrected(complaint: Complaint, event: RecordCorrected) -> Mapping[Key, Moment]:
    """A moment whose time was set right counts as it is right; one of no known time no more."""
    right = corrected_when(event)
    if right is None:
        return complaint.moments
    return {
        key: replace(each, when=right) if each.event_id == event.target_event_id else each
        for key, each in complaint.moments.items()
        if each.event_id != event.target_event_id or not right.unknown
    }
