"""6.2, 7.3: what told nobody anything, as is known later, kept no due date and moved none."""

from typing import Any

import pytest

from tests.support.clocks_told import begun, correct, due
from tests.support.story import Story

UPDATE = "periodic_update"


def said(story: Story, name: str, **arguments: Any) -> Any:
    """What was said so; its event."""
    facts = story.do(name, **arguments)
    return story.events[-len(facts)].event_id


def comes_back(story: Story, sent: Any) -> None:
    story.do("report_failed_communication", target_event_id=sent, failure_code="bounced")


def all_due(story: Story) -> list[str]:
    """The days on which updates are still due."""
    known = story.present.deadlines.values()
    return [str(one.due_on) for one in known if one.fact.kind == UPDATE and one.is_open]


def told(story: Story, how: str) -> Any:
    """They are told how it stands; the event."""
    if how == "a letter":
        return said(story, "send_update", kind="progress", channel_code="email")
    return said(story, "record_contact", direction="outbound", channel_code="phone")


def untold(story: Story, how: str, event_id: Any) -> None:
    """They were not, as turns out: it came back, or it was their own call."""
    if how == "a letter":
        comes_back(story, event_id)
    else:
        correct(story, event_id, "inbound", field="direction")


HOW = ["a letter", "a call"]


@pytest.mark.parametrize("how", HOW)
def test_what_told_nobody_meets_no_update_and_begins_none(how: str) -> None:
    story = begun("2026-11-16")
    story.wait(days=3)
    assert all_due(story) == ["2026-11-30"]
    untold(story, how, told(story, how))
    assert all_due(story) == ["2026-11-30"]
    story.wait(days=20)
    assert due(story, UPDATE)[0] == "missed"
    told(story, "a letter")
    assert all_due(story) == ["2026-12-23"]


def test_who_was_told_since_is_not_to_be_told_again() -> None:
    story = begun("2026-11-16")
    sent = told(story, "a letter")
    story.wait(days=3)
    told(story, "a call")
    before = all_due(story)
    comes_back(story, sent)
    assert all_due(story) == before == ["2026-12-03"]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("ground_code", ["closed_in_error", "new_evidence"])
def test_what_told_nobody_before_the_ending_is_due_once_when_it_is_reopened(
    how: str, ground_code: str
) -> None:
    story = begun("2026-11-16")
    story.wait(days=3)
    sent = told(story, how)
    story.do("withdraw", means_code="phone")
    untold(story, how, sent)
    story.do("reopen", ground_code=ground_code)
    assert all_due(story) == ["2026-11-30" if ground_code == "closed_in_error" else "2026-12-03"]
