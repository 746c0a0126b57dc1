"""What may be done next is known beforehand: refused is exactly what no body could make right."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from domain.complaint.events import (
    CommunicationFailed,
    EvidenceRecorded,
    HandlingSuspended,
    InformationRequested,
    InternalReviewRequested,
    ProposedRemedy,
    RemedyRevoked,
)
from domain.complaint.fold import fold
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.decision_context import Command, DecisionContext
from domain.errors import Refusal
from domain.policy import Policy
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVED,
    APPROVER,
    ASSESSED,
    AUTHOR_AS_APPROVER,
    FULFILLED,
    HANDLER,
    ISSUE,
    OPENED,
    OTHER_HANDLER,
    POLICY,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    SMALL,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_FOUND,
    UNTIL_OPENED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    WITHDRAWN,
    at,
    context,
    event_id,
    found,
    money,
    named,
    offered,
    policy,
    proposed,
)
from tests.support.given import Past, history

SUSPENDED = HandlingSuspended(ground_code="police_case")
REVIEW = InternalReviewRequested(stage=2, round=1, issue_ids=(ISSUE,))
FAILED = CommunicationFailed(
    target_event_id=event_id(len(UNTIL_RESPONDED)), failure_code="returned"
)
ASKED = InformationRequested(request_id=named("request"), from_kind="complainant")
SHOWN = EvidenceRecorded(evidence_id=named("x"), kind_code="photo", source_kind="record")
REVOKED = RemedyRevoked(remedy_id=REMEDY, kind_code="refund", ground_code="mistake")
DEAR = ProposedRemedy(remedy_id=REMEDY, kind_code="refund", money=money("150.00"))
CHEAP = ProposedRemedy(remedy_id=REMEDY, kind_code="refund", money=money("15.00"))
PASTS: dict[str, tuple[Past, ...]] = {
    "received": (RECEIVED,),
    "acknowledged": (RECEIVED, ACKNOWLEDGED),
    "assessed": UNTIL_ASSESSED,
    "opened": UNTIL_OPENED,
    "one of two found": (TWO_ISSUES, ASSESSED, OPENED, found()),
    "found": UNTIL_FOUND,
    "proposed": UNTIL_PROPOSED,
    "proposed dear": (*UNTIL_FOUND, proposed(DEAR)),
    "proposed cheap": (*UNTIL_FOUND, proposed(CHEAP)),
    "one of two proposed": (TWO_ISSUES, ASSESSED, OPENED, found(), proposed()),
    "approved": UNTIL_APPROVED,
    "approved dear": (*UNTIL_FOUND, proposed(DEAR), APPROVED),
    "responded": UNTIL_RESPONDED,
    "response failed": (*UNTIL_RESPONDED, FAILED),
    "disputed": UNTIL_DISPUTED,
    "accepted": UNTIL_ACCEPTED,
    "closed": UNTIL_CLOSED,
    "withdrawn": (RECEIVED, WITHDRAWN),
    "review": (*UNTIL_RESPONDED, REVIEW),
    "suspended": (*UNTIL_FOUND, SUSPENDED),
    "suspended approved": (*UNTIL_APPROVED, SUSPENDED),
    "offered": (RECEIVED, offered()),
    "offered much": (RECEIVED, offered(money=money("100.00"))),
    "owed": (RECEIVED, offered(), REMEDY_ACCEPTED),
    "revoked": (RECEIVED, offered(), REVOKED),
    "carried out": (RECEIVED, offered(), REMEDY_ACCEPTED, FULFILLED),
    "asked": (RECEIVED, ASKED, SHOWN),
}
ACTORS: dict[str, Actor] = {
    "handler": HANDLER,
    "other handler": OTHER_HANDLER,
    "approver": APPROVER,
    "author as approver": AUTHOR_AS_APPROVER,
    **{
        role: Actor(kind="staff", id=named(role), role=role)
        for role in ("investigator", "reviewer", "auditor")
    },
}
POLICIES: dict[str, Policy] = {
    "default": POLICY,
    "small": SMALL,
    "nobody stands in": policy(stand_ins=[], separation={"approver_roles": ["reviewer"]}),
    "later alone": policy(
        separation={"approve": "self_after_hours", "hours": 24, "ground_code": "slept_over_it"},
        is_investigation_optional=True,
    ),
    "unapproved refunds": policy(approval_waived_for=["refund"]),
}
GROUND = {"ground_code": "mistake"}
COURT = {"recourse": [{"kind": "court"}]}
OUT = {"ground_code": "not_ours", "signpost_code": "parcel_service"}
Body = Callable[[Complaint], dict[str, Any]]


def an_issue(complaint: Complaint) -> dict[str, Any]:
    """An open issue where there is one."""
    among = complaint.open_issues or tuple(complaint.issues.values())
    return {"issue_id": among[0].issue_id}


def a_remedy(complaint: Complaint) -> dict[str, Any]:
    """A remedy of the complaint, if it has one."""
    return {"remedy_id": next(iter(complaint.remedies), REMEDY)}


def a_request(complaint: Complaint) -> dict[str, Any]:
    """A request for information, if there is one."""
    return {"request_id": next(iter(complaint.inquiries), REMEDY)}


def a_response(complaint: Complaint) -> dict[str, Any]:
    """What can be sent as the complaint stands."""
    return {"kind": "written_confirmation"} if complaint.state == "ACCEPTED" else COURT


def an_answer(complaint: Complaint) -> dict[str, Any]:
    """A finding for each open issue, and the recourse."""
    open_ids = [issue.issue_id for issue in complaint.open_issues] or list(complaint.issues)
    return {**COURT, "findings": [{"issue_id": one, "finding_code": "upheld"} for one in open_ids]}


BODIES: dict[str, Body] = {
    "acknowledge": lambda _: COURT,
    "assess": lambda _: {"severity_code": "low", "is_safety": False, "ground_code": "was_wrong"},
    "open_investigation": lambda _: {},
    "record_finding": lambda one: {**an_issue(one), "finding_code": "upheld"},
    "propose_decision": lambda _: {},
    "approve_decision": lambda _: GROUND,
    "return_decision": lambda _: GROUND,
    "set_aside_decision": lambda _: GROUND,
    "send_response": a_response,
    "offer_remedy": lambda _: {"kind_code": "apology"},
    "accept_remedy": a_remedy,
    "decline_remedy": a_remedy,
    "revoke_remedy": lambda one: {**a_remedy(one), **GROUND},
    "fulfil_remedy": a_remedy,
    "seek_remedy": lambda one: {**an_issue(one), "kinds": ["apology"]},
    "settle_received": lambda _: {"is_carried_out": False},
    "answer": an_answer,
    "add_issue": lambda _: {},
    "reclassify_issue": lambda one: {
        **an_issue(one), "category_code": "damage", "ground_code": "was_wrong"
    },
    "record_product": lambda one: {**an_issue(one), "product_code": "credit_cards"},
    "withdraw_issue": lambda one: {**an_issue(one), "means_code": "phone"},
    "declare_issue_out_of_scope": lambda one: {**an_issue(one), **OUT},
    "declare_out_of_scope": lambda _: OUT,
    "request_information": lambda _: {"from_kind": "staff"},
    "record_information": a_request,
    "record_evidence": lambda _: {"kind_code": "photo", "source_kind": "record"},
    "inform_subject_person": lambda _: {"content_code": "complaint"},
    "record_subject_response": lambda _: {},
    "identify_root_cause": lambda one: {
        **an_issue(one),
        "cause_code": "unknown",
        "method_code": "talk",
        "suspected_scope": "recurring",
    },
}  # fmt: skip


@pytest.mark.parametrize("past", PASTS.values(), ids=PASTS)
def test_what_is_foretold_is_what_happens(past: tuple[Past, ...]) -> None:
    complaint = fold(history(*past))
    assert complaint is not None
    for name, body in BODIES.items():
        kind = COMMANDS[name]
        command = kind.model(**body(complaint))
        for (who, actor), (which, under) in product(ACTORS.items(), POLICIES.items()):
            present = context(at(hours=1), by=actor, under=under)
            foretold = kind.refused(complaint, present)
            happened = _refusal_of(kind, complaint, command, present)
            assert _told(happened) == _told(foretold), (name, who, which)


def _refusal_of(
    kind: AnyDecider, complaint: Complaint, command: Command, present: DecisionContext
) -> Refusal | None:
    try:
        assert kind(complaint, command, present)
    except Refusal as refusal:
        return refusal
    return None


def _told(refusal: Refusal | None) -> str | None:
    return refusal.text if refusal else None


@pytest.mark.parametrize("name", ["receive", "log", "settle"])
def test_what_is_received_is_not_received_again(name: str) -> None:
    refused = COMMANDS[name].refused(fold(history(RECEIVED)), context())
    assert refused is not None and refused.code == "ReceivedAlready"
    assert COMMANDS[name].refused(None, context()) is None


@pytest.mark.parametrize("name", sorted(BODIES))
def test_nothing_is_done_before_the_receipt(name: str) -> None:
    refused = COMMANDS[name].refused(None, context())
    assert refused is not None and refused.code == "NotReceived"
