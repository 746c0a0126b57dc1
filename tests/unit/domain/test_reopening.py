"""7.9: an ended complaint resumes where its ground says, within its time."""

from typing import Any

import pytest

from domain.events import (
    CommunicationFailed,
    ComplaintClosed,
    ComplaintForwarded,
    ComplaintReopened,
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMissed,
    DeadlineSet,
    NoteAdded,
)
from domain.issues import NoSuchIssue
from domain.reopening import (
    NeverAnswered,
    NotEnded,
    NothingOwed,
    NotOutOfScope,
    ReopenWindowPassed,
)
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

STOPPED = ComplaintClosed(basis_code="discontinued", ground_code="no_cooperation")
OUT_OF_SCOPE = ComplaintForwarded(
    to_kind="other_body", body_code="acme", issue_ids=(ISSUE,), ground_code="not_ours"
)
EVIDENCE = {"ground_code": "new_evidence"}
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


def test_work_taken_up_again_is_due_again() -> None:
    outcome = given(*UNTIL_CLOSED, WINDOW).when("reopen", **EVIDENCE)
    outcome.then(ComplaintReopened, DeadlineCancelled, DeadlineSet, DeadlineSet)
    assert outcome.the(DeadlineCancelled).deadline_id == WINDOW.deadline_id
    assert {each.kind for each in outcome.all(DeadlineSet)} == {"response", "periodic_update"}


def test_a_deadline_that_was_missed_is_replaced_when_work_begins_again() -> None:
    due = deadline("response")
    missed = DeadlineMissed(deadline_id=due.deadline_id, due_at=due.due_at)
    past = (RECEIVED, due, missed, WITHDRAWN)
    again = given(*past).when("reopen", **EVIDENCE).all(DeadlineSet)
    assert [each.replaces for each in again if each.kind == "response"] == [due.deadline_id]


def test_a_dispute_counts_recourse_from_the_reopening() -> None:
    outcome = given(*UNTIL_CLOSED).when("reopen", ground_code="complainant_dissatisfied")
    outcome.then(ComplaintReopened)
    assert not outcome.complaint.recourse.offered


def test_after_a_mistaken_closing_the_old_due_dates_hold() -> None:
    due = deadline("response")
    cancelled = DeadlineCancelled(deadline_id=due.deadline_id, ground_code="closed")
    past = (RECEIVED, due, STOPPED, cancelled)
    outcome = given(*past).when("reopen", ground_code="closed_in_error", now=at(days=30))
    outcome.then(ComplaintReopened, DeadlineSet)
    again = outcome.the(DeadlineSet)
    assert (again.due_at, again.replaces, again.policy_version) == (due.due_at, due.deadline_id, 1)
    assert again.deadline_id != due.deadline_id


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


def test_after_its_time_only_an_approver_reopens() -> None:
    past = (*UNTIL_CLOSED, WINDOW)
    lapsed = DeadlineLapsed(deadline_id=WINDOW.deadline_id, due_at=WINDOW.due_at)
    given(*past).when("reopen", now=at(days=9), **EVIDENCE).refused(ReopenWindowPassed)
    assert given(*past).when("reopen", now=WINDOW.due_at, **EVIDENCE).complaint.is_open
    given(*past, lapsed).when("reopen", **EVIDENCE).refused(ReopenWindowPassed)
    outcome = given(*past, lapsed).when("reopen", by=APPROVER, now=at(days=9), **EVIDENCE)
    assert outcome.complaint.state == "ASSESSED"


def test_some_grounds_know_no_time() -> None:
    past = (*UNTIL_CLOSED, WINDOW)
    for ground in ("external_instruction", "closed_in_error"):
        assert given(*past).when("reopen", ground_code=ground, now=at(days=900)).complaint.is_open


def test_the_second_ending_has_a_window_of_its_own() -> None:
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


def test_a_due_date_that_was_set_in_error_does_not_come_back() -> None:
    due = deadline("response")
    wrong = DeadlineCancelled(deadline_id=due.deadline_id, ground_code="set_in_error")
    outcome = given(RECEIVED, due, wrong, STOPPED).when("reopen", ground_code="closed_in_error")
    outcome.then(ComplaintReopened)


def test_nothing_but_the_reopening_brings_a_due_date_back() -> None:
    due = deadline("response")
    cancelled = DeadlineCancelled(deadline_id=due.deadline_id, ground_code="closed")
    past = (RECEIVED, due, STOPPED, cancelled)
    given(*past).when("add_note", note="x").then(NoteAdded)
    assert given(*past).complaint.ending is not None


def test_what_resumes_after_the_response_is_not_answered_again() -> None:
    outcome = given(*UNTIL_RESPONDED, STOPPED).when("reopen", ground_code="closed_in_error")
    outcome.then(ComplaintReopened)


def test_a_remedy_that_is_due_is_not_what_new_work_replaces() -> None:
    past = (RECEIVED, deadline("remedy_due"), WITHDRAWN)
    again = given(*past).when("reopen", **EVIDENCE).all(DeadlineSet)
    assert [each.replaces for each in again] == [None, None]


def test_what_was_cancelled_after_the_end_for_another_reason_does_not_come_back() -> None:
    cancelled = DeadlineCancelled(deadline_id=WINDOW.deadline_id, ground_code="set_in_error")
    past = (*UNTIL_CLOSED, WINDOW, cancelled)
    given(*past).when("reopen", ground_code="closed_in_error").then(ComplaintReopened)
