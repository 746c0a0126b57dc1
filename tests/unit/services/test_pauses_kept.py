"""6.2 What moved a due date is told with it wherever it is set again, counted in its unit."""

from datetime import UTC, date, datetime
from typing import Any

from adapters.policy_files import preset
from domain.complaint.deadlines.budgets import Budget
from domain.complaint.state import DeadlineState
from domain.policy import Policy
from tests.stories.people import ADA, APPROVER
from tests.stories.telling import Told, World
from tests.unit.services.test_budgets import explained

DAYS: dict[str, Any] = {
    "rule_id": "waiting",
    "kinds": ["response"],
    "ground_codes": ["awaiting_complainant"],
    "back_dating_days": 30,
}
TWO = [{"category_code": "price"}, {"category_code": "price"}]
FIRST = datetime(2026, 11, 11, 9, tzinfo=UTC)
"""A Wednesday: twenty working days later is Wednesday the 9th of December."""


def stood_still(unit: str = "calendar_days") -> Told:
    """Received on the 11th of November, and paused for three days over a weekend from the 20th."""
    base = preset("iso10002_default", year=2026).model_dump()
    pauses = [{**DAYS, "unit": unit}]
    world = World(Policy.model_validate({**base, "pauses": pauses}), begins=FIRST)
    told = world.begin("receive", narrative="The bill is wrong", complainant=ADA, issues=TWO)
    told.do("acknowledge")
    told.do("assess", severity_code="low", is_safety=False)
    world.wait(days=9)
    told.do("pause_deadlines", ground_code="awaiting_complainant")
    world.wait(days=3)
    told.do("resume_deadlines")
    return told


def response(told: Told) -> DeadlineState:
    return [one for one in told.complaint.deadlines.values() if one.fact.kind == "response"][-1]


def part_of(told: Told) -> Told:
    issue_id = next(iter(told.complaint.issues))
    told.do("split_complaint", issue_ids=[issue_id])
    return told.world.known(told.complaint.split_into[0])


def correct(told: Told, right: str) -> None:
    told.approved(
        "correct_record",
        by=APPROVER,
        target_event_id=told.event("ComplaintReceived"),
        field="occurred",
        right=right,
        ground_code="postmark",
    )


def left(told: Told) -> Budget:
    found = explained(told).budget
    assert found is not None
    return found


def counts(told: Told) -> tuple[int, int, int, int, int]:
    found = left(told)
    return found.amount, found.extended, found.used, found.suspended, found.left


def test_a_part_gives_back_what_the_whole_stood_still_in_the_same_unit() -> None:
    whole = stood_still()
    assert response(whole).due_on == date(2026, 12, 14), "the 12th is a Saturday"
    part = part_of(whole)
    assert response(part).due_on == date(2026, 12, 14)
    correct(part, "2026-11-11")
    assert response(part).due_on == date(2026, 12, 14)
    correct(part, "2026-11-10")
    assert response(part).due_on == date(2026, 12, 11)


def test_what_a_pause_took_is_told_after_a_correction_and_of_a_part() -> None:
    whole = stood_still("working_days")
    before = counts(whole)
    assert before[3] > 0
    part = part_of(whole)
    assert counts(part) == before
    correct(whole, "2026-11-10")
    amount, extended, used, suspended, _ = counts(whole)
    assert (amount, extended, used, suspended) == (20, 0, before[2] + 1, before[3])
    for told in (whole, part):
        (stop,) = left(told).stops
        assert (stop.ground_code, stop.since.day) == ("awaiting_complainant", date(2026, 11, 20))
        assert stop.until is not None and stop.until.day == date(2026, 11, 23)


def extended(told: Told) -> None:
    told.do("send_update", kind="holding")
    told.do(
        "extend_deadline",
        deadline_id=response(told).fact.deadline_id,
        ground_code="complex",
        notice_event_id=told.event("UpdateSent"),
        is_agreed=True,
        to_on="2026-12-16",
    )


def test_an_extension_and_a_pause_are_told_apart_after_a_correction() -> None:
    told = stood_still()
    extended(told)
    before = counts(told)
    assert before[1] == 2, "from Monday to Wednesday"
    correct(told, "2026-11-10")
    after = counts(told)
    assert (after[0], after[1]) == (before[0], before[1])
    assert after[3] == before[3] > 0


def test_the_day_that_the_complainant_was_told_holds_after_a_correction_that_is_put_right() -> None:
    told = stood_still()
    extended(told)
    correct(told, "2026-11-09")
    assert response(told).due_on == date(2026, 12, 14), "three days and two from the 7th"
    correct(told, "2026-11-11")
    assert response(told).due_on == date(2026, 12, 16), "as it was before the wrong correction"
