"""What may be asked about the answer: inquiries, findings, decisions, remedies, closing."""

from collections.abc import Iterator

from tests.support.asking.present import (
    BY_PHONE,
    NOBODY,
    RECOURSE,
    Bodies,
    Body,
    Present,
    always,
    both,
    for_each,
    issues,
    money,
    remedies,
    said,
)
from tests.support.controls import OTHER_HANDLER
from tests.support.people import OWNER, REVIEWER

FINDINGS = ("upheld", "not_upheld", "partly_upheld", "inconclusive", "resolved_without_finding")
USUAL = {
    "RESPONDED": "no_reply",
    "DISPUTED": "recourse_exhausted",
    "ACCEPTED": "accepted_and_carried_out",
    "EXTERNAL": "determination_implemented",
}
BASES = (
    "accepted_and_carried_out",
    "accepted_with_tracked_commitments",
    "no_reply",
    "recourse_exhausted",
    "determination_implemented",
    "discontinued",
)
GROUNDS = (
    "new_evidence",
    "external_instruction",
    "complainant_dissatisfied",
    "remedy_not_delivered",
    "closed_in_error",
    "scope_challenged",
)
OFFERS: tuple[Body, ...] = (
    {"kind_code": "refund", "money": money("40.00")},
    {"kind_code": "apology"},
    {"kind_code": "compensation", "money": money("70.00")},
    {"kind_code": "compensation", "money": money("900.00")},
    {"kind_code": "refund", "money": money("40.00", "EUR")},
)


def _answer(present: Present) -> Iterator[Body]:
    for code in FINDINGS[:2]:
        open_issues = present.complaint.open_issues
        found = [{"issue_id": one.issue_id, "finding_code": code} for one in open_issues]
        told = {"findings": found or [{"finding_code": code}], "recourse": RECOURSE}
        yield told
        yield {**told, "remedies": OFFERS[:1], "ground_code": "simple"}
    yield {"findings": [{"finding_code": "upheld"}]}


def _propose(present: Present) -> Iterator[Body]:
    yield {}
    yield from ({"remedies": [offer]} for offer in OFFERS)
    yield {"remedies": OFFERS[:2], "reasons": "As found."}
    yield {"remedies": [{**OFFERS[0], "due_on": present.day(14)}]}
    for issue_id in present.complaint.issues:
        yield {"stances": [{"issue_id": issue_id, "stance": "redress_without_admission"}]}


def _offer(present: Present) -> Iterator[Body]:
    yield from OFFERS
    yield {**OFFERS[0], "source_code": "interim", "due_on": present.day(7)}
    yield {**OFFERS[1], "expires_on": present.day(12)}
    for remedy_id in present.complaint.remedies:
        yield {**OFFERS[2], "supersedes": remedy_id}


def _fulfil(present: Present) -> Iterator[Body]:
    for remedy_id in (*present.complaint.remedies, NOBODY):
        yield {"remedy_id": remedy_id}
        yield {"remedy_id": remedy_id, "is_partial": True, "money": money("5.00")}
        yield {"remedy_id": remedy_id, "money": money("1.00")}


def _agree(present: Present) -> Iterator[Body]:
    yield dict(BY_PHONE)
    yield {**BY_PHONE, "remedy_ids": list(present.complaint.remedies)}
    for issue_id in present.complaint.issues:
        yield {**BY_PHONE, "issues": [{"issue_id": issue_id, "finding_code": "upheld"}]}


def _reject(present: Present) -> Iterator[Body]:
    yield dict(BY_PHONE)
    yield from ({**BY_PHONE, "issue_ids": [each]} for each in present.complaint.issues)
    yield from ({**BY_PHONE, "party_id": each} for each in present.parties)
    yield {**BY_PHONE, "decision_id": NOBODY}


def _set_aside(present: Present) -> Iterator[Body]:
    yield {"ground_code": "mistake"}
    yield {"ground_code": "remitted", "revoked_remedy_ids": list(present.complaint.remedies)}


