"""7.3: updates, notices to others, and what cannot be told to anybody."""

from datetime import date
from typing import Any

import pytest

from domain.codes import UnknownCode
from domain.complaint.events import (
    ActionCompleted,
    ActionPlanned,
    CommunicationFailed,
    CommunicationImpossible,
    ComplaintClosed,
    DecisionAccepted,
    HandlingSuspended,
    PartyNotified,
    ProposedRemedy,
    Recourse,
    UpdateSent,
)
from domain.complaint.preconditions import HasEnded
from domain.complaint.response.approving import NoDecisionProposed
from domain.complaint.response.responding import DecisionNotApproved, IssueNotAddressed
from domain.complaint.tracking.suspending import IsSuspended
from domain.complaint.tracking.updating import NobodyToTell, NotAnonymous
from tests.support.controls import (
    APPROVER,
    DECISION,
    HANDLER,
    PARTY,
    POLICY,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    SMALL,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    WITHDRAWN,
    context,
    deadline,
    event_id,
    issue,
    named,
    offered,
    policy,
    proposed,
    received,
)
from tests.support.given import Past, given
from tests.support.story import Story

ANONYMOUS = received(party_id=None, complainant_kind="anonymous")
NO_ADDRESS = {"purpose_code": "response", "ground_code": "no_address"}
ACTION = ActionPlanned(
    action_id=named("action"), kind_code="corrective", source_code="decision", owner=HANDLER.id
)
DONE = ActionCompleted(action_id=named("action"))
CLOSED_OWING = (
    *UNTIL_ACCEPTED,
    offered(),
    REMEDY_ACCEPTED,
    ComplaintClosed(basis_code="accepted_with_tracked_commitments"),
)


def test_a_party_is_told_how_it_stands() -> None:
    asked: dict[str, Any] = {
        "kind": "holding",
        "final_expected_on": "2026-04-01",
        "content": "We need longer.",
        "recourse": [{"kind": "external"}],
        "channel_code": "email",
    }
    outcome = given(RECEIVED).when("send_update", **asked)
    sent = outcome.facts[0].event
    assert sent == UpdateSent(
        kind="holding",
        channel_code="email",
        to_party_id=PARTY,
        recourse=(Recourse(kind="external"),),
        final_expected_on=date(2026, 4, 1),
        content="We need longer.",
    )
    assert outcome.complaint.state == "RECEIVED"
    assert context().event_id(0) in outcome.complaint.communications
    plain = given(RECEIVED).when("send_update").the(UpdateSent)
    assert (plain.kind, plain.channel_code) == ("progress", "phone")


@pytest.mark.parametrize("past", [CLOSED_OWING, (*UNTIL_CLOSED, ACTION)])
def test_after_the_end_an_update_is_sent_only_while_something_is_outstanding(
    past: tuple[Past, ...],
) -> None:
    given(*past).when("send_update").then(UpdateSent)


@pytest.mark.parametrize("past", [UNTIL_CLOSED, (*UNTIL_CLOSED, ACTION, DONE)])
def test_after_the_end_no_update_is_sent_where_nothing_is_outstanding(
    past: tuple[Past, ...],
) -> None:
    given(*past).when("send_update").refused(HasEnded)


def test_nobody_is_told_where_nobody_is_known_nor_by_an_unknown_channel() -> None:
    given(ANONYMOUS).when("send_update").refused(NobodyToTell)
    listed = {"version": 1, "codes": [{"code": code, "label": code} for code in ("other", "sms")]}
    known = policy(lists={**POLICY.lists.model_dump(), "channels": listed})
    asked = {"channel_code": "pigeon"}
    given(RECEIVED).under(known).when("send_update", **asked).refused(UnknownCode)
    notice = {"audience_code": "insurer", "ground_code": "damage", **asked}
    given(RECEIVED).under(known).when("notify_party", **notice).refused(UnknownCode)


def test_an_update_that_did_not_arrive_is_known_to_have_been_sent() -> None:
    sent = UpdateSent(kind="progress", channel_code="email", to_party_id=PARTY)
    asked = {"target_event_id": event_id(2), "failure_code": "bounced"}
    given(RECEIVED, sent).when("report_failed_communication", **asked).then(CommunicationFailed)


@pytest.mark.parametrize("purpose", ["acknowledgement", "update"])
def test_what_cannot_be_told_is_recorded(purpose: str) -> None:
    asked = {"purpose_code": purpose, "ground_code": "anonymous"}
    outcome = given(ANONYMOUS).when("report_impossible_communication", **asked)
    assert isinstance(outcome.facts[0].event, CommunicationImpossible)
    assert outcome.complaint.impossible == {purpose}
    assert outcome.complaint.state == "RECEIVED"
    known = given(RECEIVED).when("report_impossible_communication", **asked)
    known.refused(NotAnonymous)
    given(*UNTIL_CLOSED).when("report_impossible_communication", **asked).refused(HasEnded)


