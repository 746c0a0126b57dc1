"""7.3, 7.4 What came back told nobody that the complaint is received."""

from typing import Any

import pytest

from domain.complaint.events import ComplaintAcknowledged, ResponseSent
from projections import case_queue
from projections.trends import PROJECTION
from projections.trends.contributions import contributions
from tests.support.clocks_told import begun, due, receipt
from tests.support.controls import APPROVER
from tests.support.story import Story
from tests.unit.domain.policy.test_presets import answered


def acknowledged() -> Story:
    story = begun("2026-03-02")
    story.do("acknowledge", channel_code="letter")
    return story


def returned(story: Story, event_type: type[Any] = ComplaintAcknowledged) -> None:
    sent = next(one for one in reversed(story.events) if isinstance(one.event, event_type))
    story.do("report_failed_communication", target_event_id=sent.event_id, failure_code="returned")


def counted(story: Story) -> set[str]:
    row = None
    for one in story.events:
        row = PROJECTION.fold(row, one)
    assert row is not None
    return {cell.figure for cell in contributions(row)}


def queued(story: Story) -> bool:
    """Whether the queue says that it is acknowledged."""
    row = None
    for one in story.events:
        row = case_queue.PROJECTION.fold(row, one)
    assert row is not None
    return row.is_acknowledged


def test_it_is_due_again_and_can_be_given_again() -> None:
    story = acknowledged()
    assert due(story, "acknowledgement")[0] == "met" and story.present.is_acknowledged
    returned(story)
    assert due(story, "acknowledgement")[0] == "running" and not story.present.is_acknowledged
    story.do("acknowledge", channel_code="email")
    assert due(story, "acknowledgement")[0] == "met" and story.present.is_acknowledged


def test_said_twice_it_is_due_once() -> None:
    story = acknowledged()
    returned(story)
    returned(story)
    every = [one for one in story.present.deadlines.values() if one.fact.kind == "acknowledgement"]
    assert [one.status for one in every if one.is_open] == ["running"]


def test_an_answer_tells_it_all_the_same() -> None:
    story = acknowledged()
    story.do("agree_resolution", means_code="phone")
    returned(story)
    assert story.present.is_acknowledged


def test_no_figure_counts_it() -> None:
    story = acknowledged()

    assert "days_to_acknowledge" in counted(story)
    returned(story)
    assert "days_to_acknowledge" not in counted(story)


def test_what_failed_is_not_said_to_be_another_letter_afterwards() -> None:
    """It would be due again all the same: what did arrive is told again, as of its time."""
    story = acknowledged()
    letter = next(one for one in story.events if isinstance(one.event, ComplaintAcknowledged))
    returned(story)
    failure = next(one for one in story.events if one.event.TYPE == "CommunicationFailed")
    asked = {"target_event_id": failure.event_id, "field": "target_event_id"}
    right = {"right": str(receipt(story)), "ground_code": "mixed_up"}
    assert story.refuses("correct_record", by=APPROVER, **asked, **right) == "OwnCommand"
    story.do("acknowledge", occurred=letter.occurred, entered_from=letter.event_id)
    assert due(story, "acknowledgement")[0] == "met"


@pytest.mark.parametrize("order", [1, -1])
def test_where_the_answer_came_back_too_nobody_was_told_that_it_is_received(order: int) -> None:
    """In whatever order that is known; the queue says so too."""
    story = acknowledged()
    answered(story)
    for event_type in (ComplaintAcknowledged, ResponseSent)[::order]:
        assert story.present.is_acknowledged and queued(story)
        returned(story, event_type)
    assert story.present.state == "DECIDED"
    assert not story.present.is_acknowledged and not queued(story)
    assert due(story, "acknowledgement")[0] == "running"
    assert "days_to_acknowledge" not in counted(story)
    story.do("acknowledge", channel_code="email")
    assert due(story, "acknowledgement")[0] == "met" and queued(story)


def test_an_answer_alone_that_came_back_told_nobody_of_the_receipt() -> None:
    story = begun("2026-03-02")
    answered(story)
    assert (due(story, "acknowledgement")[0], queued(story)) == ("met", True)
    returned(story, ResponseSent)
    assert (due(story, "acknowledgement")[0], queued(story)) == ("running", False)
