"""7.8 The answer to several who complain together is given once each who must agree has it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.events import DeadlineMet
from domain.complaint.party_view import Circle, own_complaint
from projections._parts.timeliness import is_in_time, targets_after
from tests.support.clocks_told import due, on, standing
from tests.support.controls import OTHER_HANDLER
from tests.support.story import Story
from tests.unit.domain.response.test_joint_answers import decided, respond

LATE: dict[str, Any] = {"days": 60}


def grace_of(story: Story) -> UUID:
    """Who complained first."""
    assert story.present.party_id
    return story.present.party_id


def letters(story: Story) -> list[UUID]:
    """The answers that went out."""
    return [one.event_id for one in story.events if one.event.TYPE == "ResponseSent"]


def returned(story: Story, letter: UUID) -> None:
    """A letter comes back."""
    story.do("report_failed_communication", target_event_id=letter, failure_code="returned")


def is_timely(story: Story) -> bool | None:
    """Whether it counts as answered in time."""
    targets: Any = ()
    for one in story.events:
        targets = targets_after(targets, one.event, one.recorded_at)
    return is_in_time(targets)


def response_for(story: Story, person: UUID) -> str:
    """How it is with the answer, as one of the two sees it."""
    own = own_complaint(story.events, Circle(frozenset({person})))
    return [one.status for one in own.dates if one.kind == "response"][-1]


@pytest.mark.parametrize("is_first", [True, False])
def test_the_answer_is_due_until_each_has_it(is_first: bool) -> None:
    story, joan = decided()
    people = (grace_of(story), joan) if is_first else (joan, grace_of(story))
    respond(story, to_party_id=people[0])
    assert (story.present.state, due(story)[0]) == ("RESPONDED", "running")
    assert [response_for(story, one) for one in people] == ["done", "due"]
    respond(story, to_party_id=people[1])
    assert (due(story)[0], is_timely(story)) == ("met", True)
    assert [response_for(story, one) for one in people] == ["done", "done"]


def test_told_late_to_one_it_is_late() -> None:
    story, joan = decided()
    respond(story)
    story.wait(**LATE)
    assert (due(story)[0], is_timely(story)) == ("missed", False)
    respond(story, to_party_id=joan)
    assert (due(story)[0], is_timely(story)) == ("met", False)


def test_the_day_is_that_of_the_last_whichever_letter_was_entered_last() -> None:
    story, joan = decided()
    day = story.now.date()
    story.wait(**LATE)
    respond(story, to_party_id=joan)
    respond(story, occurred=on((day + timedelta(days=1)).isoformat()))
    (*_, met) = [one.event for one in story.events if isinstance(one.event, DeadlineMet)]
    assert met.met.day is not None
    assert (met.met.day > day + timedelta(days=50), met.is_late, met.voids_miss) == (
        True,
        True,
        None,
    )


def test_nobody_waits_for_who_need_not_agree() -> None:
    story, _joan = decided(must_agree=False)
    respond(story)
    assert due(story)[0] == "met"


@pytest.mark.parametrize("does", ["accepts", "leaves"])
def test_it_is_given_too_once_who_was_not_told_accepts_or_leaves(does: str) -> None:
    story, joan = decided()
    respond(story)
    if does == "accepts":
        story.do("accept_decision", party_id=joan, means_code="phone")
    else:
        story.do("record_contact", by=OTHER_HANDLER, direction="inbound", channel_code="phone")
        gone: dict[str, Any] = {"party_id": joan, "ground_code": "left"}
        story.do("remove_complainant", **gone, entered_from=story.events[-1].event_id)
    assert due(story)[0] == "met"


@pytest.mark.parametrize("is_first", [True, False])
def test_a_letter_that_came_back_makes_it_due_again_and_one_more_completes_it(
    is_first: bool,
) -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    lost = grace_of(story) if is_first else joan
    returned(story, letters(story)[0 if is_first else 1])
    assert due(story)[0] == "running"
    assert response_for(story, lost) == "due"
    respond(story, to_party_id=lost)
    assert (story.present.state, due(story)[0]) == ("RESPONDED", "met")
    assert story.refuses("send_response", recourse=[{"kind": "court"}]) == "NoDecisionProposed"


def test_told_twice_that_it_came_back_it_is_due_once() -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    for _ in range(2):
        returned(story, letters(story)[1])
    every = story.present.deadlines.values()
    assert [one.status for one in every if one.fact.kind == "response" and one.is_open] == [
        "running"
    ]


def test_a_review_asked_for_on_the_day_of_the_answer_is_still_to_be_answered() -> None:
    story, joan = decided()
    respond(story)
    respond(story, to_party_id=joan)
    day = on(story.now.date().isoformat())
    story.do("request_review", party_id=joan, occurred=day)
    assert standing(story.complaint).stage == 2
    assert [response_for(story, one) for one in (grace_of(story), joan)] == ["due", "due"]
