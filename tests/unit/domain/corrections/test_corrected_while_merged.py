"""4.9, 6.2: a receipt that was corrected while merged, or of what was split, is no lost word."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.complaint.state import Complaint
from services.commands.remarks import remarks_of
from tests.support.controls import APPROVER, SECOND_APPROVER
from tests.support.invariants import broken
from tests.support.matter import Matter

RIGHT = date(2026, 2, 9)
"""Three weeks before it was written down."""


def corrected(office: Matter, of: UUID) -> list[str]:
    """The receipt is told right, by two people; what is said beside it."""
    told: dict[str, Any] = {
        "target_event_id": office.complaints[of].received_event_id,
        "field": "occurred",
        "right": f"{RIGHT}[Europe/London]",
        "ground_code": "postmark",
    }
    office.asked("correct_record", of, by=APPROVER, **told)
    done = office.asked("grant_approval", of, by=SECOND_APPROVER)
    return list(remarks_of(office.complaints[of], done.recorded))


def response(complaint: Complaint, *, is_alone: bool = False) -> tuple[str, date]:
    """How the response stands that is due to the complaint as a whole, or to one person alone."""
    (due,) = [
        one
        for one in complaint.deadlines.values()
        if one.is_open and one.fact.kind == "response" and bool(one.fact.about) is is_alone
    ]
    return due.status, due.due_on


def test_unmerged_it_is_due_from_the_right_receipt() -> None:
    office, alone = Matter(), Matter()
    corrected(alone, alone.anns)
    office.merge()
    corrected(office, office.anns)
    office.unmerge()
    assert office.ann.received.day == RIGHT
    assert response(office.ann) == response(alone.ann)
    assert response(office.ann)[1] < response(office.bob)[1]
    assert list(broken(office)) == []


def test_so_it_is_where_others_withdrew_and_it_goes_on_by_itself() -> None:
    office, alone = Matter(), Matter()
    corrected(alone, alone.anns)
    office.merge()
    corrected(office, office.anns)
    office.asked("withdraw", office.bobs, means_code="phone")
    assert response(office.ann) == response(alone.ann)


def test_what_is_due_earlier_by_it_is_so_where_it_goes_on_and_no_more_once_it_is_back() -> None:
    office, alone = Matter(), Matter()
    before = response(office.bob)
    corrected(alone, alone.anns)
    office.merge()
    told = corrected(office, office.anns)
    assert response(office.bob) == response(alone.ann)
    assert response(office.bob, is_alone=True) == response(alone.ann)
    assert any(office.bob.reference in each for each in told)
    office.unmerge()
    assert response(office.bob) == before
    assert list(broken(office)) == []


def test_the_parts_and_the_whole_are_named_where_the_same_is_due() -> None:
    office = Matter()
    part = office.split()
    assert any(str(part) in each for each in corrected(office, office.anns))
    assert any(str(office.anns) in each for each in corrected(office, part))
    other = office.received(narrative="Another")
    assert not any("correct-record" in each for each in corrected(office, other))
