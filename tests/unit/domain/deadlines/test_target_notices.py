"""6.2, 7.3: a new target rests on what told of it, as an extension does."""

from typing import Any

import pytest

from tests.support.clocks_told import begun, correct, due, standing
from tests.support.controls import APPROVER, policy
from tests.support.story import Story
from tests.unit.domain.deadlines.test_extension_notices import HOW, MORE, shown
from tests.unit.domain.deadlines.test_told_nobody import untold

MISSED, NEAR, FAR = "2026-12-14", "2026-12-30", "2027-03-01"
DAYS = [NEAR, FAR]


def told(story: Story, how: str, day: str) -> Any:
    """They are told of this day; the event."""
    content = {"final_expected_on": day}
    if how == "a letter":
        story.do("send_update", channel_code="email", **content)
    else:
        story.do("record_contact", direction="outbound", channel_code="phone", **content)
    return next(one.event_id for one in reversed(story.events) if "Deadline" not in one.event.TYPE)


def target(story: Story, day: str, notice: Any) -> str:
    """The target is set, with an approval where it takes one; the rule by which it is refused."""
    asked = {"deadline_id": standing(story.complaint).fact.deadline_id, "due_on": day}
    refusal = story.refuses("set_new_target", **asked, notice_event_id=notice)
    if any(one.status == "open" for one in story.present.approvals.values()):
        story.do("grant_approval", by=APPROVER)
    return refusal


def missed(how: str, day: str) -> tuple[Story, Any]:
    """A response that was missed and has this target, and what told of that."""
    story = begun("2026-11-16", policy(extensions=[MORE]))
    story.wait(days=32)
    assert due(story) == ("missed", MISSED)
    notice = told(story, how, day)
    assert target(story, day, notice) == ""
    assert due(story) == ("running", day)
    assert shown(story) == [day]
    return story, notice


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("how", HOW)
def test_a_target_that_nobody_was_told_of_holds_no_more(how: str, day: str) -> None:
    story, notice = missed(how, day)
    untold(story, how, notice)
    assert due(story) == ("missed", MISSED)
    assert shown(story) == [MISSED]
    assert target(story, day, notice) == "NotTold"
    assert target(story, NEAR, told(story, "a letter", NEAR)) == ""
    assert due(story) == ("running", NEAR)
    assert shown(story) == [NEAR]


@pytest.mark.parametrize("day", DAYS)
def test_another_word_that_arrived_and_names_the_day_carries_the_target(day: str) -> None:
    story, notice = missed("a letter", day)
    told(story, "a call", day)
    untold(story, "a letter", notice)
    assert (due(story), shown(story)) == (("running", day), [day])


def test_of_a_second_target_the_first_stands_missed_again() -> None:
    story, _ = missed("a letter", NEAR)
    story.wait(days=30)
    assert due(story) == ("missed", NEAR)
    notice = told(story, "a letter", FAR)
    assert target(story, FAR, notice) == ""
    untold(story, "a letter", notice)
    assert due(story) == ("missed", NEAR)


def test_what_was_done_by_then_was_late() -> None:
    story, notice = missed("a letter", NEAR)
    story.do("agree_resolution", means_code="phone")
    untold(story, "a letter", notice)
    last = standing(story.complaint)
    assert (*due(story), last.lateness) == ("met", MISSED, "done_late")


@pytest.mark.parametrize("when", ["ended", "open again"])
def test_so_also_where_the_complaint_had_ended(when: str) -> None:
    story, notice = missed("a letter", NEAR)
    story.do("withdraw", means_code="phone")
    if when == "ended":
        untold(story, "a letter", notice)
    story.do("reopen", ground_code="closed_in_error")
    if when != "ended":
        untold(story, "a letter", notice)
    assert due(story) == ("missed", MISSED)
    every = [one for one in story.present.deadlines.values() if one.fact.kind == "response"]
    assert [one.is_open for one in every] == [*[False] * (len(every) - 1), True]


def test_a_day_that_is_told_right_as_an_earlier_one_is_none() -> None:
    story, notice = missed("a letter", NEAR)
    correct(story, notice, "2026-12-22", field="final_expected_on")
    assert due(story) == ("missed", MISSED)