def _close(present: Present) -> Iterator[Body]:
    discontinued = {"basis_code": "discontinued", "ground_code": "no_cooperation"}
    usual = USUAL.get(present.complaint.state)
    yield {"basis_code": usual} if usual else discontinued
    yield from ({"basis_code": each} for each in BASES)
    yield discontinued


def _reopen(present: Present) -> Iterator[Body]:
    yield from ({"ground_code": each} for each in GROUNDS)
    for issue_id in present.complaint.issues:
        yield {"ground_code": "new_evidence", "issue_ids": [issue_id]}
        yield {"ground_code": "complainant_dissatisfied", "issue_ids": [issue_id]}


def _evidence(present: Present) -> Iterator[Body]:
    yield {"kind_code": "log", "source_kind": "record", "statement": "It was down."}
    for document_id in (*present.complaint.documents, NOBODY):
        yield {"kind_code": "photo", "source_kind": "complainant", "document_id": document_id}


ANSWERING: dict[str, Bodies] = {
    "acknowledge": always(
        {}, {"channel_code": "email", "recourse": RECOURSE}, {"channel_code": "pigeon"}
    ),
    "assess": always(
        {"severity_code": "low", "is_safety": False},
        {"severity_code": "high", "is_safety": True, "ground_code": "facts_changed"},
        {"severity_code": "low", "is_safety": False, "ground_code": "was_wrong"},
        {"severity_code": "critical", "is_safety": False, "handling_code": "extra_care"},
    ),
    "open_investigation": both(
        always({}, *({"investigator": each.id} for each in (OWNER, OTHER_HANDLER, REVIEWER))),
        lambda present: [{"issue_ids": [each]} for each in present.complaint.issues],
    ),
    "record_finding": for_each("issue_id", issues, *({"finding_code": each} for each in FINDINGS)),
    "request_information": always(
        {"from_kind": "complainant"}, {"from_kind": "unit"}, {"from_kind": "external_body"}
    ),
    "record_information": for_each(
        "request_id", lambda present: present.complaint.inquiries, {}, {"document_ids": [NOBODY]}
    ),
    "record_evidence": _evidence,
    "inform_subject_person": always({"content_code": "complaint"}, {"content_code": "outcome"}),
    "record_subject_response": always({"statement": "It was not me."}),
    "identify_root_cause": for_each(
        "issue_id",
        issues,
        {"cause_code": "training", "method_code": "five_whys", "suspected_scope": "recurring"},
    ),
    "answer": _answer,
    "settle_received": always({}, {"remedies": OFFERS[:1]}, {"remedies": OFFERS[3:4]}),
    "propose_decision": _propose,
    "approve_decision": always({}, {"ground_code": "no_one_else"}, {"decision_id": NOBODY}),
    "return_decision": always({"ground_code": "unclear"}),
    "offer_remedy": _offer,
    "revoke_remedy": for_each("remedy_id", remedies, {"ground_code": "mistake"}),
    "send_response": always(
        {"recourse": RECOURSE},
        {"recourse": [{"kind": "none_available"}], "kind": "stage"},
        {"kind": "written_confirmation"},
        {},
    ),
    "agree_resolution": _agree,
    "accept_decision": said(BY_PHONE, {**BY_PHONE, "remedy_ids": []}),
    "reject_decision": _reject,
    "set_aside_decision": _set_aside,
    "accept_remedy": for_each("remedy_id", remedies, {}),
    "decline_remedy": for_each("remedy_id", remedies, {}),
    "fulfil_remedy": _fulfil,
    "offer_recourse": always(
        {"recourse": RECOURSE}, {"recourse": [{"kind": "external", "body_code": "ombudsman"}]}
    ),
    "decline_recourse": said(
        *({"kind": each, **BY_PHONE} for each in ("external", "internal", "court"))
    ),
    "exhaust_recourse": always({"ground_code": "window_lapsed"}, {"ground_code": "all_used"}),
    "close": _close,
    "withdraw": said(BY_PHONE, {**BY_PHONE, "is_continued_internally": True}),
    "reopen": _reopen,
    "fail_remedy": for_each("remedy_id", remedies, {"ground_code": "not_delivered"}),
}
"""By the names of the commands."""
