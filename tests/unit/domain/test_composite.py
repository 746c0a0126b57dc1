"""Lifecycle 3: one command instead of several makes the same events, whole or not at all."""

import pytest

from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.complaint.authority.separation import ApproverIsAuthor
from domain.complaint.closing.closing_bases import RemedyOutstanding
from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintAssessed,
    ComplaintClosed,
    ComplaintReceived,
    ContactRecorded,
    DeadlineMet,
    DeadlineSet,
    DecisionApproved,
    DecisionProposed,
    FindingRecorded,
    InvestigationOpened,
    RemedyFulfilled,
    RemedyOffered,
    ResolutionAgreed,
    ResponseSent,
)
from domain.complaint.investigation.investigating import AlreadyAnswered, NotYetAssessed
from domain.complaint.preconditions import HasEnded
from domain.complaint.response.responding import RecourseNotNamed
from domain.registry import COMMANDS
from tests.support.controls import (
    ASSESSED,
    ISSUE,
    RECEIVED,
    REMEDY_ACCEPTED,
    SECOND_ISSUE,
    SMALL,
    TWO_ISSUES,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_OPENED,
    UNTIL_RESPONDED,
    context,
    event_id,
    money,
    offered,
    on,
    policy,
    when,
)
from tests.support.given import given
from tests.support.story import Story

ADA = {"name": "Ada"}
REFUND = [{"kind_code": "refund", "money": money("20.00")}]
UPHELD = [{"finding_code": "upheld"}]
NONE_LEFT = [{"kind": "none_available"}]


def test_log_receives_acknowledges_and_assesses() -> None:
    outcome = given().when("log", narrative="x", complainant=ADA)
    outcome.then(
        ComplaintReceived,
        DeadlineSet,
        DeadlineSet,
        DeadlineSet,
        ComplaintAcknowledged,
        DeadlineMet,
        ComplaintAssessed,
    )
    assessed = outcome.the(ComplaintAssessed)
    assert (assessed.severity_code, assessed.is_safety) == ("not_judged", False)
    assert assessed.ground_code == "not_asked"
    assert outcome.complaint.state == "ASSESSED"


def test_log_acknowledges_now_whenever_the_letter_came() -> None:
    outcome = given().when("log", narrative="x", complainant=ADA, occurred=on("2026-02-26"))
    assert outcome.facts[0].occurred == on("2026-02-26")
    assert outcome.facts[4].occurred == when(hours=1)


def test_log_takes_what_was_judged() -> None:
    asked = {"narrative": "x", "severity_code": "high", "is_safety": True}
    assessed = given().when("log", **asked).the(ComplaintAssessed)
    assert (assessed.priority_code, assessed.ground_code) == ("urgent", None)
    half = given().when("log", narrative="x", severity_code="high").the(ComplaintAssessed)
    assert (half.is_safety, half.ground_code) == (False, "not_asked")
    safety = given().when("log", narrative="x", is_safety=True).the(ComplaintAssessed)
    assert (safety.severity_code, safety.is_safety) == ("not_judged", True)


def test_an_anonymous_complaint_is_logged_without_an_acknowledgement() -> None:
    outcome = given().when("log", narrative="x")
    assert (outcome.all(ComplaintAcknowledged), outcome.complaint.state) == ([], "ASSESSED")


def test_a_refund_on_the_spot_is_one_command() -> None:
    outcome = (
        given()
        .under(SMALL)
        .when("settle", narrative="x", complainant=ADA, remedies=REFUND, means_code="in_person")
    )
    facts = [fact.event for fact in outcome.facts if not fact.event.TYPE.startswith("Deadline")]
    assert [type(fact) for fact in facts] == [
        ComplaintReceived,
        ComplaintAcknowledged,
        ComplaintAssessed,
        RemedyOffered,
        ResolutionAgreed,
        RemedyFulfilled,
        ComplaintClosed,
    ]
    assert outcome.complaint.state == "CLOSED"
    statuses = {each.fact.kind: each.status for each in outcome.complaint.deadlines.values()}
    assert statuses == {
        "acknowledgement": "met",
        "response": "met",
        "remedy_due": "met",
        "reopen_window": "running",
    }


def test_what_is_promised_on_the_spot_stays_open_until_it_is_carried_out() -> None:
    outcome = given().when(
        "settle", narrative="x", complainant=ADA, remedies=REFUND, is_carried_out=False
    )
    assert outcome.complaint.state == "ACCEPTED"
    assert outcome.complaint.owed


def test_a_settlement_is_within_authority_or_nothing_happens() -> None:
    much = [{"kind_code": "refund", "money": money("60.00")}] * 2
    given().when("settle", narrative="x", remedies=much).refused(BeyondAuthority)


def test_a_complaint_that_was_received_is_settled_with_what_is_open() -> None:
    outcome = given(TWO_ISSUES).when("settle_received", remedies=REFUND, finding_code="upheld")
    outcome.then(
        RemedyOffered,
        ComplaintAssessed,
        ResolutionAgreed,
        DeadlineSet,
        RemedyFulfilled,
        DeadlineMet,
        ComplaintClosed,
        DeadlineSet,
    )
    assert [issue.finding_code for issue in outcome.the(ResolutionAgreed).issues] == ["upheld"] * 2
    given(*UNTIL_CLOSED).when("settle_received").refused(HasEnded)


