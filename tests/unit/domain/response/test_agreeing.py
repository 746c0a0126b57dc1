"""7.9: what the complainant says is recorded in any state, and moves only what it can."""

import pytest

from domain.complaint.events import (
    ComplainantSubstituted,
    ComplaintAssessed,
    DeadlineMet,
    DeadlineSet,
    DecisionAccepted,
    DecisionRejected,
    RemedyAccepted,
    RemedyDeclined,
    RemedyLapsed,
    ResolutionAgreed,
)
from domain.complaint.issues.selecting import IssueNotOpen, NoIssueOpen, NoSuchIssue
from domain.complaint.preconditions import HasEnded
from domain.complaint.remedies.remedy_rules import NoSuchRemedy, RemedyNotStanding
from domain.decision_context import NewEvent
from tests.support.controls import (
    AGREED,
    APPROVED,
    DECISION,
    HANDLER,
    ISSUE,
    OTHER_HANDLER,
    PARTY,
    RECEIVED,
    REMEDY,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_FOUND,
    UNTIL_RESPONDED,
    WITHDRAWN,
    context,
    deadline,
    event_id,
    imported,
    named,
    offered,
    proposed,
    responded,
    when,
)
from tests.support.given import Past, given

BY_PHONE = {"means_code": "phone"}
WINDOW = deadline("reply_window", party="complainant")
NO_PLACE_TO_ACCEPT: list[tuple[Past, ...]] = [
    (RECEIVED,),
    UNTIL_ASSESSED,
    UNTIL_APPROVED,
    UNTIL_ACCEPTED,
    (*UNTIL_RESPONDED, WITHDRAWN),
]
NO_PLACE_TO_REJECT: list[tuple[Past, ...]] = [
    (RECEIVED,),
    UNTIL_FOUND,
    UNTIL_DISPUTED,
    UNTIL_CLOSED,
]


def test_an_accepted_answer_settles_what_was_open() -> None:
    outcome = given(*UNTIL_RESPONDED, WINDOW).when("accept_decision", **BY_PHONE)
    outcome.then(
        DecisionAccepted(decision_id=DECISION, party_id=PARTY, means_code="phone"), DeadlineMet
    )
    assert outcome.complaint.state == "ACCEPTED"
    assert not outcome.complaint.open_issues
    assert not outcome.complaint.needs_decision


def test_the_remedies_of_an_accepted_answer_are_accepted_with_it() -> None:
    past = (*UNTIL_APPROVED, offered(source_code="decision"), responded(REMEDY))
    outcome = given(*past).when("accept_decision", **BY_PHONE)
    outcome.then(DecisionAccepted, RemedyAccepted, DeadlineSet)
    assert outcome.facts[1].caused_by == 0
    assert [remedy.remedy_id for remedy in outcome.complaint.owed] == [REMEDY]


def test_an_answer_may_be_accepted_without_its_remedy() -> None:
    past = (*UNTIL_APPROVED, offered(source_code="decision"), responded(REMEDY))
    given(*past).when("accept_decision", remedy_ids=[], **BY_PHONE).then(DecisionAccepted)
    unknown = {"remedy_ids": [named("elsewhere")], **BY_PHONE}
    given(*past).when("accept_decision", **unknown).refused(NoSuchRemedy)


def test_a_disputed_answer_may_still_be_accepted() -> None:
    outcome = given(*UNTIL_DISPUTED).when("accept_decision", **BY_PHONE)
    assert outcome.complaint.state == "ACCEPTED"


@pytest.mark.parametrize("past", NO_PLACE_TO_ACCEPT, ids=len)
def test_an_acceptance_without_a_place_awaits_a_decision(past: tuple[Past, ...]) -> None:
    before = given(*past).complaint
    outcome = given(*past).when("accept_decision", **BY_PHONE).then(DecisionAccepted)
    assert outcome.complaint.state == before.state
    assert outcome.complaint.needs_decision


