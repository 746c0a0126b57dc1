"""7.9: each basis of closing, and what stands in its way."""

import pytest

from domain.complaint.authority.separation import GroundMissing, NotAnApprover
from domain.complaint.closing.closing_bases import (
    CommitmentsNotTracked,
    NotAccepted,
    NotAwaitingReply,
    NotDisputed,
    NotToBeDiscontinued,
    RecourseNotSpent,
    RemedyOutstanding,
)
from domain.complaint.closing.recourse import RecourseNotOffered
from domain.complaint.closing.time_to_reply import ReplyWindowStillRuns
from domain.complaint.events import (
    CommunicationImpossible,
    ComplaintClosed,
    ComplaintReopened,
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineSet,
    RecourseExhausted,
    RecourseOffered,
    RemedyFailed,
    RemedyLapsed,
)
from domain.complaint.preconditions import HasEnded
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    CLOSED,
    FULFILLED,
    HANDLER,
    ISSUE,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    SMALL,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_RESPONDED,
    at,
    deadline,
    event_id,
    imported,
    offered,
    received,
    when,
)
from tests.support.given import Past, given
from tests.support.outside import (
    EXTERNAL,
    UNTIL_DETERMINED,
)

WINDOW = deadline(
    "reply_window", party="complainant", start_event_id=event_id(len(UNTIL_RESPONDED))
)
LAPSED = DeadlineLapsed(deadline_id=WINDOW.deadline_id, due_at=WINDOW.due_at)
EXHAUSTED = RecourseExhausted(ground_code="window_lapsed")
OWING = (*UNTIL_ACCEPTED, offered(), REMEDY_ACCEPTED)
CARRIED_OUT = {"basis_code": "accepted_and_carried_out"}
TRACKED = {"basis_code": "accepted_with_tracked_commitments"}
NO_REPLY = {"basis_code": "no_reply"}
SPENT = {"basis_code": "recourse_exhausted", "by": APPROVER}
STOP = {"basis_code": "discontinued", "ground_code": "complainant_unreachable", "by": APPROVER}


def test_accepted_and_carried_out_it_is_closed_and_may_be_reopened_for_a_while() -> None:
    outcome = given(*OWING, FULFILLED).when("close", **CARRIED_OUT)
    outcome.then(ComplaintClosed(basis_code="accepted_and_carried_out"), DeadlineSet)
    window = outcome.the(DeadlineSet)
    assert (window.kind, window.due_on.isoformat()) == ("reopen_window", "2026-09-02")
    ending = outcome.complaint.ending
    assert ending is not None and ending.from_state == "ACCEPTED"


def test_what_was_not_accepted_is_not_closed_as_such() -> None:
    asked = given(*UNTIL_RESPONDED)
    asked.when("close", by=APPROVER, **CARRIED_OUT).refused(NotAccepted)
    asked.when("close", by=APPROVER, **TRACKED).refused(NotAccepted)


def test_invariant_12_what_is_owed_is_carried_out_first() -> None:
    refusal = given(*OWING).when("close", **CARRIED_OUT).refused(RemedyOutstanding)
    assert refusal.values["remedy_ids"] == f"refund is {REMEDY}"


def test_invariant_12_promises_are_tracked_after_closing_only_where_the_policy_says_so() -> None:
    given(*OWING, FULFILLED).when("close", **TRACKED).refused(CommitmentsNotTracked)
    given(*OWING).when("close", **TRACKED).refused(RemedyOutstanding)
    due = deadline("remedy_due")
    outcome = given(*OWING, due).under(SMALL).when("close", **TRACKED)
    outcome.then(ComplaintClosed, DeadlineSet)
    assert outcome.the(ComplaintClosed).outstanding_remedy_ids == (REMEDY,)
    assert outcome.complaint.deadlines[due.deadline_id].status == "running"


def test_invariant_12_closing_lapses_an_offer_that_nobody_took_up() -> None:
    outcome = given(*UNTIL_ACCEPTED, offered()).when("close", **CARRIED_OUT)
    outcome.then(ComplaintClosed, DeadlineSet, RemedyLapsed)
    assert outcome.complaint.remedies[REMEDY].status == "lapsed"


def test_without_a_reply_it_is_closed_once_the_time_has_lapsed() -> None:
    given(*UNTIL_RESPONDED, WINDOW).when("close", **NO_REPLY).refused(ReplyWindowStillRuns)
    over = at(days=7)
    outcome = given(*UNTIL_RESPONDED, WINDOW, LAPSED).when("close", now=over, **NO_REPLY)
    outcome.then(ComplaintClosed, DeadlineSet)
    disputed = given(*UNTIL_DISPUTED, EXHAUSTED)
    disputed.when("close", by=APPROVER, **NO_REPLY).refused(NotAwaitingReply)


def test_the_time_to_reply_is_over_as_of_the_day_of_closing_and_not_as_of_the_clocks_turn() -> None:
    unticked, ticked = given(*UNTIL_RESPONDED, WINDOW), given(*UNTIL_RESPONDED, WINDOW, LAPSED)
    for past in (unticked, ticked):
        early = past.when("close", now=at(days=7), occurred=when(hours=2), **NO_REPLY)
        early.refused(ReplyWindowStillRuns)
        assert past.when("close", now=at(days=7), **NO_REPLY).the(ComplaintClosed)


