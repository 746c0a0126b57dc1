"""7.8, 7.9 Of joint complainants each is told the answer, and has the time to reply to it."""

from typing import Any
from uuid import UUID

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
