"""6.2 How much time a due date gives, and how much of it is used, stood still and is left."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from adapters.policy_files import preset
from domain.complaint.deadlines.budgets import Budget
from domain.policy import Policy
from services.commands.stream_heads import NotFound
from services.queries.explaining import Explanation, explanations
from tests.stories.people import ADA, APPROVER, BY_PHONE
from tests.stories.steps import answer
from tests.stories.telling import MONDAY, Told, World

PAUSE: dict[str, Any] = {
    "rule_id": "waiting",
    "kinds": ["response"],
    "ground_codes": ["awaiting_complainant"],
    "unit": "working_days",
}


def received(policy_id: str = "iso10002_default", **more: Any) -> Told:
    given = {**preset(policy_id, year=2026).model_dump(), **more}
    world = World(Policy.model_validate(given))
    return world.begin("receive", narrative="The bill is wrong", complainant=ADA)


def explained(told: Told, kind: str = "response", at: datetime | None = None) -> Explanation:
    """The last due date of this kind, with all that is told of it."""
    world = told.world
    world.publish()
    complaint_id = told.history[0].stream_id
    found = asyncio.run(explanations(world.record, complaint_id, now=world.now, at=at))
    return [one for one in found if one.kind == kind][-1]


def left(told: Told, kind: str = "response", at: datetime | None = None) -> Budget:
    found = explained(told, kind, at).budget
    assert found is not None
    assert found.left == found.amount - found.used
    return found


def counts(told: Told, kind: str = "response") -> tuple[int, int, int, int]:
    found = left(told, kind)
    return found.amount, found.used, found.suspended, found.left


def test_of_a_running_clock_the_working_days_that_began_are_used() -> None:
    told = received()
    assert counts(told) == (20, 0, 0, 20)
    told.world.wait(days=3)
    assert counts(told) == (20, 3, 0, 17)
    told.world.wait(days=3)  # Friday counts, the weekend does not
    assert counts(told) == (20, 4, 0, 16)
    said = explained(told).sentences
    assert "Of 20 working days: 4 used, 16 left as of 2026-03-08 09:01 UTC." in said


def test_what_was_done_used_so_much_of_it_for_ever() -> None:
    told = received()
    told.world.wait(days=4)
    told.do("agree_resolution", **BY_PHONE)
    told.world.wait(days=40)
    assert counts(told) == (20, 4, 0, 16)


def test_a_missed_clock_tells_by_how_much_it_is_over() -> None:
    told = received()
    told.world.wait(days=30)
    assert counts(told) == (20, 22, 0, -2)
    assert any("22 used, over by 2 as of 2026-04-01" in said for said in explained(told).sentences)


def test_a_clock_that_stands_still_uses_nothing_and_gets_it_back() -> None:
    told = received(pauses=[PAUSE])
    told.world.wait(days=3)
    told.do("pause_deadlines", ground_code="awaiting_complainant")
    told.world.wait(days=5)
    assert counts(told) == (20, 3, 0, 17)
    standing = left(told).stops[-1]
    assert (standing.until, standing.ground_code) == (None, "awaiting_complainant")
    told.do("resume_deadlines")
    assert counts(told) == (20, 3, 3, 17)
    assert left(told).stops[-1].until is not None
    told.world.wait(days=1)
    assert counts(told) == (20, 4, 3, 16)
    said = "\n".join(explained(told).sentences)
    assert "Of 20 working days: 4 used, 3 stood still, 16 left as of " in said
    assert "It stood still from Thursday 2026-03-05 09:02 Europe/London until Tuesday" in said


def test_what_was_done_while_it_stood_still_used_no_more_than_before() -> None:
    told = received(pauses=[PAUSE])
    told.world.wait(days=3)
    told.do("pause_deadlines", ground_code="awaiting_complainant")
    told.world.wait(days=40)
    told.do("agree_resolution", **BY_PHONE)
    told.world.wait(days=40)
    assert counts(told) == (20, 3, 28, 17)
    assert explained(told).lateness == "in_time"
    (stop,) = left(told).stops
    assert stop.until is not None


def test_the_right_time_of_an_act_is_the_right_end_of_the_pause_that_it_ended() -> None:
    told = received(pauses=[PAUSE])
    told.world.wait(days=3)
    told.do("pause_deadlines", ground_code="awaiting_complainant")
    told.world.wait(days=40)
    told.do("agree_resolution", **BY_PHONE)
    told.approved(
        "correct_record",
        by=APPROVER,
        target_event_id=told.event("ResolutionAgreed"),
        field="occurred",
        right="2026-03-10",
        ground_code="clerical_error",
    )
    known = told.complaint.deadlines.values()
    met = next(one for one in known if (one.fact.kind, one.status) == ("response", "met"))
    assert (met.lateness, met.due_on) == ("entered_late", date(2026, 4, 1))


def test_weeks_are_told_in_calendar_days() -> None:
    told = received("uk_fca_disp")
    told.world.wait(days=10)
    found = left(told)
    assert (found.counted_in, found.amount, found.used, found.left) == ("calendar_days", 56, 10, 46)


def test_a_window_that_lapsed_is_used_up() -> None:
    world = World()
    told = world.begin("log", narrative="The bill is wrong", complainant=ADA)
    answer(told)
    world.wait(days=90)
    assert left(told, "reply_window").left == 0


def test_what_was_left_at_an_earlier_moment_is_told_from_what_was_recorded_then() -> None:
    told = received()
    told.world.wait(days=4)
    told.do("agree_resolution", **BY_PHONE)
    told.world.wait(days=5)
    then = explained(told, at=MONDAY + timedelta(days=2))
    assert then.status == "running"
    assert then.budget is not None
    assert (then.budget.used, then.budget.left) == (2, 18)
    with pytest.raises(NotFound, match="by then"):
        explained(told, at=MONDAY - timedelta(days=1))


def test_an_extension_adds_to_what_there_is() -> None:
    told = received()
    told.do("send_update", kind="holding")
    notice = told.event("UpdateSent")
    response = next(one for one in told.complaint.deadlines.values() if one.fact.kind == "response")
    told.do(
        "extend_deadline",
        deadline_id=response.fact.deadline_id,
        ground_code="complex",
        notice_event_id=notice,
        is_agreed=True,
    )
    found = left(told)
    assert found.extended > 0
    assert found.amount == 20 + found.extended == found.left


def test_a_new_target_runs_from_when_it_was_set() -> None:
    told = received()
    told.world.wait(days=40)
    known = told.complaint.deadlines.values()
    missed = next(one for one in known if one.fact.kind == "response").fact.deadline_id
    told.do("send_update", kind="holding")
    notice = told.event("UpdateSent")
    named: Any = {"deadline_id": missed, "notice_event_id": notice}
    told.do("set_new_target", **named, due_on="2026-04-24")
    found = explained(told)
    assert (found.rule_id, found.start_type) == ("new_target", "DeadlineSet")
    assert found.start_event_id == told.event("DeadlineSet")
    said = "\n".join(found.sentences)
    assert "It runs from Saturday 2026-04-11 10:03 Europe/London, when it was set." in said
    assert "It counts from" not in said


def test_no_new_target_is_a_day_that_is_over() -> None:
    """Sunday the 12th would be Monday the 13th, which is not over."""
    told = received()
    told.world.wait(days=42)
    known = told.complaint.deadlines.values()
    missed = next(one for one in known if one.fact.kind == "response").fact.deadline_id
    assert told.refuses("set_new_target", deadline_id=missed, due_on="2026-04-12") == "TargetPast"
    told.do("send_update", kind="holding")
    named: Any = {"deadline_id": missed, "notice_event_id": told.event("UpdateSent")}
    told.do("set_new_target", **named, due_on="2026-04-13")
