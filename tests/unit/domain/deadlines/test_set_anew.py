"""6.2 What is due is set anew when a fact that it rests on is told right, or its rule is known."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.policy_files import preset
from domain.complaint.events import DeadlineMet, DeadlineMissed, DeadlinePaused, DeadlineSet
from projections._parts.timeliness import Target, is_in_time, targets_after
from services.commands.remarks import remarks_of
from tests.support.clocks_told import begun, correct, due, extend, on, receipt, standing
from tests.support.controls import APPROVER, policy
from tests.support.retargeting import set_target
from tests.support.story import Story

FCA = preset("uk_fca_disp")
HOUSING = preset("uk_housing_ombudsman")


@pytest.mark.parametrize(
    ("right", "response"), [("2026-11-12", "2026-12-10"), ("2026-11-13", "2026-12-11")]
)
def test_an_earlier_receipt_sets_what_counts_from_it_anew(right: str, response: str) -> None:
    story = begun("2026-11-16")
    assert due(story) == ("running", "2026-12-14")
    old = standing(story.complaint).fact
    set_anew = [one for one in correct(story, receipt(story), right) if one.TYPE == "DeadlineSet"]
    assert due(story) == ("running", response)
    new = standing(story.complaint).fact
    assert new in set_anew
    assert (new.replaces, new.ground_code, new.rule_id) == (
        old.deadline_id,
        "corrected",
        old.rule_id,
    )
    assert new.start_event_id == receipt(story)
    assert new.starts.day == date.fromisoformat(right)


def test_a_later_receipt_makes_what_counts_from_it_later() -> None:
    story = begun("2026-11-12", now=datetime(2026, 11, 16, 12, tzinfo=UTC))
    correct(story, receipt(story), "2026-11-16")
    assert due(story) == ("running", "2026-12-14")


def test_what_counts_from_the_writing_down_does_not_move_with_the_receipt() -> None:
    rules = policy().model_dump()["deadlines"]
    logged = [
        {**one, "starts_from": ["logged"]} if one["kind"] == "response" else one for one in rules
    ]
    story = begun("2026-11-16", policy(deadlines=logged))
    correct(story, receipt(story), "2026-11-12")
    assert due(story) == ("running", "2026-12-14")
    assert due(story, "acknowledgement")[1] < "2026-11-18"


def test_a_right_day_that_is_over_is_set_and_missed_at_once() -> None:
    story = begun("2026-11-16")
    events = correct(story, receipt(story), "2026-10-01")
    assert [one.kind for one in events if isinstance(one, DeadlineSet)]
    assert due(story) == ("missed", "2026-10-29")
    assert [one for one in events if isinstance(one, DeadlineMissed)]


@pytest.mark.parametrize("has_ticked", [True, False])
def test_how_much_is_overdue_counts_from_the_right_day_and_a_miss_stays_a_miss(
    has_ticked: bool,
) -> None:
    story = begun("2026-11-16")
    old = standing(story.complaint).fact.deadline_id
    if has_ticked:
        story.wait(days=40)
    else:
        story.now += timedelta(days=40)
    correct(story, receipt(story), "2026-11-12")
    assert due(story) == ("missed", "2026-12-10")
    assert story.present.deadlines[old].was_missed


ANSWER = {"means_code": "phone"}


def answered(day: str, on_day: str) -> Story:
    """A complaint that came on a day and is settled on another."""
    story = begun(day)
    story.now = datetime.fromisoformat(on_day).replace(tzinfo=UTC, hour=12)
    story.do("agree_resolution", **ANSWER)
    return story


def in_time(story: Story) -> bool | None:
    """Whether the answer counts as given in time."""
    targets: tuple[Target, ...] = ()
    for one in story.events:
        targets = targets_after(targets, one.event, one.recorded_at)
    return is_in_time(targets)


def test_an_answer_that_was_late_by_the_right_receipt_is_late() -> None:
    story = answered("2026-03-02", "2026-03-25")
    assert (due(story), in_time(story)) == (("met", "2026-03-30"), True)
    answer = standing(story.complaint)
    events = correct(story, receipt(story), "2026-02-02")
    now = standing(story.complaint)
    own = now.fact.deadline_id
    (met,) = [one for one in events if isinstance(one, DeadlineMet) and one.deadline_id == own]
    assert (due(story), now.lateness) == (("met", "2026-03-02"), "done_late")
    assert (met.by_event_id, met.met) == (answer.met_by, answer.met)
    assert in_time(story) is False
    said = list(remarks_of(story.present, story.events))
    assert "response: done late" in said


def test_an_answer_in_time_by_the_right_receipt_is_neither_late_nor_entered_late() -> None:
    story = answered("2026-03-02", "2026-03-25")
    story.wait(days=30)
    correct(story, receipt(story), "2026-02-27")
    assert (due(story), standing(story.complaint).lateness) == (("met", "2026-03-27"), "in_time")
    assert in_time(story) is True


def test_an_answer_that_was_late_by_a_wrong_receipt_alone_is_in_time() -> None:
    story = begun("2026-02-02", now=datetime(2026, 3, 25, 12, tzinfo=UTC))
    story.do("agree_resolution", **ANSWER)
    assert in_time(story) is False
    correct(story, receipt(story), "2026-03-02")
    assert (due(story), in_time(story)) == (("met", "2026-03-30"), True)


def test_a_miss_that_a_wrong_receipt_alone_made_counts_no_more() -> None:
    story = begun("2025-03-02", now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    story.wait(seconds=4)
    missed = standing(story.complaint)
    assert (missed.status, in_time(story)) == ("missed", False)
    correct(story, receipt(story), "2026-03-02")
    assert in_time(story) is None
    story.do("agree_resolution", **ANSWER)
    assert (standing(story.complaint).lateness, in_time(story)) == ("in_time", True)
    assert story.present.deadlines[missed.fact.deadline_id].was_missed, "it happened"


@pytest.mark.parametrize(("right", "is_kept"), [("2026-03-03", False), ("2026-03-23", True)])
def test_a_right_receipt_proves_no_act_that_was_entered_after_the_right_day(
    right: str, is_kept: bool
) -> None:
    """Due by the 30th of March, then by the 31st or the 20th of April; entered on the 8th."""
    story = begun("2026-03-02", now=datetime(2026, 3, 23, 12, tzinfo=UTC))
    story.wait(days=16)
    story.do("agree_resolution", occurred=on("2026-03-23"), **ANSWER)
    assert in_time(story) is False
    correct(story, receipt(story), right)
    assert in_time(story) is is_kept


def test_the_right_day_of_an_answer_decides_whether_it_was_late() -> None:
    story = begun("2026-03-02", now=datetime(2026, 4, 20, 12, tzinfo=UTC))
    story.do("agree_resolution", **ANSWER)
    late = standing(story.complaint)
    assert late.lateness == "done_late" and late.met_by is not None
    correct(story, late.met_by, "2026-03-20")
    assert standing(story.complaint).lateness == "entered_late"
    assert in_time(story) is True


def test_what_was_missed_by_a_wrong_start_runs_from_the_right_one_and_the_miss_stays() -> None:
    story = begun("2026-10-01", now=datetime(2026, 11, 16, 12, tzinfo=UTC))
    story.wait(minutes=5)
    assert due(story)[0] == "missed"
    missed = standing(story.complaint).fact.deadline_id
    correct(story, receipt(story), "2026-11-16")
    assert due(story) == ("running", "2026-12-14")
    old = story.present.deadlines[missed]
    assert (old.status, old.was_missed) == ("replaced", True)


def test_an_extension_holds_from_the_right_start_and_counts_as_one() -> None:
    story = begun("2026-11-25", FCA, issues=[{"product_code": "payment_services"}])
    extend(story)
    assert due(story) == ("running", "2027-01-18")
    correct(story, receipt(story), "2026-11-24")
    assert due(story) == ("running", "2027-01-15")
    again = standing(story.complaint)
    assert (again.extended, again.fact.times_extended) == (1, 1)
    assert again.fact.first_due_on == date(2026, 12, 15)


PAUSING = policy(pauses=[{"rule_id": "wait", "kinds": ["response"], "ground_codes": ["awaiting"]}])


def test_what_is_paused_stays_paused_since_the_same_time_and_gets_its_days_back() -> None:
    story = begun("2026-11-16", PAUSING)
    story.wait(days=2)
    story.do("pause_deadlines", ground_code="awaiting")
    began = standing(story.complaint).paused
    events = correct(story, receipt(story), "2026-11-12")
    assert [one.since for one in events if isinstance(one, DeadlinePaused)] == [began]
    assert due(story) == ("paused", "2026-12-10")
    story.wait(days=6)
    story.do("resume_deadlines")
    assert due(story) == ("running", "2026-12-16")


def test_the_days_that_a_pause_gave_back_are_kept() -> None:
    story = begun("2026-11-16", PAUSING)
    story.do("pause_deadlines", ground_code="awaiting")
    story.wait(days=7, hours=1)
    story.do("resume_deadlines")
    assert due(story) == ("running", "2026-12-21")
    correct(story, receipt(story), "2026-11-13")
    assert due(story) == ("running", "2026-12-18")


def test_the_acknowledgement_that_a_clock_counts_from_moves_it() -> None:
    story = begun("2026-11-16", HOUSING)
    story.wait(days=3)
    facts = story.do("acknowledge")
    acknowledged = story.events[-len(facts)].event_id
    before = due(story)[1]
    correct(story, acknowledged, "2026-11-17")
    assert due(story)[1] < before
    assert standing(story.complaint).fact.start_event_id == acknowledged


def test_a_day_that_somebody_named_stays() -> None:
    story = begun("2026-11-16")
    story.wait(days=40)
    set_target(story, standing(story.complaint).fact.deadline_id, "2027-01-15", by=APPROVER)
    correct(story, receipt(story), "2026-11-12")
    assert due(story) == ("running", "2027-01-15")


def test_what_was_done_is_not_due_again() -> None:
    story = begun("2026-11-16")
    story.do("acknowledge")
    correct(story, receipt(story), "2026-11-12")
    assert due(story, "acknowledgement")[0] == "met"
