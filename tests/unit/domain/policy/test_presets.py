"""The regulators' numbers, worked through on real dates (DISP 1, the 2024 code, CFPB)."""

from datetime import date, timedelta
from typing import Any

import pytest

from adapters.policy_files import preset, preset_ids
from domain.complaint.deadlines.day_count import day_after
from domain.complaint.events import DeadlineExtended
from domain.complaint.state import DeadlineState
from domain.policy import Policy
from domain.values import When
from tests.support.controls import APPROVER, LONDON, T0
from tests.support.story import Story

PAYMENT = {"product_code": "payment_services"}
RECOURSE = [{"kind": "external", "body_code": "ombudsman"}]


def under(policy_id: str) -> Policy:
    """A shipped policy, with calendars as known in 2026."""
    return preset(policy_id, year=2026)


def received(policy_id: str, day: str, **issue: Any) -> Story:
    """A complaint that came at nine o'clock of a day."""
    at = T0.replace(month=int(day[5:7]), day=int(day[8:10]), year=int(day[:4]))
    story = Story(policy=under(policy_id), now=at)
    story.do("receive", narrative="x", issues=[issue], complainant={"name": "Ada"})
    return story


def due(story: Story, kind: str) -> DeadlineState:
    """The latest due date of this kind."""
    return [one for one in story.present.deadlines.values() if one.fact.kind == kind][-1]


def on(story: Story, kind: str) -> str:
    """The day of the latest due date of this kind, as it stands."""
    return due(story, kind).due_on.isoformat()


def answered(story: Story) -> Story:
    """The same complaint after a response that upheld it."""
    story.do("assess", severity_code="low", is_safety=False)
    findings = [{"finding_code": "upheld"}]
    story.do("open_investigation")
    (issue_id,) = story.present.issues
    story.do("record_finding", issue_id=issue_id, **findings[0])
    story.do("propose_decision")
    story.do("approve_decision", by=APPROVER)
    story.do("send_response", kind="final", recourse=RECOURSE)
    return story


@pytest.mark.parametrize("policy_id", preset_ids())
def test_every_shipped_policy_takes_a_complaint_through(policy_id: str) -> None:
    story = answered(received(policy_id, "2026-03-02"))
    assert story.present.state == "RESPONDED"
    story.do("accept_decision", means_code="phone")
    story.do("close", basis_code="accepted_and_carried_out")
    assert not story.present.is_open
    has_window = any(rule.kind == "reopen_window" for rule in under(policy_id).deadlines)
    assert ("reopen_window" in story.deadlines()) == has_window


def test_fca_final_response_is_due_after_eight_weeks_and_no_holiday_counts() -> None:
    story = received("uk_fca_disp", "2026-03-02")
    assert on(story, "response") == "2026-04-27"
    assert due(story, "response").fact.rule_id == "final_response_8w"


@pytest.mark.parametrize(
    ("receipt", "last"),
    [
        ("2026-03-02", "2026-03-05"),
        ("2026-04-01", "2026-04-08"),
        ("2026-12-23", "2026-12-30"),
        ("2026-03-07", "2026-03-11"),
    ],
)
def test_fca_summary_resolution_is_by_close_of_the_third_business_day(
    receipt: str, last: str
) -> None:
    story = received("uk_fca_disp", receipt)
    assert on(story, "fast_resolution_window") == last
    local = due(story, "fast_resolution_window").due_at
    assert When(at=local, zone=LONDON).day == date.fromisoformat(last)
    assert local.hour in (16, 17)


def test_fca_summary_resolution_is_met_by_agreement_and_missed_by_nobody() -> None:
    agreed = received("uk_fca_disp", "2026-03-02")
    agreed.do("agree_resolution", means_code="phone")
    assert agreed.deadlines()["fast_resolution_window"] == "met"
    late = received("uk_fca_disp", "2026-03-02")
    late.wait(days=10)
    assert late.deadlines()["fast_resolution_window"] == "lapsed"
    assert late.deadlines()["response"] == "running"


def test_fca_payment_complaints_have_15_working_days_and_35_with_a_holding_reply() -> None:
    story = received("uk_fca_disp", "2026-03-16", **PAYMENT)
    assert due(story, "response").fact.rule_id == "final_response_payments_15wd"
    assert on(story, "response") == "2026-04-08"
    facts = story.do("send_update", kind="holding", channel_code="letter", recourse=RECOURSE)
    notice = story.events[-len(facts)].event_id
    deadline_id = due(story, "response").fact.deadline_id
    story.do(
        "extend_deadline",
        deadline_id=deadline_id,
        ground_code="exceptional",
        notice_event_id=notice,
    )
    assert on(story, "response") == "2026-05-07"
    calendar = story.policy.calendar("uk_england")
    assert day_after(date(2026, 3, 16), 35, "working_days", calendar) == date(2026, 5, 7)


