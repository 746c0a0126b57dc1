"""7.9: an answer that does not hold is set aside, and a new round begins."""

from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineSet,
    DecisionRejected,
    DecisionSetAside,
    DuplicateReleased,
    IssueWithdrawn,
)
from domain.complaint.remedies.remedy_rules import NoSuchRemedy, RemedyNotStanding
from domain.complaint.response.setting_aside import AnswerReplaced, NothingToSetAside
from tests.support.controls import (
    ACCEPTED,
    APPROVER,
    DECISION,
    FULFILLED,
    ISSUE,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_DISPUTED,
    UNTIL_OPENED,
    UNTIL_RESPONDED,
    deadline,
    issue,
    named,
    offered,
    responded,
)
from tests.support.given import given
from tests.support.merged import absorbed

WINDOW = deadline("reply_window", party="complainant")


def test_an_answer_that_is_set_aside_begins_a_new_round_with_a_new_deadline() -> None:
    outcome = given(*UNTIL_DISPUTED).approved(
        "set_aside_decision", by=APPROVER, ground_code="new_facts"
    )
    outcome.then(DecisionSetAside, DeadlineSet, DeadlineSet)
    assert {each.kind for each in outcome.all(DeadlineSet)} == {"response", "periodic_update"}
    complaint = outcome.complaint
    assert (complaint.state, complaint.stage, complaint.round) == ("INVESTIGATING", 1, 2)
    assert not complaint.is_acknowledged
    assert outcome.the(DecisionSetAside).decision_id == DECISION


def test_only_the_disputed_issues_come_back() -> None:
    rejected = DecisionRejected(decision_id=DECISION, means_code="phone", issue_ids=(SECOND_ISSUE,))
    past = (TWO_ISSUES, *UNTIL_RESPONDED[1:], rejected)
    outcome = given(*past).approved("set_aside_decision", by=APPROVER, ground_code="new_facts")
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [SECOND_ISSUE]


def test_where_all_was_accepted_what_was_answered_comes_back() -> None:
    outcome = given(*UNTIL_ACCEPTED).approved(
        "set_aside_decision", by=APPROVER, ground_code="mistake"
    )
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]


def test_what_was_accepted_stays_owed_unless_it_is_revoked_there() -> None:
    past = (*UNTIL_APPROVED, offered(), *UNTIL_RESPONDED[-1:], ACCEPTED, REMEDY_ACCEPTED)
    asked = {"by": APPROVER, "ground_code": "mistake"}
    kept = given(*past).approved("set_aside_decision", **asked)
    assert kept.the(DecisionSetAside).kept_remedy_ids == (REMEDY,)
    assert [remedy.remedy_id for remedy in kept.complaint.owed] == [REMEDY]
    revoked = given(*past).approved("set_aside_decision", revoked_remedy_ids=[REMEDY], **asked)
    assert revoked.the(DecisionSetAside).kept_remedy_ids == ()
    assert not revoked.complaint.owed
    unknown = {"revoked_remedy_ids": [named("elsewhere")], **asked}
    given(*past).approved("set_aside_decision", **unknown).refused(NoSuchRemedy)


def test_only_an_answer_that_was_given_is_set_aside_and_only_the_one_that_stands() -> None:
    asked = {"ground_code": "mistake"}
    another = {**asked, "decision_id": named("another")}
    given(*UNTIL_RESPONDED).when("set_aside_decision", **another).refused(AnswerReplaced)
    given(*UNTIL_OPENED).approved("set_aside_decision", by=APPROVER, **asked).refused(
        NothingToSetAside
    )


def test_leaving_the_response_otherwise_cancels_the_time_to_reply() -> None:
    outcome = given(*UNTIL_RESPONDED, WINDOW).approved(
        "set_aside_decision", by=APPROVER, ground_code="mistake"
    )
    outcome.then(DecisionSetAside, DeadlineCancelled, DeadlineSet, DeadlineSet)
    assert outcome.the(DeadlineCancelled).ground_code == "superseded"


def test_what_was_dropped_after_the_response_stays_so_when_the_answer_is_set_aside() -> None:
    dropped = IssueWithdrawn(
        issue_id=SECOND_ISSUE, issue_no=2, means_code="phone", ground_code="complainant_wish"
    )
    past = (TWO_ISSUES, *UNTIL_APPROVED[1:], responded(issues=(1, 2)), dropped, ACCEPTED)
    outcome = given(*past).approved("set_aside_decision", by=APPROVER, ground_code="mistake")
    assert [issue.issue_no for issue in outcome.complaint.open_issues] == [1]


def test_what_is_answered_in_another_complaint_again_stays_there() -> None:
    there = absorbed(issue(2), from_id=named("other"))
    released = DuplicateReleased(
        from_id=named("other"), issue_ids=(SECOND_ISSUE,), ground_code="not_the_same"
    )
    answered = (*UNTIL_APPROVED[1:], responded(issues=(1, 2)), ACCEPTED, released)
    outcome = given(RECEIVED, there, *answered).approved(
        "set_aside_decision", by=APPROVER, ground_code="mistake"
    )
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]
    assert outcome.complaint.issues[SECOND_ISSUE].status == "released"


def test_what_was_carried_out_is_not_revoked_any_more() -> None:
    past = (*UNTIL_APPROVED, offered(), *UNTIL_RESPONDED[-1:], ACCEPTED, REMEDY_ACCEPTED, FULFILLED)
    asked = {"by": APPROVER, "ground_code": "mistake", "revoked_remedy_ids": [REMEDY]}
    given(*past).approved("set_aside_decision", **asked).refused(RemedyNotStanding)
