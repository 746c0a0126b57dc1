"""6.2 Days that may be mistyped are remarked and never refused; what is guessed is said."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.complaint.deadlines.day_count import due_date
from domain.policy import Calendar
from domain.values import When
from services.commands.remarks import remarks_of
from tests.support.clocks_told import begun, due, standing
from tests.support.controls import POLICY, policy
from tests.support.retargeting import set_target
from tests.support.story import Story


def said(story: Story) -> str:
    """All that is remarked on the events so far."""
    return "; ".join(remarks_of(story.present, story.events))


@pytest.mark.parametrize(("day", "is_remarked"), [("1926-11-16", True), ("2025-11-16", False)])
def test_a_receipt_of_long_ago_is_taken_and_remarked(day: str, is_remarked: bool) -> None:
    story = begun(day, now=datetime(2026, 11, 16, 12, tzinfo=UTC))
    assert (f"received on {day}" in said(story)) == is_remarked


@pytest.mark.parametrize(("day", "is_remarked"), [("2062-12-04", True), ("2027-01-15", False)])
def test_a_new_target_years_ahead_is_remarked(day: str, is_remarked: bool) -> None:
    story = begun("2026-11-16")
    story.wait(days=40)
    missed = standing(story.complaint).fact.deadline_id
    set_target(story, missed, day)
    assert (f"due on {day}, more than two years ahead" in said(story)) == is_remarked


def test_a_suspension_that_stops_no_clock_says_so() -> None:
    story = begun("2026-11-16")
    story.do("suspend_handling", ground_code="police")
    assert "no clock stops" in said(story)


def test_a_pause_that_is_told_after_a_miss_says_that_it_stays_one() -> None:
    kinds = ["response", "acknowledgement"]
    pause = {"rule_id": "wait", "kinds": kinds, "ground_codes": ["awaiting"]}
    story = begun("2026-11-16", policy(pauses=[{**pause, "back_dating_days": 30}]))
    story.wait(days=8)
    assert due(story, "acknowledgement")[0] == "missed"
    since = {"on": "2026-11-16", "zone": "Europe/London"}
    story.do("pause_deadlines", ground_code="awaiting", occurred=since)
    assert "acknowledgement was missed on" in said(story)


@pytest.mark.parametrize(
    ("day", "is_estimated"), [("2019-12-20", True), ("2020-01-02", None), ("2018-01-02", True)]
)
def test_working_days_before_the_first_known_year_are_an_estimate(
    day: str, is_estimated: Any
) -> None:
    rule = next(one for one in POLICY.deadlines if one.unit == "working_days")
    known = {"calendar_id": "known", "weekend": ["sunday"], "first_year": 2020, "last_year": 2030}
    starts = When(on=date.fromisoformat(day), zone="Europe/London")
    calendar = Calendar.model_validate(known)
    due = due_date(rule, starts=starts, calendar=calendar, day_ends="24:00")
    assert due.is_estimated is is_estimated