def test_fca_ombudsman_is_open_for_six_months_from_the_final_response() -> None:
    story = answered(received("uk_fca_disp", "2026-03-02"))
    assert on(story, "external_referral_window") == "2026-09-02"
    story.do("accept_decision", means_code="phone")
    story.do("close", basis_code="accepted_and_carried_out")
    assert story.deadlines()["external_referral_window"] == "running"
    assert on(story, "retention") == "2029-03-02"


def test_fca_response_that_is_missed_rises() -> None:
    story = received("uk_fca_disp", "2026-03-02")
    story.wait(days=60)
    assert story.deadlines()["response"] == "missed"
    assert story.present.escalation_level == 2


def test_housing_stage_1_counts_from_the_acknowledgement() -> None:
    story = received("uk_housing_ombudsman", "2026-03-26")
    assert on(story, "acknowledgement") == "2026-04-02"
    story.wait(days=4)
    story.do("acknowledge")
    assert (story.now.date(), on(story, "response")) == (date(2026, 3, 30), "2026-04-15")


@pytest.mark.parametrize(("days", "status"), [(18, "running"), (30, "missed")])
def test_housing_who_acknowledges_late_or_never_has_no_more_time_to_answer(
    days: int, status: str
) -> None:
    story = received("uk_housing_ombudsman", "2026-03-26")
    assert on(story, "response") == "2026-04-20", "5 working days and 10"
    story.wait(days=days)
    assert story.deadlines()["response"] == status
    story.do("acknowledge")
    assert (story.deadlines()["response"], on(story, "response")) == (status, "2026-04-20")


def test_housing_stage_2_has_its_own_clocks_and_bounds() -> None:
    story = received("uk_housing_ombudsman", "2026-03-02")
    story.do("acknowledge")
    answered(story)
    assert "external_referral_window" not in story.deadlines()
    story.do("request_review", issue_ids=[str(one) for one in story.present.issues])
    assert (story.present.state, story.present.stage) == ("REVIEW", 2)
    assert on(story, "acknowledgement") == "2026-03-09"
    assert on(story, "response") == "2026-04-08", "at most 5 working days and 20"
    story.wait(days=1)
    story.do("acknowledge")
    assert (due(story, "response").fact.rule_id, on(story, "response")) == (
        "stage_2_20wd",
        "2026-03-31",
    )
    facts = story.do("send_update", kind="holding", channel_code="letter", recourse=RECOURSE)
    story.do(
        "extend_deadline",
        deadline_id=due(story, "response").fact.deadline_id,
        ground_code="complex",
        notice_event_id=story.events[-len(facts)].event_id,
    )
    extended = next(one.event for one in story.events if isinstance(one.event, DeadlineExtended))
    assert extended.rule_id == "stage_2_more_20wd"
    assert on(story, "response") == "2026-04-30"


def test_housing_has_exactly_two_stages_and_twelve_months_to_the_ombudsman() -> None:
    policy = under("uk_housing_ombudsman")
    assert policy.stages == 2
    (window,) = [one for one in policy.deadlines if one.kind == "external_referral_window"]
    assert (window.stage, window.amount, window.unit) == (2, 12, "months")


def test_a_review_that_is_dropped_takes_its_clocks_with_it() -> None:
    story = received("uk_housing_ombudsman", "2026-03-02")
    story.do("acknowledge")
    answered(story)
    story.do("request_review", issue_ids=[str(one) for one in story.present.issues])
    story.do("acknowledge")
    assert story.deadlines()["response"] == "running"
    story.do("withdraw_review", ground_code="no_longer_wanted")
    assert story.deadlines()["response"] == "cancelled"
    assert story.present.state == "DISPUTED"


def test_cfpb_answers_in_15_days_or_in_60_when_in_progress() -> None:
    story = received("us_cfpb", "2026-03-02")
    assert on(story, "response") == "2026-03-17"
    facts = story.do("send_update", kind="holding", channel_code="web")
    story.do(
        "extend_deadline",
        deadline_id=due(story, "response").fact.deadline_id,
        ground_code="in_progress",
        notice_event_id=story.events[-len(facts)].event_id,
    )
    assert due(story, "response").due_on == date(2026, 3, 2) + timedelta(days=60)


def test_us_federal_holidays_are_no_working_days() -> None:
    story = received("us_cfpb", "2026-07-01")
    assert on(story, "acknowledgement") == "2026-07-06"
