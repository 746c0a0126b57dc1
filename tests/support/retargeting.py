"""A new day after a miss, with what it takes: a word to the complainant, two people beyond."""

from typing import Any
from uuid import UUID

from domain.complaint.authority.state import awaiting
from tests.support.controls import SECOND_APPROVER
from tests.support.story import Story

CONTACT = {"direction": "outbound", "channel_code": "email", "purpose_code": "other"}


def set_target(story: Story, deadline_id: UUID, due_on: str, **asked: Any) -> None:
    """Tell the complainant of the day, set it, and have it approved where it takes an approver."""
    story.do("record_contact", **CONTACT, final_expected_on=due_on)
    notice = next(one for one in reversed(story.events) if one.event.TYPE == "ContactRecorded")
    named = {"deadline_id": deadline_id, "due_on": due_on, "notice_event_id": notice.event_id}
    story.do("set_new_target", **named, **asked)
    if awaiting(story.present.approvals):
        story.do("grant_approval", by=SECOND_APPROVER)
