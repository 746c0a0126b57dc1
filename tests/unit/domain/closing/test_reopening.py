"""7.9: an ended complaint resumes where its ground says, within its time."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint.closing.reopening import (
    HasMerged,
    NeverAnswered,
    NotEnded,
    NothingOwed,
    NotOutOfScope,
    ReopenWindowPassed,
)
from domain.complaint.events import (
    CommunicationFailed,
    ComplaintClosed,
    ComplaintForwarded,
    ComplaintMerged,
    ComplaintReopened,
    DeadlineExtended,
    DeadlineLapsed,
)
from domain.complaint.issues.selecting import NoSuchIssue
from tests.support.controls import (
    APPROVER,
    CLOSED,
    ISSUE,
    RECEIVED,
    REMEDY_ACCEPTED,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_ASSESSED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_FOUND,
    UNTIL_RESPONDED,
    WITHDRAWN,
    at,
    deadline,
    event_id,
    imported,
    named,
    offered,
)
from tests.support.given import Past, given
from tests.support.merged import dropped
from tests.support.outside import (
    UNTIL_EXTERNAL,
    UNTIL_REVIEW,
    determined,
    referred,
    returned,
)

STOPPED = ComplaintClosed(basis_code="discontinued", ground_code="no_cooperation")
OUT_OF_SCOPE = ComplaintForwarded(
    to_kind="other_body", body_code="acme", issue_ids=(ISSUE,), ground_code="not_ours"
)
EVIDENCE = {"ground_code": "new_evidence"}
INVESTIGATING = "INVESTIGATING"
WINDOW = deadline("reopen_window", party="complainant", start_event_id=event_id(len(UNTIL_CLOSED)))
RESUMES: list[tuple[tuple[Past, ...], str, str]] = [
    (UNTIL_CLOSED, "new_evidence", "ASSESSED"),
    ((RECEIVED, WITHDRAWN), "new_evidence", "RECEIVED"),
    (UNTIL_CLOSED, "external_instruction", "INVESTIGATING"),
    ((RECEIVED, WITHDRAWN), "external_instruction", "RECEIVED"),
    (UNTIL_CLOSED, "complainant_dissatisfied", "DISPUTED"),
    ((RECEIVED, imported("CLOSED")), "complainant_dissatisfied", "DISPUTED"),
    (UNTIL_CLOSED, "closed_in_error", "ACCEPTED"),
    ((*UNTIL_DISPUTED, STOPPED), "closed_in_error", "DISPUTED"),
    ((*UNTIL_RESPONDED, STOPPED), "closed_in_error", "RESPONDED"),
    ((*UNTIL_ASSESSED, WITHDRAWN), "closed_in_error", "ASSESSED"),
    ((*UNTIL_ASSESSED, OUT_OF_SCOPE), "scope_challenged", "ASSESSED"),
    ((*UNTIL_ACCEPTED, offered(), REMEDY_ACCEPTED, CLOSED), "remedy_not_delivered", "ACCEPTED"),
    ((*UNTIL_FOUND, offered(), REMEDY_ACCEPTED, WITHDRAWN), "remedy_not_delivered", INVESTIGATING),
    ((*UNTIL_REVIEW, WITHDRAWN), "closed_in_error", "REVIEW"),
    ((*UNTIL_EXTERNAL, WITHDRAWN), "closed_in_error", "EXTERNAL"),
    ((*UNTIL_EXTERNAL, WITHDRAWN, returned()), "closed_in_error", "RESPONDED"),
    ((*UNTIL_EXTERNAL, determined(), CLOSED), "closed_in_error", "EXTERNAL"),
    ((*UNTIL_EXTERNAL, determined(), CLOSED), "complainant_dissatisfied", "DISPUTED"),
]


@pytest.mark.parametrize(("past", "ground", "state"), RESUMES)
def test_it_resumes_where_the_ground_says(past: tuple[Past, ...], ground: str, state: str) -> None:
    outcome = given(*past).when("reopen", ground_code=ground)
    reopened = outcome.the(ComplaintReopened)
    assert reopened.resumes_in_state == state
    assert reopened.from_state == given(*past).complaint.state
    complaint = outcome.complaint
    assert (complaint.state, complaint.reopenings) == (state, 1)
    assert [issue.issue_id for issue in complaint.open_issues] == [ISSUE]


def test_new_evidence_on_an_answered_complaint_begins_a_new_round() -> None:
    complaint = given(*UNTIL_CLOSED).when("reopen", **EVIDENCE).complaint
    assert (complaint.stage, complaint.round) == (1, 2)
    assert complaint.decision is None
    unanswered = given(*UNTIL_ASSESSED, WITHDRAWN).when("reopen", **EVIDENCE).complaint
    assert (unanswered.stage, unanswered.round) == (1, 1)


def test_a_dispute_counts_recourse_from_the_reopening() -> None:
    outcome = given(*UNTIL_CLOSED).when("reopen", ground_code="complainant_dissatisfied")
    outcome.then(ComplaintReopened)
    assert not outcome.complaint.recourse.offered


def test_closed_on_a_response_that_never_arrived_it_resumes_with_the_decision() -> None:
    window = deadline("reply_window", party="complainant")
    lapsed = DeadlineLapsed(deadline_id=window.deadline_id, due_at=window.due_at)
    past = (*UNTIL_RESPONDED, window, lapsed, ComplaintClosed(basis_code="no_reply"))
    failed = CommunicationFailed(
        target_event_id=event_id(len(UNTIL_RESPONDED)), failure_code="returned"
    )
    outcome = given(*past, failed).when("reopen", ground_code="closed_in_error")
    assert outcome.complaint.state == "DECIDED"
    assert outcome.complaint.decision is not None
    assert outcome.complaint.decision.approver is not None


def test_only_the_named_issues_are_open_again() -> None:
    past = (TWO_ISSUES, *UNTIL_CLOSED[1:])
    outcome = given(*past).when("reopen", issue_ids=[SECOND_ISSUE], **EVIDENCE)
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [SECOND_ISSUE]
    unknown = {"issue_ids": [named("elsewhere")], **EVIDENCE}
    given(*past).when("reopen", **unknown).refused(NoSuchIssue)


REFUSALS: list[tuple[tuple[Past, ...], str, type[Any]]] = [
    (UNTIL_ACCEPTED, "closed_in_error", NotEnded),
    ((RECEIVED, WITHDRAWN), "complainant_dissatisfied", NeverAnswered),
    (UNTIL_CLOSED, "remedy_not_delivered", NothingOwed),
    (UNTIL_CLOSED, "scope_challenged", NotOutOfScope),
]


@pytest.mark.parametrize(("past", "ground", "error"), REFUSALS)
def test_a_ground_has_to_fit(past: tuple[Past, ...], ground: str, error: type[Any]) -> None:
    given(*past).when("reopen", ground_code=ground).refused(error)


def test_a_merged_complaint_is_taken_up_where_its_issues_are() -> None:
    merged = ComplaintMerged(
        into_id=named("other"), other_reference="C-1", ground_code="same_complainant"
    )
    refusal = given(RECEIVED, merged).when("reopen", **EVIDENCE).refused(HasMerged)
    assert refusal.values["into"] == "C-1", "by its reference"
    assert given(RECEIVED, merged).may("reopen", by=APPROVER) == "HasMerged"
    assert given(*UNTIL_ACCEPTED).may("reopen") == "NotEnded"
    assert given(*UNTIL_CLOSED).may("reopen") == ""


def test_invariant_23_a_reopening_has_a_ground() -> None:
    with pytest.raises(ValidationError, match="ground_code"):
        given(*UNTIL_CLOSED).when("reopen")


def test_reopened_in_a_review_it_falls_back_to_the_same_attempt() -> None:
    outcome = given(*UNTIL_REVIEW, WITHDRAWN).when("reopen", ground_code="closed_in_error")
    assert (outcome.complaint.stage, outcome.complaint.round) == (2, 1)
    assert outcome.complaint.contested is not None


def test_invariant_18_the_window_counts_from_the_latest_ending_also_from_outside() -> None:
    back = (*UNTIL_CLOSED, WINDOW, referred(), returned())
    assert given(*back).when("reopen", now=at(days=9), **EVIDENCE).complaint.is_open
    anew = deadline("reopen_window", start_event_id=event_id(len(back)))
    given(*back, anew).when("reopen", now=at(days=9), **EVIDENCE).refused(ReopenWindowPassed)


def test_invariant_18_after_its_time_only_an_approver_reopens() -> None:
    past = (*UNTIL_CLOSED, WINDOW)
    lapsed = DeadlineLapsed(deadline_id=WINDOW.deadline_id, due_at=WINDOW.due_at)
    given(*past).when("reopen", now=at(days=9), **EVIDENCE).refused(ReopenWindowPassed)
    assert given(*past).when("reopen", now=WINDOW.due_at, **EVIDENCE).complaint.is_open
    given(*past, lapsed).when("reopen", now=at(days=9), **EVIDENCE).refused(ReopenWindowPassed)
    outcome = given(*past, lapsed).when("reopen", by=APPROVER, now=at(days=9), **EVIDENCE)
    assert outcome.complaint.state == "ASSESSED"


def test_invariant_18_some_grounds_know_no_time() -> None:
    past = (*UNTIL_CLOSED, WINDOW)
    for ground in ("external_instruction", "closed_in_error"):
        assert given(*past).when("reopen", ground_code=ground, now=at(days=900)).complaint.is_open
    owing = (*UNTIL_ACCEPTED, offered(), REMEDY_ACCEPTED, CLOSED)
    window = WINDOW.model_copy(update={"start_event_id": event_id(len(owing))})
    late = {"ground_code": "remedy_not_delivered", "now": at(days=900)}
    assert given(*owing, window).when("reopen", **late).complaint.state == "ACCEPTED"


def test_invariant_18_the_second_ending_has_a_window_of_its_own() -> None:
    reopened = ComplaintReopened(
        ground_code="closed_in_error",
        reopen_no=1,
        issue_ids=(ISSUE,),
        from_state="CLOSED",
        resumes_in_state="ACCEPTED",
    )
    past = (*UNTIL_CLOSED, WINDOW, reopened, CLOSED)
    outcome = given(*past).when("reopen", now=at(days=9), **EVIDENCE)
    assert outcome.the(ComplaintReopened).reopen_no == 2


def test_what_resumes_after_the_response_is_not_answered_again() -> None:
    outcome = given(*UNTIL_RESPONDED, STOPPED).when("reopen", ground_code="closed_in_error")
    outcome.then(ComplaintReopened)


def test_what_was_dropped_or_sent_on_before_the_ending_stays_so() -> None:
    sent_on = ComplaintForwarded(
        to_kind="other_body", body_code="acme", issue_ids=(SECOND_ISSUE,), ground_code="not_ours"
    )
    for left in (sent_on, dropped(2)):
        past = (TWO_ISSUES, left, *UNTIL_CLOSED[1:])
        outcome = given(*past).when("reopen", **EVIDENCE)
        assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]


def test_what_the_ending_took_is_open_again() -> None:
    past = (TWO_ISSUES, dropped(2), OUT_OF_SCOPE)
    assert given(*past).complaint.state == "OUT_OF_SCOPE"
    outcome = given(*past).when("reopen", ground_code="scope_challenged")
    assert [issue.issue_id for issue in outcome.complaint.open_issues] == [ISSUE]


def test_invariant_18_a_window_that_was_extended_ends_later() -> None:
    longer = DeadlineExtended(
        deadline_id=WINDOW.deadline_id,
        old_due_at=WINDOW.due_at,
        new_due_on=at(days=20).date(),
        new_due_at=at(days=20),
        rule_id="longer",
        ground_code="illness",
        is_agreed=True,
    )
    past = (*UNTIL_CLOSED, WINDOW, longer)
    assert given(*past).when("reopen", now=at(days=9), **EVIDENCE).complaint.is_open
    late = given(*past).when("reopen", now=at(days=21), **EVIDENCE).refused(ReopenWindowPassed)
    assert late.values["until"] == "2026-03-22"
