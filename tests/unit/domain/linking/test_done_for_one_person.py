"""6.2, 7.4 What one person was told alone is judged by their own receipt, once told right."""

from datetime import date

import pytest

from domain.complaint import events as e
from tests.support.answered_together import Answered
from tests.support.controls import APPROVER, LONDON, SECOND_APPROVER
from tests.support.matter import Matter


def received_on(office: Matter, day: date) -> None:
    """When Ann's complaint came is told right, by two people."""
    told = {"field": "occurred", "right": f"{day}[{LONDON}]", "ground_code": "mistyped"}
    target = {"target_event_id": office.ann.received_event_id}
    office.asked("correct_record", office.anns, APPROVER, **told, **target)
    office.asked("grant_approval", office.anns, SECOND_APPROVER)


def late(office: Matter, kind: str) -> list[bool]:
    """Whether what was due to her alone was late, as judged each time."""
    about = {
        key: one.fact.kind
        for key, one in office.bob.deadlines.items()
        if one.fact.about is not None
    }
    return [
        one.event.is_late
        for one in office.events[office.bobs]
        if isinstance(one.event, e.DeadlineMet) and about.get(one.event.deadline_id) == kind
    ]


@pytest.mark.parametrize("kind", ["acknowledgement", "response"])
def test_by_an_earlier_receipt_it_was_late_and_by_the_first_one_it_was_not(kind: str) -> None:
    office = Answered()
    first = office.ann.received.day
    assert first
    office.tell_both()
    assert late(office, kind) == [False]
    received_on(office, date(2025, 12, 1))
    assert late(office, kind) == [False, True]
    received_on(office, first)
    assert late(office, kind) == [False, True, False]
    (stands,) = [
        one
        for one in office.bob.deadlines.values()
        if one.status == "met" and one.fact.kind == kind and one.fact.about
    ]
    assert stands.due_on == next(
        one.due_on for one in office.ann.deadlines.values() if one.fact.kind == kind
    )


def test_also_once_all_of_it_is_closed() -> None:
    office = Answered()
    office.tell_both()
    for of in (office.bobs, office.anns):
        office.asked("accept_decision", of, means_code="phone")
    office.asked("close", office.bobs, basis_code="accepted_and_carried_out")
    received_on(office, date(2025, 12, 1))
    assert late(office, "response") == [False, True]
