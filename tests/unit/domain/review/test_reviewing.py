"""7.9, Annex G: a contested answer goes to the next stage, or stands."""

from typing import Any

import pytest

from domain.complaint.authority.separation import (
    GroundMissing,
    NotTheirRole,
    ReviewerTookPart,
    ReviewsTooSoon,
)
from domain.complaint.events import (
    DecisionApproved,
    DecisionProposed,
    DecisionRejected,
    DecisionReturned,
    DecisionSetAside,
    FindingRecorded,
    InternalReviewDeclined,
    InternalReviewRequested,
    InternalReviewWithdrawn,
    IssueStance,
    Recourse,
    RecourseDeclined,
)
from domain.complaint.issues.selecting import NoSuchIssue
from domain.complaint.preconditions import HasEnded
from domain.complaint.review.reviewing import NotUnderReview
from domain.decision_context import NewEvent
from domain.policy import Policy
from domain.values import Actor
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVER,
    DECISION,
    HANDLER,
    ISSUE,
    OTHER_HANDLER,
    PARTY,
    RECEIVED,
    SECOND_ISSUE,
    TWO_ISSUES,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_RESPONDED,
    at,
    named,
    policy,
    responded,
    when,
)
from tests.support.given import Past, given
from tests.support.outside import EXTERNAL, UNTIL_EXTERNAL, UNTIL_REVIEW, review

REVIEWER = Actor(kind="staff", id=named("reviewer"), role="reviewer")
DECLINE = {"ground_code": "nothing_new", "recourse": EXTERNAL}
UPHELD = {"finding_code": "upheld"}
DROPPED = InternalReviewWithdrawn(stage=1, round=1, ground_code="complainant_wish")
SECOND_FOUND = FindingRecorded(issue_id=ISSUE, issue_no=1, stage=2, round=1, finding_code="upheld")
SECOND = DecisionProposed(
    decision_id=named("second"),
    stage=2,
    round=1,
    issues=(IssueStance(issue_id=ISSUE, issue_no=1, finding_code="upheld", stance="accepted"),),
)
NO_PLACE: list[tuple[Past, ...]] = [
    (RECEIVED,),
    UNTIL_APPROVED,
    UNTIL_ACCEPTED,
    UNTIL_REVIEW,
    UNTIL_EXTERNAL,
    UNTIL_CLOSED,
]


def lenient(review: str, **changed: Any) -> Policy:
    """A policy under which those of the stage before may review."""
    whole = policy()
    separation = {**whole.separation.model_dump(), "review": review, **changed}
    return policy(separation=separation)


