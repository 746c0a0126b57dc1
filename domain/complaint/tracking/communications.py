"""Communications of a complaint, which a proof, a notice or a failed delivery may name (7.3)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.complaint.corrections.corrected_fields import corrected_code
from domain.complaint.events import (
    CommunicationFailed,
    ComplaintAcknowledged,
    ContactRecorded,
    InformationReceived,
    NoteAdded,
    RecordCorrected,
    UpdateSent,
)
from domain.complaint.linking.kept_informed import messages, reached, without_informed
from domain.complaint.state import Complaint
from domain.complaint.tracking.state import Communication
from domain.event import DomainEvent
from domain.recorded import Recorded

DIRECTION, DAY_TOLD, KIND = "direction", "final_expected_on", "kind"


def communicated(complaint: Complaint, event: DomainEvent, recorded: Recorded) -> Complaint:
    """The complaint with one more communication."""
    direction = event.direction if isinstance(event, ContactRecorded) else None
    day = getattr(event, "final_expected_on", None) if direction != "inbound" else None
    is_holding = isinstance(event, UpdateSent) and event.kind == "holding"
    one = Communication(
        is_note=isinstance(event, NoteAdded),
        is_inbound=direction == "inbound" or isinstance(event, InformationReceived),
        is_notice=is_holding or day is not None,
        messages=messages(event),
        acknowledges=event.to_party_id if isinstance(event, ComplaintAcknowledged) else None,
        reached=reached(complaint, recorded),
    )
    return complaint.changed(
        communications={**complaint.communications, recorded.event_id: one},
        days_told={**complaint.days_told, recorded.event_id: day} if day else complaint.days_told,
    )


def came_in(complaint: Complaint, proof_id: UUID | None) -> bool:
    """Whether it is a document, or something that was said or written from outside."""
    one = complaint.communications.get(proof_id) if proof_id else None
    return proof_id in complaint.documents or (one is not None and one.is_inbound)


def came_back(complaint: Complaint, event_id: UUID, day: date | None) -> Complaint:
    """The complaint in which a communication told nobody anything, for it did not arrive."""
    one = complaint.communications.get(event_id)
    if one is None:
        return complaint
    back = {event_id: replace(one, is_notice=False, reached_nobody=True)}
    untold = set(complaint.acts_for(one.acknowledges, day))
    # What came back of a later stage or round leaves the receipt itself known.
    is_later = (complaint.stage, complaint.round) != (1, 1)
    parties = {
        each: replace(
            party, acknowledged=party.acknowledged if is_later else None, acknowledged_in=None
        )
        if each in untold
        else party
        for each, party in complaint.parties.items()
    }
    known = complaint.changed(communications={**complaint.communications, **back}, parties=parties)
    if event_id != complaint.acknowledged_by:
        return known
    return known.changed(is_acknowledged=known.is_known_by_answer, acknowledged_by=None)


def untold_of(
    complaint: Complaint, people: Collection[UUID], notice: UUID | None, day: date
) -> list[UUID]:
    """Who of these was told that it takes longer neither by this notice nor by one of the day."""
    known = [
        one
        for key, one in complaint.communications.items()
        if one.is_notice and (key == notice or complaint.days_told.get(key, date.min) >= day)
    ]
    return [
        each for each in people if all(one.reached and each not in one.reached for one in known)
    ]


def is_notice(complaint: Complaint, event_id: UUID | None) -> bool:
    """Whether whoever complains was told by it that it takes longer."""
    one = complaint.communications.get(event_id) if event_id else None
    return one is not None and one.is_notice


def reached_nobody(complaint: Complaint, event_id: UUID | None) -> bool:
    """Whether it told nobody anything, as is known by now."""
    one = complaint.communications.get(event_id) if event_id else None
    return one is not None and one.reached_nobody


def untold_by(event: DomainEvent) -> UUID | None:
    """The communication that told nobody anything, as this fact says: it came back, or came in."""
    if isinstance(event, CommunicationFailed):
        return event.target_event_id
    if not isinstance(event, RecordCorrected):
        return None
    return event.target_event_id if corrected_code(event, DIRECTION) == "inbound" else None


def told_right(complaint: Complaint, event: RecordCorrected) -> Complaint:
    """The complaint in which a call went the way, or a day or news were told, that this says."""
    target_id = event.target_event_id
    one, days = complaint.communications.get(target_id), dict(complaint.days_told)
    if one is None or event.field not in (DIRECTION, DAY_TOLD, KIND):
        return complaint
    is_inbound = one.is_inbound
    if event.field == DIRECTION:
        is_inbound = event.right == "inbound"
    elif event.field == KIND:
        one = replace(one, messages=("contact", event.right or "") if one.messages else ())
    elif event.right:
        days[target_id] = date.fromisoformat(event.right)
    else:
        days.pop(target_id, None)
    is_told = not is_inbound and ("holding" in one.messages or target_id in days)
    # What came back is no notice by whatever else is corrected of it.
    untold = is_inbound if event.field == DIRECTION else one.reached_nobody
    right = replace(
        one, is_inbound=is_inbound, is_notice=is_told and not untold, reached_nobody=untold
    )
    known = {**complaint.communications, target_id: right}
    left = without_informed(complaint, target_id) if is_inbound else complaint
    return left.changed(communications=known, days_told=days)