def test_an_acceptance_of_a_closed_complaint_changes_nothing() -> None:
    outcome = given(*UNTIL_CLOSED).when("accept_decision", **BY_PHONE)
    assert outcome.complaint.state == "CLOSED"
    assert not outcome.complaint.needs_decision


def test_words_about_an_earlier_answer_await_a_decision() -> None:
    outcome = given(*UNTIL_RESPONDED).when(
        "accept_decision", decision_id=named("earlier"), **BY_PHONE
    )
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("RESPONDED", True)
    outcome = given(*UNTIL_RESPONDED).when(
        "reject_decision", decision_id=named("earlier"), **BY_PHONE
    )
    assert (outcome.complaint.state, outcome.complaint.needs_decision) == ("RESPONDED", True)


def test_a_rejected_answer_leaves_the_complaint_open() -> None:
    outcome = given(*UNTIL_RESPONDED, WINDOW).when("reject_decision", **BY_PHONE)
    outcome.then(DecisionRejected, DeadlineMet)
    complaint = outcome.complaint
    assert (complaint.state, complaint.is_open) == ("DISPUTED", True)
    assert [issue.issue_id for issue in complaint.open_issues] == [ISSUE]


def test_what_is_not_disputed_is_settled() -> None:
    past = (TWO_ISSUES, *UNTIL_APPROVED[1:-2], proposed(issues=(1, 2)), APPROVED)
    answered = (*past, responded(issues=(1, 2)))
    outcome = given(*answered).when("reject_decision", issue_ids=[SECOND_ISSUE], **BY_PHONE)
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [SECOND_ISSUE]


def test_an_acceptance_may_be_taken_back_by_a_rejection() -> None:
    outcome = given(*UNTIL_ACCEPTED).when("reject_decision", **BY_PHONE)
    assert outcome.complaint.state == "DISPUTED"
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]


@pytest.mark.parametrize("past", NO_PLACE_TO_REJECT, ids=len)
def test_a_rejection_without_a_place_awaits_a_decision(past: tuple[Past, ...]) -> None:
    before = given(*past).complaint
    outcome = given(*past).when("reject_decision", **BY_PHONE).then(DecisionRejected)
    assert outcome.complaint.state == before.state
    assert outcome.complaint.undecided == (context().event_id(0),)


def test_a_rejection_is_of_issues_of_the_complaint() -> None:
    asked = {"issue_ids": [named("elsewhere")], **BY_PHONE}
    given(*UNTIL_RESPONDED).when("reject_decision", **asked).refused(NoSuchIssue)


def test_an_imported_answer_is_accepted_or_rejected_without_a_decision() -> None:
    past = (RECEIVED, imported("RESPONDED"))
    accepted = given(*past).when("accept_decision", **BY_PHONE)
    assert accepted.complaint.state == "ACCEPTED"
    assert accepted.the(DecisionAccepted).decision_id is None
    assert given(*past).when("reject_decision", **BY_PHONE).complaint.state == "DISPUTED"


def test_an_agreement_settles_the_complaint_and_meets_what_was_due() -> None:
    due = (deadline("acknowledgement"), deadline("response"))
    past = (RECEIVED, *due, *UNTIL_ASSESSED[1:], offered())
    outcome = given(*past).when("agree_resolution", **BY_PHONE)
    outcome.then(ResolutionAgreed, DeadlineMet, DeadlineMet, DeadlineSet)
    agreed = outcome.the(ResolutionAgreed)
    assert agreed.issues[0].finding_code == "resolved_without_finding"
    assert agreed.remedy_ids == (REMEDY,)
    complaint = outcome.complaint
    assert (complaint.state, complaint.is_acknowledged) == ("ACCEPTED", True)
    assert complaint.owed


