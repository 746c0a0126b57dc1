"""6.2 What a pause gives back is told by the rule by which the clock stopped, as it was then."""

from dataclasses import replace
from typing import Any

import pytest

from domain.decision_context import DecisionContext
from domain.policy import Policy
from domain.values import Actor, PolicyRef
from tests.support.clocks_told import begun, correct, due, receipt
from tests.support.controls import policy
from tests.support.story import Story

AWAITED: dict[str, Any] = {
    "rule_id": "awaited",
    "kinds": ["response"],
    "ground_codes": ["awaiting_complainant"],
    "unit": "working_days",
}
WITHOUT, WITH = policy(pauses=[]), policy(pauses=[AWAITED])
IN_DAYS = policy(pauses=[{**AWAITED, "unit": "calendar_days"}])


class UnderVersions(Story):
    """A story in which the policy is published anew; every version stays known."""

    versions: tuple[Policy, ...] = ()

    def publish(self, newer: Policy) -> None:
        """The next command is decided under this version."""
        self.versions = (*(self.versions or (self.policy,)), newer)
        self.policy = newer

    def context(self, by: Actor) -> DecisionContext:
        """With the versions of before."""
        present = super().context(by)
        refs = [
            PolicyRef(id=self.policy.policy_id, version=number + 1)
            for number in range(len(self.versions))
        ]
        known = dict(zip(refs, self.versions, strict=True))
        ref = refs[-1] if refs else present.policy_ref
        return replace(present, policy_ref=ref, policies=known)


def begun_under(first: Policy) -> UnderVersions:
    """A complaint of Monday the 2nd of November under the first version."""
    told = begun("2026-11-02", first)
    return UnderVersions(**{name: getattr(told, name) for name in Story.__dataclass_fields__})


def paused_over_a_weekend(story: Story, resumed_under: Policy | None = None) -> None:
    """From Friday to Tuesday: four days, of which two are worked."""
    story.wait(days=4)
    story.do("pause_deadlines", ground_code="awaiting_complainant")
    if resumed_under and isinstance(story, UnderVersions):
        story.publish(resumed_under)
    story.wait(days=4)
    story.do("resume_deadlines")


def test_a_date_set_anew_keeps_what_a_rule_of_a_later_version_gave_back() -> None:
    story = begun_under(WITHOUT)
    story.publish(WITH)
    paused_over_a_weekend(story)
    status, given_back = due(story)
    correct(story, receipt(story), "2026-10-28")
    # Four weeks from a Monday and from a Wednesday, each with the same two working days.
    assert (status, given_back) == ("running", "2026-12-02")
    assert due(story) == ("running", "2026-11-27")


@pytest.mark.parametrize("newer", [WITHOUT, IN_DAYS], ids=["taken away", "counted otherwise"])
def test_a_clock_goes_on_by_the_rule_by_which_it_stopped(newer: Policy) -> None:
    story = begun_under(WITH)
    paused_over_a_weekend(story, resumed_under=newer)
    assert due(story) == ("running", "2026-12-02")
