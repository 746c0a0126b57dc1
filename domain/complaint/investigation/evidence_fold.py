"""What information, evidence and causes change (7.6)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.events import (
    EvidenceRecorded,
    InformationReceived,
    InformationRequested,
)
from domain.complaint.state import Complaint, Inquiry
from domain.complaint.tracking.communications import communicated
from domain.recorded import Recorded


def _requested(complaint: Complaint, event: InformationRequested, recorded: Recorded) -> Complaint:
    inquiry = Inquiry(
        request_id=event.request_id,
        from_kind=event.from_kind,
        party_ids=frozenset(_asked(complaint, event, recorded.occurred.day)),
    )
    requested = communicated(complaint, event, recorded)
    return requested.changed(inquiries={**complaint.inquiries, event.request_id: inquiry})


def _asked(complaint: Complaint, event: InformationRequested, day: date | None) -> Iterator[UUID]:
    """The complainants who are asked: of a representative, those who have one, if anybody has."""
    from_kind = event.from_kind
    if event.to_party_id is not None:
        yield from complaint.acts_for(event.to_party_id, day)
        return
    own = [each.party_id for each in complaint.parties.values() if each.from_id is None]
    acting = [each.party_id for each in complaint.representations if each.covers(day)]
    represented = [each for each in own if each in acting]
    if from_kind == "complainant" or (from_kind == "representative" and not represented):
        yield from own
    elif from_kind == "representative":
        yield from represented


def _received(complaint: Complaint, event: InformationReceived, recorded: Recorded) -> Complaint:
    inquiry = complaint.inquiries.get(event.request_id)
    if inquiry is None:
        return complaint
    answered = replace(inquiry, is_answered=True)
    known = complaint.changed(inquiries={**complaint.inquiries, event.request_id: answered})
    if not inquiry.is_of_complainant:
        return known
    # The complainant was in touch: like any contact, it may prove something.
    return communicated(known, event, recorded)


def _evidence(complaint: Complaint, event: EvidenceRecorded, _recorded: Recorded) -> Complaint:
    return complaint.changed(evidence=complaint.evidence | {event.evidence_id})


CHANGES: Changes = {
    InformationRequested: _requested,
    InformationReceived: _received,
    EvidenceRecorded: _evidence,
}
