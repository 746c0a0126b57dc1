"""4.9 A correction says nothing that the command itself would have been refused."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.events import DeadlinePaused, DeadlineResumed, HandlingSuspended
from domain.event import DomainEvent
from services.commands.remarks import remarks_of
from tests.support.clocks_told import begun, correct, due, receipt, standing
from tests.support.controls import APPROVER, policy
from tests.support.story import Story

PAUSING = policy(
    pauses=[{"rule_id": "wait", "kinds": ["response"], "ground_codes": ["awaiting", "police"]}]
)


def paused() -> Story:
    """Received on Monday the 16th of November; its response stood still from the 18th to the 20th,
    and from the 24th to the 26th."""
    story = begun("2026-11-16", PAUSING)
    for days in (2, 4):
        story.wait(days=days)
        story.do("pause_deadlines", ground_code="awaiting")
        story.wait(days=2)
        story.do("resume_deadlines")
    return story


def latest(story: Story, kind: type[DomainEvent]) -> UUID:
    return [one.event_id for one in story.events if isinstance(one.event, kind)][-1]


def refused(story: Story, event_id: UUID, right: str, field: str = "occurred") -> str:
    asked: dict[str, Any] = {"target_event_id": event_id, "field": field, "right": right}
    return story.refuses("correct_record", by=APPROVER, ground_code="clerical_error", **asked)


def test_a_pause_ends_after_it_begins_and_begins_in_no_other() -> None:
    story = paused()
    end, begin = latest(story, DeadlineResumed), latest(story, DeadlinePaused)
    assert refused(story, end, "2026-11-23") == "BeforeWhatItFollows"
    assert refused(story, begin, "2026-11-19") == "PausesOverlap"
    before = due(story)
    correct(story, begin, "2026-11-23T12:00:00Z")
    assert due(story) > before


def test_a_pause_has_a_ground_of_the_policy() -> None:
    story = paused()
    begin = latest(story, DeadlinePaused)
    assert refused(story, begin, "bogus", "ground_code") == "NoPause"
    correct(story, begin, "police", "ground_code")


def test_a_suspension_ends_after_it_began() -> None:
    story = begun("2026-11-16", PAUSING)
    story.do("suspend_handling", ground_code="police", until_on="2026-12-01")
    suspended = latest(story, HandlingSuspended)
    assert refused(story, suspended, "2026-11-15", "until_on") == "EndsBeforeItBegins"


def test_a_receipt_after_what_answered_it_is_remarked() -> None:
    story = begun("2026-11-12", now=datetime(2026, 11, 20, 12, tzinfo=UTC))
    told: dict[str, Any] = {"on": "2026-11-16", "zone": "Europe/London"}
    story.do("agree_resolution", means_code="phone", occurred=told)
    correct(story, receipt(story), "2026-11-18")
    assert standing(story.complaint).status == "met"
    said = [one for one in remarks_of(story.present, story.events) if "before the receipt" in one]
    assert "response: done on 2026-11-16, before the receipt: correct its time, if wrong" in said


@pytest.mark.parametrize("right", ["2026-11-12", "2026-11-13"])
def test_a_receipt_before_what_answered_it_is_not(right: str) -> None:
    story = begun("2026-11-16")
    story.do("agree_resolution", means_code="phone")
    correct(story, receipt(story), right)
    assert not [one for one in remarks_of(story.present, story.events) if "before the rec" in one]
