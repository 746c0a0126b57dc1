"""6.2 What was set in error is taken back with the reason; what the policy makes due, by two."""

from uuid import UUID

import pytest
from pydantic import ValidationError

from adapters.policy_files import preset
from domain.complaint.deadlines.cancelling import CancelDeadline
from domain.complaint.events import DeadlineCancelled, DeadlineMissed, DeadlineSet, UpdateSent
from projections._parts.deadlines_running import Deadlines, deadlines_after, next_of_organisation
from tests.support.clocks_told import begun, correct, due, receipt, standing
from tests.support.controls import APPROVER, HANDLER, PARTY, RECEIVED, at, deadline, event_id, named
from tests.support.given import given
from tests.support.retargeting import set_target
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
    assert cancel(story, by=HANDLER) == ""
    assert due(story) == ("running", "2026-12-14")
    story.do("grant_approval", by=APPROVER)
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
    set_target(story, missed, "2027-01-15", by=APPROVER)
    assert cancel(story, error_code="wrong_date") == ""
    assert cancelled(story).approved_by is None


def retargeted(due_on: str = "2062-12-04") -> tuple[Story, UUID]:
    """A response that was missed and got a new target, and the id of what was missed."""
    story = begun("2026-11-16")
    story.wait(days=40)
    missed = standing(story.complaint).fact.deadline_id
    set_target(story, missed, due_on)
    return story, missed


def test_with_a_new_target_that_is_taken_back_what_was_missed_stands_again() -> None:
    story, missed = retargeted()
    assert cancel(story, error_code="wrong_date") == ""
    assert due(story) == ("missed", "2026-12-14")
    again = standing(story.complaint)
    assert (again.fact.replaces, again.fact.rule_id) != (None, "new_target")
    assert story.present.deadlines[missed].was_missed
    waiting: Deadlines = ()
    for one in story.events:
        waiting = deadlines_after(waiting, one.event)
    nearest = next_of_organisation(waiting)
    assert nearest is not None and nearest.due_at <= again.due_at
    named = again.fact.deadline_id
    set_target(story, named, "2027-01-15")
    assert due(story) == ("running", "2027-01-15")


def test_what_stands_again_is_due_by_the_receipt_as_it_is_known_by_then() -> None:
    story, _ = retargeted("2027-01-15")
    correct(story, receipt(story), "2026-11-12")
    assert cancel(story, error_code="wrong_date") == ""
    assert due(story) == ("missed", "2026-12-10")


def test_a_miss_of_which_a_target_was_taken_back_before_may_get_another() -> None:
    """Earlier versions let nothing run then."""
    missed = deadline("response")
    target = missed.model_copy(
        update={
            "deadline_id": named("target"),
            "rule_id": "new_target",
            "replaces": missed.deadline_id,
        }
    )
    past = given(
        RECEIVED,
        missed,
        DeadlineMissed(deadline_id=missed.deadline_id, due_at=missed.due_at),
        target,
        DeadlineCancelled(deadline_id=target.deadline_id, ground_code="set_in_error"),
        UpdateSent(kind="holding", channel_code="email", to_party_id=PARTY),
    )
    asked = {"deadline_id": missed.deadline_id, "due_on": "2026-03-27", "now": at(days=20)}
    asked["notice_event_id"] = event_id(6)
    past.when("set_new_target", **asked).then(DeadlineSet)


def test_with_a_rule_that_is_meant_no_more_nothing_owed_is_lost() -> None:
    issues = [{"product_code": "payment_services"}, {"product_code": "loans"}]
    story = begun("2026-11-25", FCA, issues=issues)
    story.do("withdraw_issue", issue_id=next(iter(story.present.issues)), means_code="phone")
    assert due(story) == ("running", "2026-12-16")
    assert cancel(story, error_code="wrong_rule") == ""
    assert due(story) == ("running", "2027-01-20")
    assert standing(story.complaint).fact.ground_code == "corrected"
