"""6.2 A new target keeps no miss alive that rested on what was told wrong."""

from datetime import UTC, datetime

import pytest

from domain.complaint.events import DeadlineCancelled
from tests.support.clocks_told import begun, correct, due, receipt, standing
from tests.support.controls import APPROVER
from tests.support.retargeting import set_target
from tests.support.story import Story
from tests.unit.domain.deadlines.test_set_anew import in_time


def retargeted() -> Story:
    """Typed as of the 2nd of October, missed on the 30th, and promised for the 17th of November."""
    story = begun("2026-10-02", now=datetime(2026, 10, 9, 12, tzinfo=UTC))
    story.wait(days=24)
    assert due(story) == ("missed", "2026-10-30")
    set_target(story, standing(story.complaint).fact.deadline_id, "2026-11-17", by=APPROVER)
    assert due(story) == ("running", "2026-11-17")
    return story


@pytest.mark.parametrize("is_answered", [False, True])
@pytest.mark.parametrize(("right", "kept"), [("2026-10-01", False), ("2026-10-08", True)])
def test_the_right_receipt_frees_the_miss_and_leaves_what_was_promised(
    is_answered: bool, right: str, kept: bool
) -> None:
    story = retargeted()
    if is_answered:
        story.do("agree_resolution", means_code="phone")
    assert in_time(story) is False
    correct(story, receipt(story), right)
    assert due(story) == ("met" if is_answered else "running", "2026-11-17")
    if not is_answered:
        story.do("agree_resolution", means_code="phone")
    assert in_time(story) is kept


def test_an_answer_after_the_right_day_leaves_the_miss() -> None:
    story = retargeted()
    story.wait(days=9)
    story.do("agree_resolution", means_code="phone")
    correct(story, receipt(story), "2026-10-05")
    assert in_time(story) is False


def test_a_target_that_is_taken_back_leaves_the_right_day() -> None:
    story = retargeted()
    correct(story, receipt(story), "2026-10-08")
    own = standing(story.complaint).fact.deadline_id
    story.do("cancel_deadline", deadline_id=own, error_code="wrong_date")
    assert isinstance(story.events[-2].event, DeadlineCancelled)
    assert due(story) == ("running", "2026-11-05")