@pytest.mark.parametrize("past", [UNTIL_RESPONDED, UNTIL_DISPUTED])
def test_a_review_begins_the_next_stage(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("request_review", grounds="You did not look at the photograph.")
    requested = outcome.the(InternalReviewRequested)
    assert (requested.stage, requested.round, requested.issue_ids) == (2, 1, (ISSUE,))
    assert (requested.party_id, requested.grounds is None) == (PARTY, False)
    complaint = outcome.complaint
    assert (complaint.state, complaint.stage, complaint.round) == ("REVIEW", 2, 1)
    assert not complaint.is_acknowledged and complaint.decision is None
    assert not complaint.needs_decision


def test_only_the_disputed_issues_are_reviewed_and_the_others_settled() -> None:
    past = (TWO_ISSUES, *UNTIL_RESPONDED[1:])
    outcome = given(*past).when("request_review", issue_ids=[SECOND_ISSUE])
    status = {each.issue_no: each.status for each in outcome.complaint.issues.values()}
    assert status == {1: "settled", 2: "open"}
    unknown = {"issue_ids": [named("elsewhere")]}
    given(*past).when("request_review", **unknown).refused(NoSuchIssue)


@pytest.mark.parametrize("past", NO_PLACE)
def test_elsewhere_the_wish_is_recorded_and_awaits_a_decision(past: tuple[Past, ...]) -> None:
    before = given(*past).complaint
    outcome = given(*past).when("request_review")
    asked = outcome.the(InternalReviewRequested)
    assert (asked.stage, asked.round) == (before.stage, before.round)
    after = outcome.complaint
    assert (after.state, after.stage, after.round) == (before.state, before.stage, before.round)
    assert after.needs_decision


def test_a_declined_review_leaves_the_dispute_with_what_remains_open() -> None:
    outcome = given(*UNTIL_REVIEW).when("decline_review", by=REVIEWER, **DECLINE)
    declined = outcome.the(InternalReviewDeclined)
    assert (declined.stage, declined.round, declined.separation) == (1, 1, "independent")
    complaint = outcome.complaint
    assert (complaint.state, complaint.stage, complaint.round) == ("DISPUTED", 1, 1)
    assert complaint.recourse.still_open == {"external"}


def test_findings_and_decision_of_the_contested_attempt_count_again() -> None:
    past = (RECEIVED, ACKNOWLEDGED, *UNTIL_DISPUTED[1:], review())
    assert given(*past).complaint.finding(ISSUE) is None
    for back in (
        given(*past).when("decline_review", by=REVIEWER, **DECLINE),
        given(*past).when("withdraw_review"),
    ):
        complaint = back.complaint
        assert complaint.finding(ISSUE) == "upheld"
        assert complaint.decision is not None and complaint.decision.decision_id == DECISION
        assert complaint.is_acknowledged
        assert complaint.contested is None


def test_a_dropped_review_spends_the_way_inside() -> None:
    both = (Recourse(kind="internal"), Recourse(kind="external"))
    told = responded().model_copy(update={"recourse": both})
    past = (*UNTIL_APPROVED, told, review())
    outcome = given(*past).when("withdraw_review")
    outcome.then(DROPPED)
    assert outcome.complaint.recourse.still_open == {"external"}


@pytest.mark.parametrize("past", [UNTIL_DISPUTED, UNTIL_CLOSED, (*UNTIL_REVIEW, SECOND)])
def test_dropped_where_nobody_reviews_it_awaits_a_decision(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("withdraw_review")
    assert outcome.complaint.state == given(*past).complaint.state
    assert outcome.complaint.needs_decision


def test_a_second_review_has_a_round_of_its_own() -> None:
    outcome = given(*UNTIL_REVIEW, DROPPED).when("request_review")
    assert (outcome.complaint.stage, outcome.complaint.round) == (2, 2)


def test_set_aside_under_review_the_contested_stage_begins_anew() -> None:
    asked = {"by": APPROVER, "ground_code": "mistake"}
    outcome = given(*UNTIL_REVIEW).approved("set_aside_decision", **asked)
    assert outcome.the(DecisionSetAside)
    complaint = outcome.complaint
    assert (complaint.state, complaint.stage, complaint.round) == ("INVESTIGATING", 1, 2)


def test_a_returned_draft_of_a_review_goes_back_to_it() -> None:
    returned = DecisionReturned(decision_id=named("second"), ground_code="unclear")
    past = (*UNTIL_REVIEW, SECOND_FOUND, SECOND, returned)
    assert given(*past).complaint.state == "REVIEW"
    outcome = given(*past).when("decline_review", by=REVIEWER, **DECLINE)
    assert (outcome.complaint.stage, outcome.complaint.round) == (1, 1)


def test_what_was_turned_down_inside_may_be_named_again() -> None:
    inside = {"ground_code": "ask_the_board", "recourse": [{"kind": "internal"}]}
    no_ombudsman = RecourseDeclined(kind="external", means_code="phone")
    past = (*UNTIL_REVIEW, no_ombudsman)
    outcome = given(*past).when("decline_review", by=REVIEWER, **inside)
    assert outcome.complaint.recourse.still_open == {"internal"}


def test_only_a_review_is_declined_and_by_a_reviewer() -> None:
    given(*UNTIL_DISPUTED).when("decline_review", by=REVIEWER, **DECLINE).refused(NotUnderReview)
    given(*UNTIL_CLOSED).when("decline_review", by=REVIEWER, **DECLINE).refused(HasEnded)
    given(*UNTIL_REVIEW).when("decline_review", by=OTHER_HANDLER, **DECLINE).refused(NotTheirRole)
    assert given(*UNTIL_REVIEW).may("decline_review", by=APPROVER) == ""


def _decided_by(reviewer: Actor) -> tuple[Past, ...]:
    """A second stage whose decision this one proposed."""
    proposed = NewEvent(event=SECOND, occurred=when(), actor=reviewer)
    return (*UNTIL_REVIEW, SECOND_FOUND, proposed)


def test_invariant_7_who_reviews_took_no_part_in_the_stage_before() -> None:
    took_part = Actor(kind="staff", id=HANDLER.id, role="reviewer")
    asked = given(*UNTIL_REVIEW)
    asked.when("record_finding", by=took_part, **UPHELD).refused(ReviewerTookPart)
    asked.when("decline_review", by=took_part, **DECLINE).refused(ReviewerTookPart)
    given(*UNTIL_REVIEW, SECOND_FOUND).when("propose_decision", by=took_part).refused(
        ReviewerTookPart
    )
    approver = Actor(kind="staff", id=HANDLER.id, role="approver")
    given(*_decided_by(REVIEWER)).when("approve_decision", by=approver).refused(ReviewerTookPart)
    asked.when("record_finding", by=REVIEWER, **UPHELD).then(FindingRecorded)


def test_invariant_7_what_one_did_at_the_second_stage_is_no_part_of_the_first() -> None:
    request = NewEvent(event=review(), occurred=when(), actor=REVIEWER)
    past = (*UNTIL_DISPUTED, request)
    given(*past).when("decline_review", by=REVIEWER, **DECLINE).then(InternalReviewDeclined)


def test_invariant_7_a_policy_may_let_them_review_and_it_shows() -> None:
    approver = Actor(kind="staff", id=HANDLER.id, role="approver")
    waived = lenient("waived", ground_code="only_one")
    asked = given(*_decided_by(REVIEWER)).under(waived)
    approved = asked.when("approve_decision", by=approver).the(DecisionApproved)
    assert (approved.separation, approved.ground_code) == ("relaxed", "only_one")
    alone = given(*UNTIL_REVIEW).under(waived).when("decline_review", by=approver, **DECLINE)
    assert alone.the(InternalReviewDeclined).separation == "relaxed"
    silent = given(*_decided_by(REVIEWER)).under(lenient("waived"))
    silent.when("approve_decision", by=approver).refused(GroundMissing)


def test_invariant_7_or_let_them_review_after_some_hours() -> None:
    approver = Actor(kind="staff", id=HANDLER.id, role="approver")
    later = lenient("self_after_hours", hours=24, ground_code="only_one")
    asked = given(*UNTIL_REVIEW).under(later)
    asked.when("decline_review", by=approver, **DECLINE).refused(ReviewsTooSoon)
    next_day = {"by": approver, "now": at(days=2), **DECLINE}
    asked.when("decline_review", **next_day).then(InternalReviewDeclined)


def test_a_rejection_under_review_awaits_a_decision() -> None:
    outcome = given(*UNTIL_REVIEW).when("reject_decision", means_code="phone")
    assert outcome.the(DecisionRejected)
    assert outcome.complaint.state == "REVIEW"
    assert outcome.complaint.needs_decision
