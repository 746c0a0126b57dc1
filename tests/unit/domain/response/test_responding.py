"""7.8: a response rests on an approval, addresses every issue and names the recourse."""

from dataclasses import replace

import pytest

from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.complaint.events import (
    CommunicationFailed,
    DeadlineMet,
    DeadlineSet,
    DecisionProposed,
    DecisionReturned,
    ProposedRemedy,
    Recourse,
    RemedyLapsed,
    RemedyOffered,
    ResponseSent,
)
from domain.complaint.preconditions import HasEnded
from domain.complaint.response.approving import NoDecisionProposed
from domain.complaint.response.responding import (
    DecisionNotApproved,
    IssueNotAddressed,
    NothingToConfirm,
    RecourseNotNamed,
    SendResponse,
    send_response,
)
from domain.complaint.state import IssueState
from domain.decision_context import NewEvent
from tests.support.controls import (
    APPROVED,
    APPROVER,
    DECISION,
    ISSUE,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    SECOND_ISSUE,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_FOUND,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    context,
    deadline,
    event_id,
    issue,
    money,
    offered,
    policy,
    proposed,
    responded,
    when,
)
from tests.support.given import given

RECOURSE = [{"kind": "external", "body_code": "ombudsman"}]
REFUND = ProposedRemedy(remedy_id=REMEDY, kind_code="refund", money=money("20.00"))


def test_a_response_begins_the_time_to_reply() -> None:
    outcome = given(*UNTIL_APPROVED).when("send_response", recourse=RECOURSE, text="We are sorry.")
    outcome.then(ResponseSent, DeadlineSet)
    sent = outcome.the(ResponseSent)
    assert (sent.decision_id, sent.issue_ids, sent.kind) == (DECISION, (ISSUE,), "final")
    window = outcome.the(DeadlineSet)
    assert (window.kind, window.party, window.due_on.isoformat()) == (
        "reply_window",
        "complainant",
        "2026-03-30",
    )
    assert window.start_event_id == context().event_id(0)
    assert outcome.complaint.state == "RESPONDED"


def test_it_meets_the_response_and_an_acknowledgement_that_was_never_sent() -> None:
    due = (deadline("acknowledgement"), deadline("response"), deadline("periodic_update"))
    past = (RECEIVED, *due, *UNTIL_APPROVED[1:])
    outcome = given(*past).when("send_response", recourse=RECOURSE)
    outcome.then(ResponseSent, DeadlineMet, DeadlineMet, DeadlineMet, DeadlineSet)
    assert outcome.complaint.is_acknowledged


def test_its_remedies_are_offered_with_it_under_the_approval() -> None:
    approval = NewEvent(event=APPROVED, occurred=when(), actor=APPROVER)
    past = (*UNTIL_FOUND, proposed(REFUND), approval)
    outcome = given(*past).when("send_response", recourse=RECOURSE)
    outcome.then(RemedyOffered, ResponseSent, DeadlineSet)
    offer = outcome.the(RemedyOffered)
    assert (offer.source_code, offer.approved_by) == ("decision", APPROVER.id)
    assert offer.authority_rule_id == "approver_unlimited"
    assert outcome.the(ResponseSent).remedy_ids == (REMEDY,)


def test_it_rests_on_an_approval() -> None:
    given(*UNTIL_PROPOSED).when("send_response", recourse=RECOURSE).refused(DecisionNotApproved)
    given(*UNTIL_FOUND).when("send_response", recourse=RECOURSE).refused(NoDecisionProposed)


def test_the_policy_may_waive_approval_for_some_remedies_within_authority() -> None:
    waived = policy(approval_waived_for=["refund"])
    asked = given(*UNTIL_FOUND, proposed(REFUND)).under(waived)
    outcome = asked.when("send_response", recourse=RECOURSE)
    assert outcome.the(RemedyOffered).authority_rule_id == "handler_limits"
    assert outcome.the(RemedyOffered).approved_by is None
    much = REFUND.model_copy(update={"money": money("100.01")})
    asked = given(*UNTIL_FOUND, proposed(much)).under(waived)
    asked.when("send_response", recourse=RECOURSE).refused(BeyondAuthority)


