"""7.3, 6.2: a suspension and the clocks that stand still with it go the same way."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.state import Complaint
from tests.support.controls import APPROVER, policy
from tests.support.invariants import broken
from tests.support.matter import Matter
from tests.support.people import MANAGEMENT

STOPS = policy(
    pauses=[
        {
            "rule_id": "criminal",
            "ground_codes": ["criminal_inquiry"],
            "kinds": ["acknowledgement", "response"],
            "with_suspension": True,
        }
    ]
)
STOPPED: dict[str, Any] = {"ground_code": "criminal_inquiry"}


def stopped(office: Matter, of: UUID) -> None:
    office.asked("suspend_handling", of, by=MANAGEMENT, **STOPPED)
    assert standing(office.complaints[of])


def standing(complaint: Complaint) -> list[str]:
    """What stands still with the suspension; nothing does without one."""
    kinds = [
        one.fact.kind
        for one in complaint.deadlines.values()
        if one.status == "paused" and any(each.with_suspension for each in one.pauses)
    ]
    assert complaint.is_suspended or not kinds, f"{kinds} stand still for ever"
    return kinds


def goes_on(office: Matter, of: UUID) -> None:
    """Once the work goes on, nothing of it stands still."""
    office.asked("resume_handling", of, by=MANAGEMENT)
    assert not standing(office.complaints[of])
    assert any(one.status == "running" for one in office.complaints[of].deadlines.values())
    assert list(broken(office)) == []


def test_what_was_ended_by_mistake_goes_on_as_the_ending_ended_the_suspension() -> None:
    office = Matter(STOPS)
    due = {one.fact.kind: one.due_on for one in office.ann.deadlines.values()}
    stopped(office, office.anns)
    office.wait(days=7)
    office.asked("withdraw", office.anns, means_code="phone")
    office.wait(days=20)
    office.asked("reopen", office.anns, by=APPROVER, ground_code="closed_in_error")
    assert not office.ann.is_suspended and not standing(office.ann)
    again = [one for one in office.ann.deadlines.values() if one.is_open]
    given_back = {one.fact.kind: (one.due_on - due[one.fact.kind]).days for one in again}
    assert given_back == {"acknowledgement": 7, "response": 7, "periodic_update": 0}
    assert list(broken(office)) == []


def test_what_is_taken_up_anew_is_worked_at() -> None:
    office = Matter(STOPS)
    stopped(office, office.anns)
    office.asked("withdraw", office.anns, means_code="phone")
    office.asked("reopen", office.anns, by=APPROVER, ground_code="new_evidence")
    assert not office.ann.is_suspended and not standing(office.ann)


def test_a_part_of_what_is_suspended_is_suspended_with_its_clocks() -> None:
    office = Matter(STOPS)
    stopped(office, office.anns)
    part = office.split()
    assert standing(office.complaints[part]) == standing(office.ann) != []
    goes_on(office, part)


@pytest.mark.parametrize("is_there_too", [True, False])
def test_merged_its_clocks_stand_still_only_with_a_suspension_of_the_other(
    is_there_too: bool,
) -> None:
    office = Matter(STOPS)
    stopped(office, office.anns)
    if is_there_too:
        stopped(office, office.bobs)
    office.merge()
    assert bool(standing(office.bob)) is is_there_too
    if is_there_too:
        goes_on(office, office.bobs)


def test_unmerged_a_clock_goes_on_that_stood_when_the_other_came() -> None:
    office = Matter(STOPS)
    second = office.received(complainant={"name": "Ann"}, narrative="Late again")
    stopped(office, second)
    office.asked("merge_complaint", office.anns, into_id=second)
    office.asked("resume_handling", second, by=MANAGEMENT)
    office.wait(days=3)
    office.unmerge()
    assert not standing(office.complaints[second])
    assert list(broken(office)) == []
