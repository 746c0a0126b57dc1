"""7.4: what one person is told of their own complaint is bounded by their own receipt."""

from datetime import timedelta
from typing import Any

import pytest

from domain.complaint.acts import BeforeReceipt
from domain.values import When
from tests.support.controls import APPROVER, LONDON, T0
from tests.support.invariants import broken
from tests.support.matter import Matter


class Later(Matter):
    """Bob's complaint came six days after Ann's, which goes on in it."""

    def received(self, **told: Any) -> Any:
        if self.complaints:
            self.wait(days=6)
        return super().received(**told)

    def acknowledged(self, days: int, **to: Any) -> None:
        """The acknowledgement that was given on a day after Ann's receipt is entered now."""
        when = When(at=T0 + timedelta(days=days, hours=3), zone=LONDON)
        self.asked("acknowledge", self.bobs, occurred=when, **to)


def of_ann(office: Later) -> dict[str, Any]:
    (ann,) = [each.party_id for each in office.bob.parties.values() if each.from_id]
    return {"to_party_id": ann}


def test_who_came_by_merger_was_told_before_the_other_complaint_came() -> None:
    office = Later()
    office.merge()
    office.acknowledged(1, **of_ann(office))
    (ann,) = [each for each in office.bob.parties.values() if each.from_id]
    assert ann.acknowledged is not None and ann.acknowledged.day == (T0 + timedelta(days=1)).date()
    (due,) = [
        one
        for one in office.bob.deadlines.values()
        if one.fact.kind == "acknowledgement" and one.fact.about and one.status == "met"
    ]
    assert due.met is not None and due.met.day == ann.acknowledged.day
    assert not office.bob.is_acknowledged
    assert list(broken(office)) == []


def test_but_not_before_their_own_came_nor_was_anybody_else() -> None:
    office = Later()
    office.merge()
    with pytest.raises(BeforeReceipt):
        office.acknowledged(-1, **of_ann(office))
    with pytest.raises(BeforeReceipt):
        office.acknowledged(1)


def test_so_it_is_of_a_letter_to_them() -> None:
    office = Later()
    office.merge()
    when = When(at=T0 + timedelta(days=1, hours=3), zone=LONDON)
    told: dict[str, Any] = {"kind": "progress", "occurred": when}
    with pytest.raises(BeforeReceipt):
        office.asked("send_update", office.bobs, **told)
    office.asked("send_update", office.bobs, **told, **of_ann(office))
    assert list(broken(office)) == []


def test_who_was_acknowledged_by_a_second_merger_is_so_once_unmerged() -> None:
    office = Later()
    office.merge()
    office.unmerge()
    office.merge()
    ann = [one for one in office.bob.parties.values() if one.from_id and not one.has_left]
    office.acknowledged(1, to_party_id=ann[0].party_id)
    office.unmerge()
    assert office.ann.is_acknowledged


def test_a_receipt_told_right_while_merged_is_theirs_wherever_it_is_told() -> None:
    """In their letters, on their page, and beside the complaint that they are answered in."""
    office = Later()
    office.merge()
    right = (T0 - timedelta(days=9)).date()
    told: dict[str, Any] = {"target_event_id": office.ann.received_event_id}
    told |= {"field": "occurred", "right": f"{right}[{LONDON}]", "ground_code": "mistyped"}
    office.asked("correct_record", office.anns, **told)
    office.asked("grant_approval", office.anns, by=APPROVER)
    (came,) = office.bob.absorbed_now
    (theirs,) = [one for one in office.bob.parties.values() if one.from_id == office.anns]
    receipts = [came.received, came.brought[0].received, theirs.received]
    assert [one.day for one in receipts if one] == [right] * 3


def test_so_it_is_along_a_chain_of_each_their_own() -> None:
    """Ann's complaint goes on in Bob's, and both in Cy's: each is told right by itself."""
    office = Later()
    cys = office.received(complainant={"name": "Cy"}, narrative="Late too")
    office.merge()
    office.asked("merge_complaint", office.bobs, into_id=cys, ground_code="represented_group")
    right = {office.anns: T0 - timedelta(days=9), office.bobs: T0 - timedelta(days=1)}
    for of, when in right.items():
        told: dict[str, Any] = {"target_event_id": office.complaints[of].received_event_id}
        told |= {"field": "occurred", "right": f"{when.date()}[{LONDON}]"}
        office.asked("correct_record", of, **told, ground_code="mistyped")
        office.asked("grant_approval", of, by=APPROVER)
    known = {office.complaints[of].reference: when.date() for of, when in right.items()}
    holder = office.complaints[cys]
    people = {one.reference: one.received for one in holder.parties.values() if one.from_id}
    assert {key: one.day for key, one in people.items() if one and key} == known
    (came,) = holder.absorbed_now
    assert {one.reference: one.received.day for one in came.brought if one.received} == known
    assert came.received and came.received.day == known[office.ann.reference], "the earliest"