def test_a_decision_without_remedies_always_needs_approval() -> None:
    waived = policy(approval_waived_for=["refund"])
    asked = given(*UNTIL_PROPOSED).under(waived)
    asked.when("send_response", recourse=RECOURSE).refused(DecisionNotApproved)


def test_it_names_the_recourse_even_if_there_is_none() -> None:
    given(*UNTIL_APPROVED).when("send_response").refused(RecourseNotNamed)
    outcome = given(*UNTIL_APPROVED).when("send_response", recourse=[{"kind": "none_available"}])
    assert outcome.the(ResponseSent).recourse == (Recourse(kind="none_available"),)


def test_it_addresses_every_open_issue() -> None:
    complaint = given(*UNTIL_APPROVED).complaint
    more = IssueState(issue_id=SECOND_ISSUE, issue_no=2, told=issue(2))
    wider = replace(complaint, issues={**complaint.issues, SECOND_ISSUE: more})
    command = SendResponse(recourse=(Recourse(kind="court"),))
    with pytest.raises(IssueNotAddressed):
        send_response(wider, command, context())


def test_what_was_accepted_is_confirmed_in_writing_without_a_new_window() -> None:
    outcome = given(*UNTIL_ACCEPTED).when("send_response", kind="written_confirmation")
    outcome.then(ResponseSent)
    assert outcome.the(ResponseSent).decision_id == DECISION
    assert outcome.complaint.state == "ACCEPTED"


def test_only_what_was_accepted_is_confirmed() -> None:
    given(*UNTIL_APPROVED).when("send_response", kind="written_confirmation").refused(
        NothingToConfirm
    )


def test_nothing_is_sent_twice_or_after_the_end() -> None:
    given(*UNTIL_RESPONDED).when("send_response", recourse=RECOURSE).refused(NoDecisionProposed)
    given(*UNTIL_CLOSED).when("send_response", recourse=RECOURSE).refused(HasEnded)


def test_a_response_that_is_sent_again_does_not_offer_again() -> None:
    past = (*UNTIL_FOUND, proposed(REFUND), APPROVED, offered(source_code="decision"))
    sent = (*past, responded(REMEDY))
    failed = CommunicationFailed(target_event_id=event_id(len(sent)), failure_code="bounced")
    outcome = given(*sent, failed).when("send_response", recourse=RECOURSE)
    outcome.then(ResponseSent, DeadlineSet)


def test_another_decision_lets_lapse_what_never_reached_the_complainant() -> None:
    sent = (*UNTIL_FOUND, proposed(REFUND), APPROVED, offered(), responded(REMEDY))
    failed = CommunicationFailed(target_event_id=event_id(len(sent)), failure_code="returned")
    again = given(*sent, failed).when("propose_decision", remedies=[{"kind_code": "apology"}])
    again.then(DecisionProposed, RemedyLapsed)
    complaint = again.complaint
    assert complaint.remedies[REMEDY].status == "lapsed"
    assert not any(each.is_granted for each in complaint.remedies.values())
    returned = DecisionReturned(decision_id=DECISION, ground_code="new_facts")
    later = given(*sent, failed, returned).when("propose_decision")
    later.then(DecisionProposed, RemedyLapsed)
    taken = given(*sent, failed, REMEDY_ACCEPTED).when("propose_decision")
    assert taken.then(DecisionProposed).complaint.owed, "it had been taken up all the same"


def test_the_same_decision_sent_once_more_lets_nothing_lapse() -> None:
    sent = (*UNTIL_FOUND, proposed(REFUND), APPROVED, offered(), responded(REMEDY))
    failed = CommunicationFailed(target_event_id=event_id(len(sent)), failure_code="returned")
    outcome = given(*sent, failed).when("send_response", recourse=RECOURSE)
    assert not outcome.all(RemedyLapsed)
    assert outcome.complaint.remedies[REMEDY].status == "offered"
