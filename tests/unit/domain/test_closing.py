"""7.9: each basis of closing, and what stands in its way."""

from domain.authority import GroundMissing, NotAnApprover
from domain.closing import (
    CommitmentsNotTracked,
    NotAccepted,
    NotAtAnOutsideBody,
    NotAwaitingReply,
    NotDisputed,
    NotToBeDiscontinued,
    RecourseNotSpent,
    RemedyOutstanding,
    ReplyWindowStillRuns,
)
from domain.deed import HasEnded
from domain.events import (
    ComplaintClosed,
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineSet,
    RecourseExhausted,
    RemedyLapsed,
)
from domain.recourse import RecourseNotOffered
from tests.support.controls import (
    APPROVER,
    FULFILLED,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    SMALL,
    UNTIL_ACCEPTED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_FOUND,
    UNTIL_RESPONDED,
    deadline,
    event_id,
    imported,
    offered,
)
from tests.support.given import given

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
    given(*UNTIL_RESPONDED).when("close", **CARRIED_OUT).refused(NotAccepted)
    given(*UNTIL_RESPONDED).when("close", **TRACKED).refused(NotAccepted)


def test_what_is_owed_is_carried_out_first() -> None:
    refusal = given(*OWING).when("close", **CARRIED_OUT).refused(RemedyOutstanding)
    assert refusal.values["remedy_ids"] == str(REMEDY)


def test_promises_are_tracked_after_closing_only_where_the_policy_says_so() -> None:
    given(*OWING).when("close", **TRACKED).refused(CommitmentsNotTracked)
    due = deadline("remedy_due")
    outcome = given(*OWING, due).under(SMALL).when("close", **TRACKED)
    outcome.then(ComplaintClosed, DeadlineSet)
    assert outcome.the(ComplaintClosed).outstanding_remedy_ids == (REMEDY,)
    assert outcome.complaint.deadlines[due.deadline_id].status == "running"


def test_closing_lapses_an_offer_that_nobody_took_up() -> None:
    outcome = given(*UNTIL_ACCEPTED, offered()).when("close", **CARRIED_OUT)
    outcome.then(ComplaintClosed, DeadlineSet, RemedyLapsed)
    assert outcome.complaint.remedies[REMEDY].status == "lapsed"


def test_without_a_reply_it_is_closed_once_the_time_has_lapsed() -> None:
    given(*UNTIL_RESPONDED, WINDOW).when("close", **NO_REPLY).refused(ReplyWindowStillRuns)
    outcome = given(*UNTIL_RESPONDED, WINDOW, LAPSED).when("close", **NO_REPLY)
    outcome.then(ComplaintClosed, DeadlineSet)
    given(*UNTIL_DISPUTED).when("close", **NO_REPLY).refused(NotAwaitingReply)


def test_the_window_of_an_earlier_response_does_not_count() -> None:
    earlier = WINDOW.model_copy(update={"start_event_id": event_id(1)})
    past = (*UNTIL_RESPONDED, earlier, LAPSED)
    given(*past).when("close", **NO_REPLY).refused(ReplyWindowStillRuns)


def test_a_disputed_complaint_is_closed_when_recourse_is_spent() -> None:
    given(*UNTIL_DISPUTED).when("close", **SPENT).refused(RecourseNotSpent)
    outcome = given(*UNTIL_DISPUTED, EXHAUSTED).when("close", **SPENT)
    outcome.then(ComplaintClosed, DeadlineSet)
    given(*UNTIL_RESPONDED, EXHAUSTED).when("close", **SPENT).refused(NotDisputed)


def test_recourse_has_to_be_offered_first() -> None:
    given(RECEIVED, imported("DISPUTED")).when("close", **SPENT).refused(RecourseNotOffered)


def test_only_an_approver_closes_a_disputed_complaint() -> None:
    asked = {"basis_code": "recourse_exhausted"}
    given(*UNTIL_DISPUTED, EXHAUSTED).when("close", **asked).refused(NotAnApprover)


def test_it_is_discontinued_by_an_approver_on_a_ground_of_the_list() -> None:
    outcome = given(RECEIVED, deadline("response")).when("close", **STOP)
    outcome.then(ComplaintClosed, DeadlineCancelled, DeadlineSet)
    assert outcome.the(DeadlineCancelled).ground_code == "closed"
    given(RECEIVED).when("close", **{**STOP, "ground_code": "tired"}).refused(GroundMissing)
    given(RECEIVED).when("close", basis_code="discontinued").refused(NotAnApprover)


def test_what_is_accepted_is_not_discontinued() -> None:
    given(*UNTIL_ACCEPTED).when("close", **STOP).refused(NotToBeDiscontinued)


def test_a_disputed_complaint_is_not_discontinued_to_evade_recourse() -> None:
    given(*UNTIL_DISPUTED).when("close", **STOP).refused(RecourseNotSpent)
    given(*UNTIL_DISPUTED, EXHAUSTED).when("close", **STOP).then(ComplaintClosed, DeadlineSet)


def test_a_determination_is_carried_out_only_at_an_outside_body() -> None:
    asked = {"basis_code": "determination_implemented"}
    given(*UNTIL_FOUND).when("close", **asked).refused(NotAtAnOutsideBody)


def test_it_is_closed_once() -> None:
    given(*UNTIL_CLOSED).when("close", **CARRIED_OUT).refused(HasEnded)
