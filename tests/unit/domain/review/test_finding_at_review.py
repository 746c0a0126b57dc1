"""7.9, Annex G: at a review others find and propose than did in the stage before."""

import pytest

from domain.complaint.authority.separation import NotTheirRole, ReviewerTookPart
from domain.complaint.events import (
    DecisionApproved,
    DecisionProposed,
    DecisionSetAside,
    FindingRecorded,
    InformationRequested,
    InternalReviewRequested,
    InvestigationOpened,
)
from domain.complaint.investigation.investigating import AlreadyAnswered
from domain.decision_context import NewEvent
from domain.values import Actor
from tests.support.controls import (
    APPROVED,
    APPROVER,
    HANDLER,
    ISSUE,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    named,
    proposed,
    when,
)
from tests.support.given import Past, given

REVIEWER = Actor(kind="staff", id=named("reviewer"), role="reviewer")
INVESTIGATOR = Actor(kind="staff", id=named("investigator"), role="investigator")
OTHER_APPROVER = Actor(kind="staff", id=named("other approver"), role="approver")
REQUESTED = InternalReviewRequested(stage=2, round=1, issue_ids=(ISSUE,))
AT_REVIEW: tuple[Past, ...] = (*UNTIL_RESPONDED, REQUESTED)
FOUND_THERE = FindingRecorded(
    issue_id=ISSUE, issue_no=1, stage=2, round=1, finding_code="not_upheld"
)
PROPOSED_THERE = proposed(decision_id=named("second")).model_copy(update={"stage": 2})
UPHELD = {"finding_code": "upheld"}


@pytest.mark.parametrize("reviewer", [REVIEWER, OTHER_APPROVER], ids=["reviewer", "approver"])
def test_whoever_reviews_finds_and_proposes_anew(reviewer: Actor) -> None:
    outcome = given(*AT_REVIEW).when("record_finding", by=reviewer, **UPHELD)
    assert outcome.the(FindingRecorded).stage == 2
    there = given(*AT_REVIEW, NewEvent(event=FOUND_THERE, occurred=when(), actor=reviewer))
    decided = there.when("propose_decision", by=reviewer)
    assert decided.the(DecisionProposed).issues[0].finding_code == "not_upheld"
    assert decided.complaint.state == "DECIDED"


def test_an_investigator_neither_finds_nor_proposes_at_a_review() -> None:
    given(*AT_REVIEW).when("record_finding", by=INVESTIGATOR, **UPHELD).refused(NotTheirRole)
    there = given(*AT_REVIEW, FOUND_THERE)
    there.when("propose_decision", by=INVESTIGATOR).refused(NotTheirRole)


def test_an_investigator_still_asks_at_a_review() -> None:
    for actor in (INVESTIGATOR, REVIEWER):
        asked = given(*AT_REVIEW).when("request_information", by=actor, from_kind="staff")
        asked.then(InformationRequested)


def test_a_review_opens_no_investigation() -> None:
    given(*AT_REVIEW).when("open_investigation", by=INVESTIGATOR).refused(AlreadyAnswered)


def test_a_proposal_of_a_review_is_replaced_by_whoever_reviews_only() -> None:
    there = given(
        *AT_REVIEW,
        NewEvent(event=FOUND_THERE, occurred=when(), actor=REVIEWER),
        NewEvent(event=PROPOSED_THERE, occurred=when(), actor=REVIEWER),
    )
    there.when("propose_decision", by=INVESTIGATOR).refused(NotTheirRole)
    there.when("propose_decision", by=REVIEWER).then(DecisionProposed)
    there.when("approve_decision", by=OTHER_APPROVER).then(DecisionApproved)


def test_invariant_7_who_reviews_took_no_part_in_the_stage_before() -> None:
    earlier = NewEvent(event=APPROVED, occurred=when(), actor=APPROVER)
    past = (*UNTIL_PROPOSED, earlier, UNTIL_RESPONDED[-1], REQUESTED)
    for name, fields in (("record_finding", UPHELD), ("propose_decision", {})):
        asked = given(*past, *([FOUND_THERE] if name == "propose_decision" else []))
        refused = asked.when(name, by=APPROVER, **fields).refused(ReviewerTookPart)
        assert refused.clause == "4.7" and refused.remedy
        asked.when(name, by=HANDLER, **fields).refused(ReviewerTookPart)
        assert asked.when(name, by=OTHER_APPROVER, **fields).facts


def test_invariant_7_who_approves_a_review_took_no_part_in_the_stage_before() -> None:
    earlier = NewEvent(event=APPROVED, occurred=when(), actor=APPROVER)
    past = (*UNTIL_PROPOSED, earlier, UNTIL_RESPONDED[-1], REQUESTED, FOUND_THERE)
    proposal = NewEvent(event=PROPOSED_THERE, occurred=when(), actor=REVIEWER)
    asked = given(*past, proposal)
    asked.when("approve_decision", by=APPROVER).refused(ReviewerTookPart)
    asked.when("approve_decision", by=OTHER_APPROVER).then(DecisionApproved)


def test_what_a_later_stage_answered_and_set_aside_is_looked_into_by_others_again() -> None:
    answered = UNTIL_RESPONDED[-1].model_copy(
        update={"stage": 2, "decision_id": named("second"), "response_id": named("response two")}
    )
    aside = DecisionSetAside(ground_code="mistake", approved_by=OTHER_APPROVER.id)
    past = (*AT_REVIEW, FOUND_THERE, PROPOSED_THERE, answered, aside)
    complaint = given(*past).complaint
    assert (complaint.state, complaint.stage, complaint.round) == ("INVESTIGATING", 2, 2)
    given(*past).when("record_finding", by=HANDLER, **UPHELD).refused(ReviewerTookPart)
    for actor in (INVESTIGATOR, REVIEWER):
        given(*past).when("open_investigation", by=actor).then(InvestigationOpened)
        given(*past).when("record_finding", by=actor, **UPHELD).then(FindingRecorded)
