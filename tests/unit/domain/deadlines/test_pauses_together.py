"""6.2 A clock stands still while any ground stands, and each ground ends as it began."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.events import DeadlinePaused, DeadlineResumed
from tests.support.clocks_told import begun, correct, due, receipt, standing
from tests.support.controls import APPROVER, policy
from tests.support.story import Story

AWAITED: dict[str, Any] = {
    "rule_id": "awaited",
    "kinds": ["response"],
    "ground_codes": ["awaiting_complainant"],
}
POLICE = {
    "rule_id": "police",
    "kinds": ["response"],
    "ground_codes": ["police"],
    "with_suspension": True,
}
BOTH = policy(pauses=[AWAITED, POLICE])


def told(*acts: tuple[int, str, dict[str, str]], under: Any = BOTH) -> Story:
    """A complaint of Monday the 2nd of November; then these acts at nine of their days."""
    story = begun("2026-11-02", under)
    for day, name, asked in acts:
        story.now = datetime(2026, 11, day, 8, 59, tzinfo=UTC)
        story.do(name, **asked)
    return story


PAUSE = ("pause_deadlines", {"ground_code": "awaiting_complainant"})
SUSPEND = ("suspend_handling", {"ground_code": "police"})
RESUME: tuple[str, dict[str, str]] = ("resume_deadlines", {})
GO_ON: tuple[str, dict[str, str]] = ("resume_handling", {})


def test_a_resumed_handling_ends_no_pause_that_was_told_by_hand() -> None:
    with_work = policy(pauses=[{**AWAITED, "with_suspension": True}, POLICE])
    story = told((10, *PAUSE), (11, *SUSPEND), (12, *GO_ON), under=with_work)
    assert due(story) == ("paused", "2026-11-30")
    assert standing(story.complaint).pause_ground == "awaiting_complainant"


@pytest.mark.parametrize(
    "order", [(PAUSE, SUSPEND, RESUME, GO_ON), (SUSPEND, PAUSE, GO_ON, RESUME)]
)
def test_a_clock_stands_still_until_the_last_ground_ends(order: tuple[Any, ...]) -> None:
    first, second, one_ends, all_end = order
    half = told((16, *first), (17, *second), (18, *one_ends))
    assert due(half) == ("paused", "2026-11-30")
    story = told((16, *first), (17, *second), (18, *one_ends), (21, *all_end))
    assert due(story) == ("running", "2026-12-07")


def test_five_days_in_two_grounds_are_five_days_though_neither_part_is_whole() -> None:
    calendar = policy(
        pauses=[AWAITED, POLICE],
        deadlines=[
            {**one, "unit": "calendar_days"} if one["kind"] == "response" else one
            for one in policy().model_dump()["deadlines"]
        ],
    )
    story = begun("2026-11-02", calendar)
    before = standing(story.complaint).due_on
    for day, hour, (name, asked) in (
        (9, 9, PAUSE),
        (10, 9, SUSPEND),
        (11, 21, RESUME),
        (14, 9, GO_ON),
    ):
        story.now = datetime(2026, 11, day, hour, tzinfo=UTC) - timedelta(minutes=1)
        story.do(name, **asked)
    assert standing(story.complaint).due_on == before + timedelta(days=5)


def test_a_ground_of_another_measure_gives_back_what_it_took_alone() -> None:
    working = policy(pauses=[{**AWAITED, "unit": "working_days"}, POLICE])
    story = told((13, *PAUSE), (14, *SUSPEND), (16, *RESUME), (18, *GO_ON), under=working)
    assert due(story) == ("running", "2026-12-03")


def test_between_two_grounds_the_clock_runs() -> None:
    story = told((10, *PAUSE), (16, *SUSPEND))
    day = {"at": datetime(2026, 11, 12, 9, tzinfo=UTC), "zone": "Europe/London"}
    story.do("resume_deadlines", occurred=day)
    assert due(story) == ("paused", "2026-12-02")
    story.now = datetime(2026, 11, 17, 9, 1, tzinfo=UTC)
    story.do("resume_handling")
    assert due(story) == ("running", "2026-12-03")


def test_what_stands_with_the_work_does_not_go_on_by_hand() -> None:
    story = told((10, *SUSPEND))
    assert story.refuses("resume_deadlines") == "StandsWithTheWork"
    story.do("resume_handling")
    assert due(story)[0] == "running"


def test_the_same_ground_stops_a_clock_once_and_says_so() -> None:
    story = told((10, *PAUSE))
    assert story.refuses("pause_deadlines", ground_code="awaiting_complainant") == "IsPaused"
    both = policy(pauses=[{**AWAITED, "ground_codes": ["awaiting_complainant", "expert"]}])
    story = told((10, *PAUSE), (11, "pause_deadlines", {"ground_code": "expert"}), under=both)
    story.do("resume_deadlines", ground_code="expert")
    assert due(story)[0] == "paused"
    assert story.refuses("resume_deadlines", ground_code="expert") == "NotPaused"
    story.do("resume_deadlines")
    assert due(story)[0] == "running"


def test_all_grounds_hold_on_when_the_due_date_is_set_anew() -> None:
    story = told((16, *PAUSE), (17, *SUSPEND))
    events = correct(story, receipt(story), "2026-10-30")
    again = [one for one in events if isinstance(one, DeadlinePaused)]
    assert [(one.ground_code, one.with_suspension) for one in again] == [
        ("awaiting_complainant", None),
        ("police", True),
    ]
    story.now = datetime(2026, 11, 18, 9, tzinfo=UTC)
    ended = story.do("resume_handling")
    assert [one.event for one in ended if isinstance(one.event, DeadlineResumed)]
    assert due(story)[0] == "paused"


FEWER = {
    "rule_id": "cars",
    "kind": "response",
    "only": {"product_codes": ["car"]},
    "starts_from": ["received"],
    "amount": 12,
    "unit": "working_days",
    "party": "organisation",
    "calendar_id": "monday_to_friday",
}


def test_working_days_that_a_pause_gave_back_are_working_days_by_another_rule() -> None:
    rules = policy().model_dump()["deadlines"]
    calendar = policy().calendars[0].calendar_id
    unit = {**AWAITED, "unit": "working_days"}
    cars = policy(pauses=[unit], deadlines=[*rules, {**FEWER, "calendar_id": calendar}])
    story = begun("2026-11-19", cars)
    for day in (20, 24):
        story.now = datetime(2026, 11, day, 8, 59, tzinfo=UTC)
        name, asked = PAUSE if day == 20 else RESUME
        story.do(name, **asked)
    assert due(story) == ("running", "2026-12-21")
    story.do("record_product", product_code="car")
    assert due(story) == ("running", "2026-12-09")


def test_no_time_before_the_right_receipt_is_given_back_in_whatever_order_it_is_told() -> None:
    def story(*, first_right: bool) -> Story:
        made = begun("2026-11-02", BOTH, now=datetime(2026, 11, 5, 12, tzinfo=UTC))
        since = {"at": datetime(2026, 11, 3, 9, tzinfo=UTC), "zone": "Europe/London"}
        made.approved(PAUSE[0], by=APPROVER, occurred=since, **PAUSE[1])
        made.now = datetime(2026, 11, 6, 8, 59, tzinfo=UTC)
        for name in ("correct", "resume") if first_right else ("resume", "correct"):
            if name == "correct":
                correct(made, receipt(made), "2026-11-05T09:00:00Z")
            else:
                made.do("resume_deadlines")
        return made

    one, other = story(first_right=True), story(first_right=False)
    assert due(one) == due(other)
    assert due(one) == ("running", "2026-12-04")


def last(story: Story, kind: str) -> UUID:
    """The event of this type that was recorded last."""
    return [one.event_id for one in story.events if kind == one.event.TYPE][-1]


@pytest.mark.parametrize(
    ("acts", "begins", "ends"),
    [
        ((PAUSE, RESUME), "DeadlinePaused", "DeadlineResumed"),
        ((SUSPEND, GO_ON), "HandlingSuspended", "HandlingResumed"),
    ],
)
def test_the_right_time_of_a_pause_and_of_its_end_decides_what_it_gives_back(
    acts: tuple[Any, Any], begins: str, ends: str
) -> None:
    story = told((16, *acts[0]), (18, *acts[1]))
    assert due(story) == ("running", "2026-12-02")
    story.now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    correct(story, last(story, begins), "2026-11-13T09:00:00Z")
    assert due(story) == ("running", "2026-12-07")
    correct(story, last(story, ends), "2026-11-17T09:00:00Z")
    assert due(story) == ("running", "2026-12-04")


def test_the_right_begin_of_a_pause_that_stands_counts_when_it_ends() -> None:
    story = told((16, *PAUSE))
    correct(story, last(story, "DeadlinePaused"), "2026-11-13T09:00:00Z")
    story.now = datetime(2026, 11, 18, 9, tzinfo=UTC)
    story.do("resume_deadlines")
    assert due(story) == ("running", "2026-12-07")
