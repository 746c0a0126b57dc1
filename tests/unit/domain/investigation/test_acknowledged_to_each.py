"""7.4 Of those who complain together each who must agree is told that it is received."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.investigation.acknowledging import AlreadyAcknowledged
from tests.support.clocks_told import begun, due, standing
from tests.support.controls import OTHER_HANDLER
from tests.support.story import Story

KIND = "acknowledgement"


def together(**joining: Any) -> tuple[Story, list[UUID]]:
    """A complaint of two, and who they are."""
    story = begun("2026-03-02")
    story.do("join_complainant", complainant={"name": "Joan"}, **joining)
    return story, list(story.present.parties)


def told(story: Story, person: UUID) -> UUID:
    """The event by which one of them is told that it is received."""
    before = len(story.events)
    story.do("acknowledge", to_party_id=person)
    return story.events[before].event_id


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_it_is_met_once_each_was_told(order: tuple[int, int]) -> None:
    story, people = together()
    told(story, people[order[0]])
    assert due(story, KIND)[0] == "running"
    with pytest.raises(AlreadyAcknowledged, match=str(people[order[1]])):
        told(story, people[order[0]])
    told(story, people[order[1]])
    assert due(story, KIND)[0] == "met"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("lost", [0, 1])
def test_what_came_back_is_due_again_to_whom_it_was_sent(order: tuple[int, int], lost: int) -> None:
    story, people = together()
    day = standing(story.complaint, KIND).due_on
    letters = [told(story, people[each]) for each in order]
    returned = {"target_event_id": letters[lost], "failure_code": "returned"}
    story.do("report_failed_communication", **returned)
    assert due(story, KIND) == ("running", day.isoformat())
    told(story, people[order[lost]])
    assert due(story, KIND)[0] == "met"


def test_it_is_not_due_to_who_need_not_agree() -> None:
    story, (first, _) = together(must_agree=False)
    told(story, first)
    assert due(story, KIND)[0] == "met"


def test_it_is_met_once_whoever_was_not_told_has_left() -> None:
    story, (first, other) = together()
    told(story, first)
    rang = {"direction": "inbound", "channel_code": "phone"}
    story.do("record_contact", by=OTHER_HANDLER, **rang)
    shown = {"entered_from": story.events[-1].event_id}
    story.do("remove_complainant", party_id=other, ground_code="left", **shown)
    assert due(story, KIND)[0] == "met"
