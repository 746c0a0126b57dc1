"""A complaint of which one person asks for something, and another approves it."""

from typing import Any

from domain.complaint.authority.state import ApprovalRequest
from tests.support.controls import POLICY, event_id, policy
from tests.support.story import Story

ELSEWHERE: dict[str, Any] = {"ground_code": "not_ours", "signpost_code": "parcel_service"}
MISTYPED: dict[str, Any] = {
    "target_event_id": event_id(1),
    "field": "channel_code",
    "right": "letter",
    "ground_code": "clerical_error",
}
BY_PHONE = {"means_code": "phone", "ground_code": "changed_mind"}


def told(**rules: Any) -> Story:
    """A complaint that was just received by a handler. rules: of the separation of duties."""
    separation = {**POLICY.separation.model_dump(), **rules}
    story = Story(policy=policy(separation=separation))
    story.do("receive", narrative="The bill is wrong.", complainant={"name": "Ada"})
    return story


def asked(story: Story) -> ApprovalRequest:
    """What was asked for last."""
    return list(story.present.approvals.values())[-1]


def correction(story: Story, **more: Any) -> dict[str, Any]:
    """The receipt was not by phone."""
    return {**MISTYPED, "target_event_id": story.events[0].event_id, **more}
