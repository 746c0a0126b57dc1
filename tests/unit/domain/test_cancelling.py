"""6.2 What was set in error is taken back with the reason; what the policy makes due, by two."""

import pytest
from pydantic import ValidationError

from adapters.policy_files import preset
from domain.cancelling import CancelDeadline
from domain.events import DeadlineCancelled
from tests.support.clocks_told import begun, due, standing
from tests.support.controls import APPROVER, HANDLER
from tests.support.story import Story

FCA = preset("uk_fca_disp")


def cancel(story: Story, **asked: object) -> str:
    named = {"deadline_id": standing(story.complaint).fact.deadline_id, "error_code": "not_owed"}
    return story.refuses("cancel_deadline", **{**named, **asked})


def cancelled(story: Story) -> DeadlineCancelled:
    (found,) = [each.event for each in story.events if isinstance(each.event, DeadlineCancelled)]
    return found


def test_what_a_rule_makes_due_for_the_complaint_no_handler_takes_back_alone() -> None:
    story = begun("2026-11-16")
    assert cancel(story, by=HANDLER) == "RuleStillMeant"
    assert due(story) == ("running", "2026-12-14")
    assert cancel(story, by=APPROVER) == ""
    assert due(story)[0] == "cancelled"
    assert (cancelled(story).error_code, cancelled(story).approved_by) == ("not_owed", APPROVER.id)


def test_what_was_wrong_is_said() -> None:
    story = begun("2026-11-16")
    with pytest.raises(ValidationError):
        CancelDeadline.model_validate({"deadline_id": standing(story.complaint).fact.deadline_id})


def test_a_day_that_somebody_named_a_handler_takes_back() -> None:
    story = begun("2026-11-16")
    story.wait(days=40)
    missed = standing(story.complaint).fact.deadline_id
    story.do("set_new_target", by=APPROVER, deadline_id=missed, due_on="2027-01-15")
    assert cancel(story, error_code="wrong_date") == ""
    assert cancelled(story).approved_by is None


def test_with_a_rule_that_is_meant_no_more_nothing_owed_is_lost() -> None:
    issues = [{"product_code": "payment_services"}, {"product_code": "loans"}]
    story = begun("2026-11-25", FCA, issues=issues)
    story.do("withdraw_issue", issue_id=next(iter(story.present.issues)), means_code="phone")
    assert due(story) == ("running", "2026-12-16")
    assert cancel(story, error_code="wrong_rule") == ""
    assert due(story) == ("running", "2027-01-20")
    assert standing(story.complaint).fact.ground_code == "corrected"
