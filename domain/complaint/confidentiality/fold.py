"""What corrections, holds, requests, erasure and surveys change (4.9, 4.10, 8.3)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.complaint.change import Changes, unchanged
from domain.complaint.events import (
    AuthorityNotified,
    ConsentRecorded,
    DataBreachRecorded,
    ErasureApproved,
    ErasureDeferred,
    ErasureRequested,
    LegalHoldPlaced,
    LegalHoldReleased,
    PersonalDataDisclosed,
    PersonalDataErased,
    RecordRefused,
    RecordRequested,
    RecordSupplied,
)
from domain.complaint.parties.access import known_parties
from domain.complaint.state import Complaint, Consent, Erasure, Hold, RecordRequest
from domain.recorded import Recorded


def _consented(complaint: Complaint, event: ConsentRecorded, _recorded: Recorded) -> Complaint:
    known = complaint.consents.get(event.consent_id)
    consent = Consent(
        consent_id=event.consent_id,
        purpose_code=event.purpose_code,
        party_id=event.party_id,
        is_given=event.is_given,
        from_id=event.from_id or (known.from_id if known else None),
    )
    return complaint.changed(consents={**complaint.consents, event.consent_id: consent})


def _breach(complaint: Complaint, event: DataBreachRecorded, _recorded: Recorded) -> Complaint:
    return complaint.changed(breaches=complaint.breaches | {event.breach_id})


def _asked(complaint: Complaint, event: RecordRequested, _recorded: Recorded) -> Complaint:
    request = RecordRequest(request_id=event.request_id, party_id=event.party_id)
    return complaint.changed(
        record_requests={**complaint.record_requests, event.request_id: request}
    )


def _answered(
    complaint: Complaint, event: RecordSupplied | RecordRefused, _recorded: Recorded
) -> Complaint:
    request = complaint.record_requests.get(event.request_id)
    if request is None:
        return complaint
    answered = replace(request, is_done=True)
    return complaint.changed(
        record_requests={**complaint.record_requests, answered.request_id: answered}
    )


def _held(complaint: Complaint, event: LegalHoldPlaced, _recorded: Recorded) -> Complaint:
    hold = Hold(hold_id=event.hold_id, ground_code=event.ground_code, until_on=event.until_on)
    return complaint.changed(holds={**complaint.holds, event.hold_id: hold})


def _released(complaint: Complaint, event: LegalHoldReleased, _recorded: Recorded) -> Complaint:
    left = {key: hold for key, hold in complaint.holds.items() if key != event.hold_id}
    return complaint.changed(holds=left)


def _erasure_asked(complaint: Complaint, event: ErasureRequested, recorded: Recorded) -> Complaint:
    erasure = Erasure(
        request_id=event.request_id,
        party_id=event.party_id,
        class_codes=event.class_codes,
        requester=recorded.actor.id,
        legal_basis_code=event.legal_basis_code,
        requested_at=recorded.recorded_at,
        is_with_documents=bool(event.is_with_documents),
    )
    return complaint.changed(erasures={**complaint.erasures, event.request_id: erasure})


def _with(complaint: Complaint, request_id: UUID, **changes: Any) -> Complaint:
    erasure = complaint.erasures.get(request_id)
    if erasure is None or erasure.status == "erased":
        return complaint
    changed = replace(erasure, **changes)
    return complaint.changed(erasures={**complaint.erasures, request_id: changed})


def _approved(complaint: Complaint, event: ErasureApproved, _recorded: Recorded) -> Complaint:
    approved = {"status": "approved", "until_on": None, "approver": event.approved_by}
    return _with(complaint, event.request_id, **approved)


def _deferred(complaint: Complaint, event: ErasureDeferred, _recorded: Recorded) -> Complaint:
    return _with(complaint, event.request_id, status="deferred", until_on=event.until_on)


def _erased(complaint: Complaint, event: PersonalDataErased, _recorded: Recorded) -> Complaint:
    request = complaint.erasures.get(event.request_id)
    people = sorted(known_parties(complaint)) if request else []
    gone = tuple(each for each in people if request and request.covers("P2", each))
    erasure: dict[str, Any] = {"key_ids": event.key_ids, "erased_party_ids": gone}
    return _with(complaint, event.request_id, status="erased", **erasure)


CHANGES: Changes = {
    ConsentRecorded: _consented,
    PersonalDataDisclosed: unchanged,
    DataBreachRecorded: _breach,
    AuthorityNotified: unchanged,
    RecordRequested: _asked,
    RecordSupplied: _answered,
    RecordRefused: _answered,
    LegalHoldPlaced: _held,
    LegalHoldReleased: _released,
    ErasureRequested: _erasure_asked,
    ErasureApproved: _approved,
    ErasureDeferred: _deferred,
    PersonalDataErased: _erased,
}
