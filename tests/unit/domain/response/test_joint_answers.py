"""7.8, 7.9 Of joint complainants each is told the answer, has time to reply, and ways to go on."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.clocks_told import begun
from tests.support.controls import APPROVER
from tests.support.story import Story

OMBUDSMAN = [{"kind": "external", "body_code": "ombudsman"}]


def decided(**joining: Any) -> tuple[Story, UUID]:
    """An answer that has only to be sent, to two; and the second of them."""
    story = begun("2026-03-02")
    story.do("join_complainant", complainant={"name": "Joan"}, kind="person", **joining)
    (*_, joan) = story.present.parties
    story.do("assess", severity_code="low", is_safety=False)
    story.do("open_investigation")
    (issue_id,) = story.present.issues
    story.do("record_finding", issue_id=issue_id, finding_code="not_upheld")
    story.do("propose_decision")
    story.do("approve_decision", by=APPROVER)
    return story, joan


def respond(story: Story, **to: Any) -> None:
    story.do("send_response", kind="final", recourse=OMBUDSMAN, **to)


def test_the_second_is_told_too_and_it_is_closed_for_want_of_a_reply_after_that_alone() -> None:
    story, joan = decided()
    respond(story)
    story.wait(days=60)
    assert story.refuses("close", basis_code="no_reply") == "NotAllTold"
    respond(story, to_party_id=joan)
    assert story.refuses("close", basis_code="no_reply") == "ReplyWindowStillRuns"
    story.wait(days=60)
    story.do("close", basis_code="no_reply")
    assert story.present.state == "CLOSED"


def test_who_is_told_first_does_not_matter() -> None:
    story, joan = decided()
    respond(story, to_party_id=joan)
    story.wait(days=60)
    assert story.refuses("close", basis_code="no_reply") == "NotAllTold"
    respond(story)
    assert [len(one.told) for one in story.present.parties.values()] == [1, 1]


def test_nobody_waits_for_who_need_not_agree_but_they_can_be_told() -> None:
    story, joan = decided(must_agree=False)
    respond(story)
    respond(story, to_party_id=joan)
    story.wait(days=60)
    story.do("close", basis_code="no_reply")


def test_once_both_know_it_there_is_nothing_more_to_tell() -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    assert story.refuses("send_response", kind="final", recourse=OMBUDSMAN) == "NoDecisionProposed"


@pytest.mark.parametrize("is_first", [True, False])
def test_one_of_them_turns_down_a_way_to_go_on_for_themselves_alone(is_first: bool) -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    story.do("reject_decision", means_code="phone", party_id=joan)
    grace = next(one for one in story.present.parties if one != joan)
    order = (grace, joan) if is_first else (joan, grace)
    story.do("decline_recourse", kind="external", means_code="phone", party_id=order[0])
    closing = {"by": APPROVER, "basis_code": "recourse_exhausted"}
    assert story.refuses("close", **closing) == "RecourseNotSpent"
    story.do("decline_recourse", kind="external", means_code="phone", party_id=order[1])
    story.do("close", **closing)


def test_a_review_that_one_asked_for_is_not_dropped_by_the_other() -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    story.do("request_review", party_id=joan)
    grace = next(one for one in story.present.parties if one != joan)
    story.do("withdraw_review", party_id=grace)
    assert (story.present.state, story.present.needs_decision) == ("REVIEW", True)
    story.do("withdraw_review", party_id=joan)
    assert str(story.present.state) == "DISPUTED"


def test_what_a_body_says_to_one_leaves_the_ways_of_the_other_open() -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    grace = next(one for one in story.present.parties if one != joan)
    for one in (joan, grace):
        story.do("reject_decision", means_code="phone", party_id=one)
    story.do("register_referral", body_code="ombudsman", party_id=joan)
    story.do("record_determination", result_code="not_upheld", is_binding=False)
    closing = {"by": APPROVER, "basis_code": "determination_implemented"}
    assert story.refuses("close", **closing) == "RecourseNotSpent"
    story.do("decline_recourse", kind="external", means_code="phone", party_id=grace)
    story.do("close", **closing, settles_event_ids=story.present.undecided)


def test_a_review_that_two_asked_for_goes_on_until_both_drop_it() -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    grace = next(one for one in story.present.parties if one != joan)
    for one in (joan, grace):
        story.do("request_review", party_id=one)
    story.do("withdraw_review", party_id=joan)
    assert story.present.state == "REVIEW"
    story.do("withdraw_review", party_id=grace)
    assert str(story.present.state) == "DISPUTED"
