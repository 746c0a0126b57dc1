"""What may be asked about the record itself: documents, letters, personal data, surveys."""

from collections.abc import Iterator
from uuid import UUID

from tests.support.asking.present import (
    NOBODY,
    RECOURSE,
    Bodies,
    Body,
    Present,
    always,
    both,
    for_each,
)

LETTERS = ("acknowledgement", "update", "holding", "final_response", "deadlock")


def _document(present: Present) -> Body:
    return {
        "media_type": "application/pdf",
        "document_id": present.fresh("document"),
        "plaintext_sha256": "ab" * 32,
        "ciphertext_sha256": "cd" * 32,
        "size": 7,
        "scan_code": "clean",
    }


def _attach(present: Present) -> Iterator[Body]:
    yield _document(present)
    for document_id in (*present.complaint.documents, NOBODY):
        yield {**_document(present), "document_id": document_id}
        translated = {"translation_of": document_id, "translated_by": "human"}
        yield {**_document(present), **translated, "supplied_by": "staff"}


def _letter(present: Present) -> Iterator[Body]:
    made = {"template_code": "a_letter", "template_version": 1, "language": "en"}
    for kind in LETTERS:
        whole = {"kind": kind, "document": _document(present), "made": made}
        yield {**whole, "recourse": RECOURSE, "text": "Dear Ada"}
        yield whole


def _remove(present: Present) -> Iterator[Body]:
    for ground in ("malware", "court_order"):
        for document_id in (*present.complaint.documents, NOBODY):
            yield {"document_id": document_id, "ground_code": ground}
        for event_id in (*present.latest, present.events[0].event_id):
            yield {"target_event_id": event_id, "ground_code": ground}


def _correct(present: Present) -> Iterator[Body]:
    receipt = present.events[0].event_id
    wrong = {"target_event_id": receipt, "ground_code": "clerical_error"}
    for right in (present.day(-3), present.day(3)):
        told = {**wrong, "field": "occurred", "right": f"{right}[Europe/London]"}
        yield told
    yield {**wrong, "field": "occurred", "right": "unknown"}
    yield {**wrong, "field": "channel_code", "right": "letter"}
    yield {**wrong, "field": "contact_class", "right": "dispute"}
    yield {**wrong, "field": "reference", "right": "C-1"}
    for event_id in present.latest:
        moment = {"field": "occurred", "right": f"{present.day(0)}[Europe/London]"}
        yield {**wrong, "target_event_id": event_id, **moment}
        yield {**wrong, "target_event_id": event_id, "field": "note", "right": "Not so."}


def _parties(present: Present) -> list[UUID]:
    return present.parties


def _approvals(present: Present) -> list[UUID]:
    return list(present.complaint.approvals)


def _erasures(present: Present) -> list[UUID]:
    return list(present.complaint.erasures)


RECORDS: dict[str, Bodies] = {
    "attach_document": _attach,
    "send_letter": _letter,
    "remove_sealed_content": _remove,
    "disclose_personal_data": always(
        {"recipient_kind": "court", "field_codes": ["name"], "legal_basis_code": "legal_obligation"}
    ),
    "record_breach": always({"class_codes": ["P2"], "persons_count": 2, "detail": "Sent on."}),
    "notify_authority": for_each(
        "breach_id",
        lambda present: present.complaint.breaches,
        {"authority_code": "data_protection", "ground_code": "risk"},
    ),
    "request_record": both(always({}), for_each("party_id", _parties, {})),
    "supply_record": for_each(
        "request_id",
        lambda present: present.complaint.record_requests,
        {"format_code": "pdf", "is_redacted": True},
    ),
    "refuse_record": for_each(
        "request_id",
        lambda present: present.complaint.record_requests,
        {"ground_code": "third_party_data"},
    ),
    "correct_record": _correct,
    "grant_approval": both(
        always({}), for_each("approval_id", _approvals, {}, {"ground_code": "no_one_else"})
    ),
    "refuse_approval": for_each(
        "approval_id", _approvals, {"ground_code": "not_so", "explanation": "It was right."}
    ),
    "withdraw_approval_request": for_each("approval_id", _approvals, {"ground_code": "mistake"}),
    "place_hold": always({"ground_code": "litigation", "explanation": "A claim."}),
    "release_hold": for_each(
        "hold_id", lambda present: present.complaint.holds, {"ground_code": "settled"}
    ),
    "request_erasure": both(
        always(
            {"legal_basis_code": "right_to_erasure"},
            {"legal_basis_code": "retention_over"},
            {"legal_basis_code": "right_to_erasure", "class_codes": ["P3"]},
        ),
        for_each("party_id", _parties, {"legal_basis_code": "right_to_erasure"}),
    ),
    "approve_erasure": for_each("request_id", _erasures, {}, {"ground_code": "no_one_else"}),
    "defer_erasure": for_each(
        "request_id",
        _erasures,
        {"ground_code": "claim"},
        {"ground_code": "claim", "until_on": "2026-12-01"},
    ),
    "erase_personal_data": for_each("request_id", _erasures, {}),
    "invite_survey": always(
        {"questionnaire_version": 1, "method_code": "email", "sample_frame_id": "all"},
        {
            "questionnaire_version": 2,
            "method_code": "phone",
            "sample_frame_id": "all",
            "expires_on": "2026-12-01",
        },
    ),
    "suppress_survey": always({"ground_code": "bereaved"}),
}
"""By the names of the commands."""