def test_the_window_of_an_earlier_response_does_not_count() -> None:
    earlier = WINDOW.model_copy(update={"start_event_id": event_id(1)})
    past = (*UNTIL_RESPONDED, earlier, LAPSED)
    given(*past).when("close", **NO_REPLY).refused(ReplyWindowStillRuns)


def test_invariant_11_a_disputed_complaint_is_closed_when_recourse_is_spent() -> None:
    given(*UNTIL_DISPUTED).when("close", **SPENT).refused(RecourseNotSpent)
    outcome = given(*UNTIL_DISPUTED, EXHAUSTED).when("close", **SPENT)
    outcome.then(ComplaintClosed, DeadlineSet)
    answered = given(*UNTIL_RESPONDED, EXHAUSTED)
    answered.when("close", **SPENT).refused(NotDisputed)


def test_invariant_11_recourse_has_to_be_offered_first() -> None:
    given(RECEIVED, imported("DISPUTED")).when("close", **SPENT).refused(RecourseNotOffered)


@pytest.mark.parametrize("role", ["handler", "reviewer", "top_management", "policy_owner"])
def test_only_an_approver_closes_a_disputed_complaint(role: str) -> None:
    asked = {"basis_code": "recourse_exhausted", "by": HANDLER.model_copy(update={"role": role})}
    given(*UNTIL_DISPUTED, EXHAUSTED).when("close", **asked).refused(NotAnApprover)


def test_invariant_23_it_is_discontinued_by_an_approver_on_a_ground_of_the_list() -> None:
    outcome = given(RECEIVED, deadline("response")).approved("close", **STOP)
    outcome.then(ComplaintClosed, DeadlineCancelled, DeadlineSet)
    assert outcome.the(DeadlineCancelled).ground_code == "closed"
    given(RECEIVED).when("close", **{**STOP, "ground_code": "tired"}).refused(GroundMissing)
    given(RECEIVED).when("close", basis_code="discontinued").refused(GroundMissing)


def test_what_is_accepted_is_not_discontinued() -> None:
    given(*UNTIL_ACCEPTED).when("close", **STOP).refused(NotToBeDiscontinued)


def test_invariant_11_a_disputed_complaint_is_not_discontinued_to_evade_recourse() -> None:
    given(*UNTIL_DISPUTED).when("close", **STOP).refused(RecourseNotSpent)
    given(*UNTIL_DISPUTED, EXHAUSTED).approved("close", **STOP).then(ComplaintClosed, DeadlineSet)


def test_what_nobody_could_be_told_is_closed_at_once() -> None:
    impossible = CommunicationImpossible(purpose_code="response", ground_code="anonymous")
    past = (received(party_id=None, complainant_kind="anonymous"), *UNTIL_APPROVED[1:], impossible)
    assert given(*past).complaint.state == "RESPONDED"
    given(*past).when("close", **NO_REPLY).then(ComplaintClosed, DeadlineSet)


def test_invariant_11_recourse_counts_from_the_latest_response_or_reopening() -> None:
    again = ComplaintReopened(
        ground_code="complainant_dissatisfied",
        reopen_no=1,
        issue_ids=(ISSUE,),
        from_state="CLOSED",
        resumes_in_state="DISPUTED",
    )
    past = (*UNTIL_DISPUTED, EXHAUSTED, CLOSED, again)
    given(*past).when("close", **SPENT).refused(RecourseNotOffered)
    anew = (*past, RecourseOffered(recourse=EXTERNAL))
    given(*anew).when("close", **SPENT).refused(RecourseNotSpent)
    given(*anew, EXHAUSTED).when("close", **SPENT).then(ComplaintClosed, DeadlineSet)


def test_invariant_12_what_failed_is_owed() -> None:
    failed = RemedyFailed(remedy_id=REMEDY, kind_code="refund", ground_code="payment_returned")
    past = (*OWING, FULFILLED, failed)
    given(*past).when("close", **CARRIED_OUT).refused(RemedyOutstanding)
    given(*past, FULFILLED).when("close", **CARRIED_OUT).then(ComplaintClosed, DeadlineSet)


CLOSABLE: list[tuple[tuple[Past, ...], Actor, str]] = [
    ((RECEIVED,), HANDLER, ""),
    (UNTIL_RESPONDED, HANDLER, ""),
    (OWING, HANDLER, "RemedyOutstanding"),
    (UNTIL_ACCEPTED, HANDLER, ""),
    (UNTIL_DISPUTED, APPROVER, "RecourseNotSpent"),
    ((*UNTIL_DISPUTED, EXHAUSTED), APPROVER, ""),
    (UNTIL_DETERMINED, APPROVER, "DirectionsOutstanding"),
    (UNTIL_CLOSED, HANDLER, "HasEnded"),
]


@pytest.mark.parametrize(("past", "by", "why"), CLOSABLE)
def test_it_is_known_beforehand_whether_any_basis_fits(
    past: tuple[Past, ...], by: Actor, why: str
) -> None:
    assert given(*past).may("close", by=by) == why


def test_it_is_closed_once() -> None:
    given(*UNTIL_CLOSED).when("close", **CARRIED_OUT).refused(HasEnded)