def test_an_earlier_promise_is_not_forgotten_by_a_settlement() -> None:
    past = (RECEIVED, offered(), REMEDY_ACCEPTED)
    given(*past).when("settle_received").refused(RemedyOutstanding)


def test_one_person_answers_where_the_policy_waives_separation() -> None:
    asked = {"findings": UPHELD, "recourse": NONE_LEFT, "remedies": REFUND, "text": "Sorry."}
    outcome = given(*UNTIL_ASSESSED).under(SMALL).when("answer", **asked)
    outcome.then(
        InvestigationOpened,
        FindingRecorded,
        DecisionProposed,
        DecisionApproved,
        RemedyOffered,
        ResponseSent,
        DeadlineSet,
    )
    approved = outcome.the(DecisionApproved)
    assert (approved.separation, approved.ground_code) == ("relaxed", "one_person_organisation")
    assert outcome.complaint.state == "RESPONDED"
    assert outcome.the(DeadlineSet).kind == "reply_window"


def test_under_the_default_policy_nobody_answers_alone() -> None:
    asked = {"findings": UPHELD, "recourse": NONE_LEFT}
    refusal = given(*UNTIL_ASSESSED).when("answer", **asked).refused(ApproverIsAuthor)
    assert refusal.clause == "4.7"


def test_an_answer_needs_an_assessment_recourse_and_an_open_complaint() -> None:
    small = given(*UNTIL_ASSESSED).under(SMALL)
    small.when("answer", findings=UPHELD).refused(RecourseNotNamed)
    asked = {"findings": UPHELD, "recourse": NONE_LEFT}
    given(RECEIVED).under(SMALL).when("answer", **asked).refused(NotYetAssessed)
    given(*UNTIL_RESPONDED).under(SMALL).when("answer", **asked).refused(AlreadyAnswered)
    given(*UNTIL_CLOSED).under(SMALL).when("answer", **asked).refused(HasEnded)


def test_an_answer_finds_on_each_issue() -> None:
    findings = [
        {"issue_id": ISSUE, "finding_code": "upheld"},
        {"issue_id": SECOND_ISSUE, "finding_code": "not_upheld", "stance": "accepted"},
    ]
    asked = given(TWO_ISSUES, ASSESSED).under(SMALL)
    outcome = asked.when("answer", findings=findings, recourse=NONE_LEFT)
    stances = [each.stance for each in outcome.the(DecisionProposed).issues]
    assert stances == ["accepted", "accepted"]


def test_an_investigation_that_is_open_is_not_opened_again() -> None:
    asked = {"findings": UPHELD, "recourse": NONE_LEFT}
    outcome = given(*UNTIL_OPENED).under(SMALL).when("answer", **asked)
    assert not outcome.all(InvestigationOpened)


def test_one_command_carries_its_proof_and_what_it_settles() -> None:
    asked_again = ContactRecorded(
        contact_id=ISSUE, direction="inbound", channel_code="phone", purpose_code="reopening"
    )
    past = (*UNTIL_OPENED, asked_again)
    contact = event_id(len(past))
    asked = {"entered_from": contact, "settles_event_ids": [contact]}
    settled = given(*past).when("settle_received", **asked)
    assert not settled.complaint.needs_decision
    proved = [fact.event.TYPE for fact in settled.facts if fact.entered_from == contact]
    assert proved == ["ResolutionAgreed"]
    findings = {"findings": UPHELD, "recourse": NONE_LEFT}
    answered = given(*past).under(SMALL).when("answer", **findings, **asked)
    assert not answered.complaint.needs_decision
    proved = [fact.event.TYPE for fact in answered.facts if fact.entered_from == contact]
    assert proved == ["ResponseSent"]


def test_one_person_settles_with_two_commands() -> None:
    story = Story(policy=SMALL)
    story.do("log", narrative="Cold soup.", complainant=ADA)
    assert story.deadlines() == {"acknowledgement": "met", "response": "running"}
    story.do("settle_received", remedies=REFUND, means_code="in_person")
    assert (story.present.state, story.deadlines()["response"]) == ("CLOSED", "met")


def test_one_person_answers_with_four_commands() -> None:
    story = Story(policy=SMALL)
    story.do("log", narrative="Cold soup.", complainant=ADA)
    story.do("answer", findings=UPHELD, recourse=NONE_LEFT)
    assert story.deadlines()["reply_window"] == "running"
    story.do("accept_decision", means_code="phone")
    story.do("close", basis_code="accepted_and_carried_out")
    assert (story.commands, story.present.state) == (4, "CLOSED")


@pytest.mark.parametrize("duty", ["required", "self_after_hours"])
def test_where_author_and_approver_are_apart_nobody_answers_whatever_they_say(duty: str) -> None:
    hours = 24 if duty == "self_after_hours" else None
    roles = ["handler", "approver"]
    apart = policy(separation={"approve": duty, "hours": hours, "approver_roles": roles})
    foretold = COMMANDS["answer"].refused(given(*UNTIL_ASSESSED).complaint, context(under=apart))
    code = "ApproverIsAuthor" if duty == "required" else "TooSoonAlone"
    assert foretold is not None and foretold.code == code
    assert (foretold.clause, "another approver" in foretold.text) == ("4.7", True)
