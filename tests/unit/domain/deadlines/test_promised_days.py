"""6.2 A day that somebody named is kept track of, also where the policy has no rule of it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.policy_files import preset
from tests.support.clocks_told import begun, correct, due, receipt
from tests.support.controls import APPROVER

PLAN: dict[str, Any] = {"by": APPROVER, "kind_code": "preventive"}
FCA = preset("uk_fca_disp")


@pytest.mark.parametrize("policy_id", ["iso10002_default", "uk_fca_disp"])
def test_an_action_with_a_day_is_due_on_it_and_missed_after_it(policy_id: str) -> None:
    story = begun("2026-11-16", preset(policy_id))
    story.do("plan_action", due_on="2026-12-11", **PLAN)
    assert due(story, "action_due") == ("running", "2026-12-11")
    story.wait(days=40)
    assert due(story, "action_due") == ("missed", "2026-12-11")


def test_an_action_without_a_day_is_due_by_a_rule_alone() -> None:
    story = begun("2026-11-16", preset("iso10002_default"))
    story.do("plan_action", **PLAN)
    assert "action_due" not in story.deadlines()


def test_the_time_to_settle_at_once_runs_again_where_the_right_receipt_leaves_some() -> None:
    story = begun("2026-11-23", FCA, datetime(2026, 11, 30, 12, tzinfo=UTC))
    story.wait(minutes=5)
    assert due(story, "fast_resolution_window")[0] == "lapsed"
    correct(story, receipt(story), "2026-11-27")
    assert due(story, "fast_resolution_window") == ("running", "2026-12-02")