def test_an_agreement_before_the_assessment_assesses_first() -> None:
    outcome = given(RECEIVED).when("agree_resolution", **BY_PHONE)
    outcome.then(ComplaintAssessed, ResolutionAgreed)
    assert outcome.the(ComplaintAssessed).ground_code == "not_asked"


def test_an_agreement_on_one_issue_leaves_the_other_open() -> None:
    past = (TWO_ISSUES, *UNTIL_ASSESSED[1:], deadline("response"))
    part = [{"issue_id": ISSUE, "finding_code": "upheld"}]
    outcome = given(*past).when("agree_resolution", issues=part, **BY_PHONE).then(ResolutionAgreed)
    complaint = outcome.complaint
    assert complaint.state == "ASSESSED"
    assert [issue.issue_id for issue in complaint.open_issues] == [SECOND_ISSUE]
    rest = given(*past, AGREED).when("agree_resolution", **BY_PHONE)
    assert rest.complaint.state == "ACCEPTED"
    given(*past, AGREED).when("agree_resolution", issues=part, **BY_PHONE).refused(IssueNotOpen)


def test_an_agreement_ends_the_time_to_reply() -> None:
    outcome = given(*UNTIL_RESPONDED, WINDOW).when("agree_resolution", **BY_PHONE)
    outcome.then(ResolutionAgreed, DeadlineMet)


def test_nothing_is_agreed_where_nothing_is_open() -> None:
    given(*UNTIL_ACCEPTED).when("agree_resolution", **BY_PHONE).refused(NoIssueOpen)
    given(*UNTIL_CLOSED).when("agree_resolution", **BY_PHONE).refused(HasEnded)


def test_what_is_agreed_on_still_stands() -> None:
    past = (*UNTIL_ASSESSED, offered(), RemedyLapsed(remedy_id=REMEDY, kind_code="refund"))
    asked = {"remedy_ids": [REMEDY], **BY_PHONE}
    given(*past).when("agree_resolution", **asked).refused(RemedyNotStanding)


def test_an_agreement_may_be_rejected_later() -> None:
    past = (*UNTIL_ASSESSED, AGREED)
    outcome = given(*past).when("reject_decision", **BY_PHONE)
    assert outcome.complaint.state == "DISPUTED"
    assert outcome.the(DecisionRejected).decision_id is None


def test_who_took_part_is_known_by_stage() -> None:
    note = NewEvent(event=AGREED, occurred=when(), actor=OTHER_HANDLER)
    complaint = given(*UNTIL_ASSESSED, note).complaint
    assert complaint.took_part.keys() == {1}
    assert complaint.took_part[1].keys() == {HANDLER.id, OTHER_HANDLER.id}
    assert event_id(1) == complaint.received_event_id


def test_words_about_an_earlier_answer_accept_no_remedy_of_the_latest() -> None:
    past = (*UNTIL_APPROVED, offered(source_code="decision"), responded(REMEDY))
    earlier = {"decision_id": named("earlier"), **BY_PHONE}
    given(*past).when("accept_decision", **earlier).then(DecisionAccepted)


def test_somebody_else_may_speak_and_name_a_remedy_that_was_declined_before() -> None:
    declined = RemedyDeclined(remedy_id=REMEDY, kind_code="refund")
    inherited = ComplainantSubstituted(old_party_id=PARTY, new_party_id=named("heir"))
    sent = (*UNTIL_APPROVED, offered(source_code="decision"), responded(REMEDY))
    past = (*sent, declined, inherited)
    heir = {"party_id": named("heir"), **BY_PHONE}
    given(*past).when("accept_decision", **heir).then(
        DecisionAccepted(decision_id=DECISION, party_id=named("heir"), means_code="phone")
    )
    outcome = given(*past).when("accept_decision", remedy_ids=[REMEDY], **heir)
    assert outcome.the(RemedyAccepted).party_id == named("heir")
    assert outcome.complaint.owed
    assert given(*past).when("reject_decision", **heir).facts[0].on_behalf_of == named("heir")
