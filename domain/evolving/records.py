"""What corrections, holds, requests, erasure and surveys change (4.9, 4.10, 8.3)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.corrected import corrected_code, corrected_when
from domain.event import DomainEvent
from domain.events import (
    AuthorityNotified,
    DataBreachRecorded,
    ErasureApproved,
    ErasureDeferred,
    ErasureRequested,
    LegalHoldPlaced,
    LegalHoldReleased,
    PersonalDataDisclosed,
    PersonalDataErased,
    RecordCorrected,
    RecordRefused,
    RecordRequested,
    RecordSupplied,
    SurveyInvited,
    SurveySuppressed,
)
from domain.evolving.change import Changes
from domain.evolving.pauses_told import pauses_told_right
from domain.recorded import Recorded
from domain.standing import known_parties
from domain.state import Complaint, Erasure, Hold, RecordRequest, Survey


def _unchanged(complaint: Complaint, _event: DomainEvent, _recorded: Recorded) -> Complaint:
    return complaint


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
    done = replace(request, is_done=True)
    return complaint.changed(record_requests={**complaint.record_requests, done.request_id: done})


def _corrected(complaint: Complaint, event: RecordCorrected, _recorded: Recorded) -> Complaint:
    if event.target_event_id != complaint.received_event_id:
        return pauses_told_right(_ending_corrected(complaint, event), event)
    received = corrected_when(event) or complaint.received
    return complaint.changed(
        received=received,
        zone=complaint.zone or received.zone,
        channel_code=corrected_code(event, "channel_code") or complaint.channel_code,
        contact_class=corrected_code(event, "contact_class") or complaint.contact_class,
    )


def _ending_corrected(complaint: Complaint, event: RecordCorrected) -> Complaint:
    ending, when = complaint.ending, corrected_when(event)
    if ending is None or when is None or ending.event_id != event.target_event_id:
        return complaint
    return complaint.changed(ending=replace(ending, occurred=when))


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
    asked = complaint.erasures.get(event.request_id)
    people = sorted(known_parties(complaint)) if asked else []
    gone = tuple(each for each in people if asked and asked.covers("P2", each))
    done: dict[str, Any] = {"key_ids": event.key_ids, "erased_party_ids": gone}
    return _with(complaint, event.request_id, status="erased", **done)


def _invited(complaint: Complaint, event: SurveyInvited, _recorded: Recorded) -> Complaint:
    survey = Survey(
        survey_id=event.survey_id,
        stage=complaint.stage,
        round=complaint.round,
        expires_on=event.expires_on,
    )
    return complaint.changed(surveys={**complaint.surveys, event.survey_id: survey})


def _suppressed(complaint: Complaint, _event: SurveySuppressed, _recorded: Recorded) -> Complaint:
    return complaint.changed(unsurveyed=(complaint.stage, complaint.round))


CHANGES: Changes = {
    PersonalDataDisclosed: _unchanged,
    DataBreachRecorded: _breach,
    AuthorityNotified: _unchanged,
    RecordRequested: _asked,
    RecordSupplied: _answered,
    RecordRefused: _answered,
    RecordCorrected: _corrected,
    LegalHoldPlaced: _held,
    LegalHoldReleased: _released,
    ErasureRequested: _erasure_asked,
    ErasureApproved: _approved,
    ErasureDeferred: _deferred,
    PersonalDataErased: _erased,
    SurveyInvited: _invited,
    SurveySuppressed: _suppressed,
}
