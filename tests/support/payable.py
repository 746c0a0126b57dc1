"""Complaints on which something becomes payable, and how paying it is refused."""

from typing import Any

from domain.complaint.remedies.state import RemedyState
from domain.policy import Separation
from tests.support.controls import HANDLER, POLICY, money, policy
from tests.support.story import Story

MUCH = money("9000.00")
ALONE: dict[str, Any] = {"approve": "waived", "ground_code": "one_person_organisation"}
TAKEN: dict[str, Any] = {"answered_by": "organisation", "answer_code": "accepted"}


def logged(**rules: Any) -> Story:
    """A complaint under a policy whose separation of duties says so."""
    separation = Separation(**{**POLICY.separation.model_dump(), **rules})
    story = Story(policy=policy(separation=separation))
    story.do("log", narrative="The bill is wrong.", complainant={"name": "Ada"})
    return story


def the(story: Story) -> RemedyState:
    """The only remedy."""
    (remedy,) = story.present.remedies.values()
    return remedy


def pay(story: Story, by: Any = HANDLER, **more: Any) -> str | None:
    """How paying what stands is refused; None where it is done."""
    asked = {"remedy_id": the(story).remedy_id, **more}
    return story.refuses("fulfil_remedy", by=by, **asked) or None
