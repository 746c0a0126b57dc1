"""6.2, 7.3 Of the updates to several any may come back: it is due again to whom it was sent."""

from datetime import date
from uuid import UUID

import pytest

from tests.support.matter import Matter

LOST = "report_failed_communication"


def two(how: str) -> tuple[Matter, list[UUID]]:
    """Bob's complaint, which is another's too, and who both are."""
    office = Matter()
    if how == "merged":
        office.merge()
    else:
        office.asked("join_complainant", office.bobs, complainant={"name": "Joan"})
    return office, list(office.bob.parties)


def sent(office: Matter, person: UUID) -> UUID:
    """The event of an update to one of them."""
    office.wait(1)
    told = office.asked("send_update", office.bobs, to_party_id=person)
    return told.recorded[0].event_id


def due_on(office: Matter) -> list[date]:
    """The days by which all are to be kept informed."""
    every = office.bob.deadlines.values()
    return [one.due_on for one in every if one.is_open and one.fact.kind == "periodic_update"]


@pytest.mark.parametrize("how", ["merged", "joint"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("lost", [0, 1])
def test_what_came_back_is_due_again_and_met_once_they_have_heard(
    how: str, order: tuple[int, int], lost: int
) -> None:
    office, people = two(how)
    before = due_on(office)
    letters = [sent(office, people[each]) for each in order]
    next_one = due_on(office)
    assert len(next_one) == 1 and next_one > before
    office.asked(LOST, office.bobs, target_event_id=letters[lost], failure_code="returned")
    assert due_on(office) == before
    sent(office, people[order[lost]])
    assert len(due_on(office)) == 1 and due_on(office) > next_one


@pytest.mark.parametrize("how", ["merged", "joint"])
def test_who_heard_again_meanwhile_need_not_hear_it_once_more(how: str) -> None:
    office, (bob, other) = two(how)
    before = due_on(office)
    _, lost, _ = sent(office, bob), sent(office, other), sent(office, bob)
    office.asked(LOST, office.bobs, target_event_id=lost, failure_code="returned")
    assert due_on(office) == before
    sent(office, other)
    assert due_on(office) > before


@pytest.mark.parametrize("how", ["merged", "joint"])
def test_once_all_heard_the_next_one_nothing_is_due_for_one_before(how: str) -> None:
    office, (bob, other) = two(how)
    lost, *_ = [sent(office, each) for each in (bob, other, bob, other)]
    now = due_on(office)
    office.asked(LOST, office.bobs, target_event_id=lost, failure_code="returned")
    assert due_on(office) == now