def test_a_response_that_nobody_can_be_told_counts_as_given() -> None:
    """Nobody is known who could reply; else they have the time to reply all the same."""
    due = deadline("response")
    nobody = {"purpose_code": "response", "ground_code": "anonymous"}
    past = given(ANONYMOUS, *UNTIL_APPROVED[1:], due)
    outcome = past.when("report_impossible_communication", **nobody)
    complaint = outcome.complaint
    assert complaint.state == "RESPONDED" and complaint.impossible == {"response"}
    assert complaint.answer and complaint.answer.decision_id == DECISION
    assert complaint.answered_stage == 1
    assert "reply_window" not in {one.fact.kind for one in complaint.deadlines.values()}
    known = given(*UNTIL_APPROVED, due).approved("report_impossible_communication", **NO_ADDRESS)
    assert known.complaint.state == "RESPONDED"
    assert "reply_window" in {one.fact.kind for one in known.complaint.deadlines.values()}


def test_an_impossible_response_rests_on_the_same_approval_as_a_response() -> None:
    report = "report_impossible_communication"
    given(*UNTIL_PROPOSED).when(report, **NO_ADDRESS).refused(DecisionNotApproved)
    given(RECEIVED).when(report, **NO_ADDRESS).refused(NoDecisionProposed)
    given(*UNTIL_RESPONDED).when(report, **NO_ADDRESS).refused(NoDecisionProposed)
    two = received(issue(1), issue(2))
    given(two, *UNTIL_APPROVED[1:]).when(report, **NO_ADDRESS).refused(IssueNotAddressed)
    stopped = HandlingSuspended(ground_code="police_case")
    given(*UNTIL_APPROVED, stopped).when(report, **NO_ADDRESS).refused(IsSuspended)
    waived = policy(approval_waived_for=["apology"])
    remedy = {"remedy_id": REMEDY, "kind_code": "apology"}
    unapproved = (*UNTIL_PROPOSED[:-1], proposed(ProposedRemedy.model_validate(remedy)))
    outcome = given(*unapproved).under(waived).approved(report, **NO_ADDRESS)
    assert outcome.complaint.state == "RESPONDED" and REMEDY in outcome.complaint.remedies


def test_a_complainant_who_turns_up_answers_what_they_could_not_be_told() -> None:
    impossible = CommunicationImpossible(purpose_code="response", ground_code="no_address")
    past = (*UNTIL_APPROVED, impossible)
    accepted = given(*past).when("accept_decision", means_code="phone")
    assert accepted.the(DecisionAccepted).decision_id == DECISION
    assert accepted.complaint.state == "ACCEPTED"
    disputed = given(*past).when("reject_decision", means_code="phone")
    assert disputed.complaint.state == "DISPUTED"
    aside = given(*past).approved("set_aside_decision", by=APPROVER, ground_code="mistake")
    assert (aside.complaint.round, aside.complaint.impossible) == (2, frozenset())


def test_an_impossible_response_that_has_no_place_changes_no_state() -> None:
    impossible = CommunicationImpossible(purpose_code="response", ground_code="unsafe")
    assert given(RECEIVED, impossible).complaint.state == "RECEIVED"
    assert given(RECEIVED, WITHDRAWN, impossible).complaint.state == "WITHDRAWN"


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_CLOSED])
def test_others_are_told_in_any_state(past: tuple[Past, ...]) -> None:
    asked = {"audience_code": "safety_body", "ground_code": "injury"}
    outcome = given(*past).when("notify_party", **asked)
    notice = PartyNotified(channel_code="other", **asked)
    assert outcome.facts[0].event == notice
    assert outcome.complaint.state == given(*past).complaint.state


def test_story_anonymous_without_address() -> None:
    story = Story(policy=SMALL)
    story.do("log", narrative="The chemist sells expired pills.", is_safety=True)
    impossible = {"ground_code": "anonymous"}
    story.do("report_impossible_communication", purpose_code="acknowledgement", **impossible)
    story.do("notify_party", audience_code="top_management", ground_code="safety")
    story.do("open_investigation")
    story.do("record_finding", finding_code="upheld")
    story.do("propose_decision")
    story.do("approve_decision")
    story.do("report_impossible_communication", purpose_code="response", **impossible)
    assert story.present.state == "RESPONDED"
    assert "reply_window" not in story.deadlines()
    assert story.deadlines()["response"] == story.deadlines()["top_management_notice"] == "met"
    story.do("close", basis_code="no_reply")
    assert story.told() == [
        "ComplaintReceived",
        "ComplaintAssessed",
        "CommunicationImpossible",
        "PartyNotified",
        "InvestigationOpened",
        "FindingRecorded",
        "DecisionProposed",
        "DecisionApproved",
        "CommunicationImpossible",
        "ComplaintClosed",
    ]
