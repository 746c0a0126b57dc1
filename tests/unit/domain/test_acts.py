"""Invariant 2: staff act at or after the receipt, nothing is of the future, outsiders are heard."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.acts import BeforeReceipt, InTheFuture, TimeUnknown
from domain.complaint.events import COMPLAINT_EVENTS
from domain.event import DomainEvent, OutsideEvent
from tests.support.controls import (
    PARTY,
    RECEIVED,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_RESPONDED,
    at,
    deadline,
    event_id,
    offered,
    on,
    when,
)
from tests.support.given import Past, given
from tests.support.outside import UNTIL_DETERMINED, UNTIL_EXTERNAL, UNTIL_REVIEW
from tests.support.parties import AUTHORISED

EARLY, LATE = on("2026-02-20"), on("2026-04-20")
UNKNOWN = {"unknown": True}
BY_PHONE = {"means_code": "phone"}
OFFERED = (*UNTIL_RESPONDED, offered())
REMEDY = {"remedy_id": offered().remedy_id}
OF_OUTSIDERS: dict[type[DomainEvent], tuple[tuple[Past, ...], str, dict[str, Any]]] = {
    e.ContactRecorded: ((RECEIVED,), "record_contact", {}),
    e.CommunicationFailed: (
        UNTIL_RESPONDED,
        "report_failed_communication",
        {"target_event_id": event_id(len(UNTIL_RESPONDED)), "failure_code": "returned"},
    ),
    e.DecisionAccepted: (UNTIL_RESPONDED, "accept_decision", BY_PHONE),
    e.DecisionRejected: (UNTIL_RESPONDED, "reject_decision", BY_PHONE),
    e.RemedyAccepted: (OFFERED, "accept_remedy", REMEDY),
    e.RemedyDeclined: (OFFERED, "decline_remedy", REMEDY),
    e.RecourseDeclined: (UNTIL_RESPONDED, "decline_recourse", {"kind": "external", **BY_PHONE}),
    e.ComplaintWithdrawn: ((RECEIVED,), "withdraw", BY_PHONE),
    e.IssueWithdrawn: ((TWO_ISSUES,), "withdraw_issue", {"issue_id": SECOND_ISSUE, **BY_PHONE}),
    e.InternalReviewRequested: (UNTIL_RESPONDED, "request_review", {}),
    e.InternalReviewWithdrawn: (UNTIL_REVIEW, "withdraw_review", {}),
    e.ExternalReferralRegistered: ((RECEIVED,), "register_referral", {"body_code": "court"}),
    e.ExternalReferralReturned: (
        UNTIL_EXTERNAL,
        "return_referral",
        {"ground_code": "no_jurisdiction"},
    ),
    e.ExternalDeterminationReceived: (
        UNTIL_EXTERNAL,
        "record_determination",
        {"result_code": "upheld"},
    ),
    e.DeterminationAnswered: (UNTIL_DETERMINED, "answer_determination", {"answer_code": "refused"}),
    e.ComplainantLeft: (
        (RECEIVED,),
        "remove_complainant",
        {"party_id": PARTY, "ground_code": "died"},
    ),
    e.RepresentationEnded: (
        (RECEIVED, AUTHORISED),
        "end_representation",
        {"ground_code": "resigned"},
    ),
    e.RecordRequested: ((RECEIVED,), "request_record", {}),
}
"""How each fact of somebody outside comes to be recorded."""


def test_there_is_an_example_of_each_fact_of_an_outsider() -> None:
    assert set(OF_OUTSIDERS) == {one for one in COMPLAINT_EVENTS if issubclass(one, OutsideEvent)}


@pytest.mark.parametrize("occurred", [EARLY, LATE], ids=["before the receipt", "in the future"])
@pytest.mark.parametrize("kind", OF_OUTSIDERS, ids=lambda kind: kind.__name__)
def test_invariant_2_what_an_outsider_cannot_well_have_done_then_is_recorded_and_flagged(
    kind: type[OutsideEvent], occurred: Any
) -> None:
    past, name, asked = OF_OUTSIDERS[kind]
    outcome = given(*past).when(name, occurred=occurred, **asked)
    first, *others = outcome.facts
    assert isinstance(first.event, kind) and first.event.is_time_doubtful
    assert first.occurred == occurred
    assert outcome.complaint.needs_decision
    assert not any(getattr(each.event, "is_time_doubtful", None) for each in others)


@pytest.mark.parametrize("occurred", [None, when(), on("2026-03-02"), UNKNOWN])
@pytest.mark.parametrize("kind", OF_OUTSIDERS, ids=lambda kind: kind.__name__)
def test_what_an_outsider_did_in_time_or_nobody_knows_when_is_not_doubted(
    kind: type[OutsideEvent], occurred: Any
) -> None:
    past, name, asked = OF_OUTSIDERS[kind]
    outcome = given(*past).when(name, occurred=occurred, **asked)
    assert outcome.the(kind).is_time_doubtful is None
    assert not outcome.complaint.needs_decision


def test_what_is_doubted_takes_effect_and_a_later_act_settles_the_doubt() -> None:
    accepted = e.DecisionAccepted(party_id=PARTY, means_code="phone", is_time_doubtful=True)
    complaint = given(*UNTIL_RESPONDED, accepted).complaint
    doubt = event_id(len(UNTIL_RESPONDED) + 1)
    assert (complaint.state, complaint.undecided) == ("ACCEPTED", (doubt,))
    asked = {"note": "They meant 2027.", "settles_event_ids": [doubt]}
    assert not given(*UNTIL_RESPONDED, accepted).when("add_note", **asked).complaint.undecided


def test_what_follows_from_a_deed_of_the_future_is_of_the_present() -> None:
    window = deadline("reply_window", party="complainant")
    outcome = given(*UNTIL_RESPONDED, window).when("accept_decision", occurred=LATE, **BY_PHONE)
    (met,) = [each for each in outcome.facts if isinstance(each.event, e.DeadlineMet)]
    assert met.occurred == when(hours=1)
    assert outcome.the(e.DeadlineMet).met == when(hours=1)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("add_note", {"note": "x"}),
        ("acknowledge", {}),
        ("assess", {"severity_code": "low", "is_safety": False}),
        ("record_contact", {"direction": "outbound"}),
        ("join_complainant", {}),
        ("record_consent", {"purpose_code": "publication", "is_given": True}),
    ],
)
def test_invariant_2_an_act_of_staff_lies_between_the_receipt_and_now(
    name: str, asked: dict[str, Any]
) -> None:
    case = given(RECEIVED)
    early = case.when(name, occurred=EARLY, **asked).refused(BeforeReceipt)
    assert early.clause == "7.3" and "correct the receipt" in early.remedy
    late = case.when(name, occurred=LATE, **asked).refused(InTheFuture)
    assert "give the time at which it happened" in late.remedy
    case.when(name, occurred=UNKNOWN, **asked).refused(TimeUnknown)
    assert case.when(name, occurred=when(minutes=65), **asked).facts


def test_invariant_2_documents_and_incidents_may_be_older_than_the_receipt() -> None:
    told = given().when(
        "receive", narrative="x", issues=[{"occurred": EARLY}], occurred=when(), now=at(hours=1)
    )
    assert told.the(e.ComplaintReceived).issues[0].occurred == EARLY
    assert not told.complaint.needs_decision
