"""7.2: what another body takes over is no longer open here; the rest is."""

from domain.complaint.events import ComplaintForwarded, DeadlineCancelled, DeadlineSet
from domain.complaint.issues.selecting import IssueNotOpen
from domain.complaint.receipt.forwarding import LastIssueDecided, NoBodyNamed
from tests.support.controls import (
    ISSUE,
    RECEIVED,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_PROPOSED,
    deadline,
)
from tests.support.given import given

TO_BODY = {"to_kind": "other_body", "body_code": "acme", "ground_code": "not_ours"}


def test_sent_to_the_respondent_it_stays_open() -> None:
    outcome = given(RECEIVED).when("forward", to_kind="respondent", ground_code="for_response")
    outcome.then(ComplaintForwarded)
    assert outcome.complaint.state == "RECEIVED"
    assert outcome.complaint.open_issues


def test_the_last_issue_sent_to_another_body_takes_the_complaint_out_of_scope() -> None:
    outcome = given(RECEIVED, deadline("response")).approved("forward", **TO_BODY)
    outcome.then(ComplaintForwarded, DeadlineCancelled, DeadlineSet)
    assert outcome.the(DeadlineCancelled).ground_code == "forwarded"
    assert outcome.complaint.state == "OUT_OF_SCOPE"


def test_one_issue_of_two_is_sent_on_and_the_other_goes_on() -> None:
    outcome = given(TWO_ISSUES).approved("forward", issue_ids=[ISSUE], **TO_BODY)
    assert outcome.complaint.state == "RECEIVED"
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [SECOND_ISSUE]


def test_what_was_sent_on_is_not_sent_on_again() -> None:
    gone = ComplaintForwarded(
        to_kind="other_body", body_code="acme", issue_ids=(ISSUE,), ground_code="not_ours"
    )
    given(TWO_ISSUES, gone).when("forward", issue_ids=[ISSUE], **TO_BODY).refused(IssueNotOpen)


def test_another_body_has_a_name() -> None:
    given(RECEIVED).when("forward", to_kind="other_body", ground_code="x").refused(NoBodyNamed)


def test_the_last_issue_stays_once_a_decision_is_proposed() -> None:
    given(*UNTIL_PROPOSED).when("forward", **TO_BODY).refused(LastIssueDecided)
