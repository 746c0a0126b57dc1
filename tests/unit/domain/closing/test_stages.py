"""7.9: the organisation answers as often as its policy says; then the ways outside remain."""

import pytest

from domain.complaint.events import DeadlineMet, InternalReviewRequested
from tests.support.controls import (
    ISSUE,
    POLICY,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_RESPONDED,
    deadline,
    event_id,
    policy,
)
from tests.support.given import Past, given
from tests.support.outside import UNTIL_REVIEW

ONE_STAGE = policy(stages=1)


@pytest.mark.parametrize("past", [UNTIL_RESPONDED, UNTIL_DISPUTED], ids=["RESPONDED", "DISPUTED"])
def test_beyond_the_last_stage_no_review_begins_and_the_wish_awaits_a_decision(
    past: tuple[Past, ...],
) -> None:
    window = deadline("internal_review_window", party="complainant")
    outcome = given(*past, window).under(ONE_STAGE).when("request_review", grounds="Still wrong.")
    outcome.then(InternalReviewRequested, DeadlineMet)
    asked = outcome.the(InternalReviewRequested)
    assert (asked.is_beyond_stages, asked.stage, asked.round) == (True, 1, 1)
    complaint = outcome.complaint
    assert complaint.state == given(*past).complaint.state
    assert complaint.contested is None
    assert len(complaint.undecided) == 1


def test_what_was_wished_beyond_the_last_stage_is_settled_by_naming_the_way_outside() -> None:
    wish = InternalReviewRequested(stage=1, round=1, issue_ids=(ISSUE,), is_beyond_stages=True)
    past = (*UNTIL_DISPUTED, wish)
    outside = {"recourse": [{"kind": "external", "body_code": "ombudsman"}]}
    settles = {"settles_event_ids": [event_id(len(past))]}
    outcome = given(*past).under(ONE_STAGE).when("offer_recourse", **outside, **settles)
    assert not outcome.complaint.needs_decision


def test_within_its_stages_a_review_begins() -> None:
    assert POLICY.stages == 2
    outcome = given(*UNTIL_DISPUTED).when("request_review")
    assert outcome.the(InternalReviewRequested).is_beyond_stages is None
    assert (outcome.complaint.state, outcome.complaint.stage) == ("REVIEW", 2)


def test_where_nothing_can_be_reviewed_the_stages_do_not_matter() -> None:
    for past in (UNTIL_CLOSED, UNTIL_REVIEW):
        outcome = given(*past).under(ONE_STAGE).when("request_review")
        assert outcome.the(InternalReviewRequested).is_beyond_stages is None
        assert outcome.complaint.needs_decision
