"""7.4, 7.3 Of what came in a chain each is acknowledged by what they were told themselves."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.controls import APPROVER, LONDON, PRIVACY_OFFICER
from tests.support.matter import GROUP, Matter


class Chain(Matter):
    """Ann's complaint came into Cy's, which then goes on in Bob's."""

    def __init__(self) -> None:
        super().__init__()
        self.cys = self.received(complainant={"name": "Cy"}, narrative="H2 too")
        self.asked("merge_complaint", self.anns, into_id=self.cys, **GROUP)

    def go_on(self) -> None:
        """Cy's complaint, and Ann's with it, goes on in Bob's."""
        self.asked("merge_complaint", self.cys, into_id=self.bobs, **GROUP)

    def known_in(self, where: UUID, reference: str) -> UUID:
        """Who the person is in a complaint whose own has this reference."""
        (who,) = [
            one.party_id
            for one in self.complaints[where].parties.values()
            if reference
            in (one.reference, None if one.from_id else self.complaints[where].reference)
        ]
        return who

    def due_to_ann(self, where: UUID) -> list[tuple[str, str]]:
        """What is due to her there alone."""
        ann = self.known_in(where, self.ann.reference)
        return [
            (one.fact.kind, str(one.due_on))
            for one in self.complaints[where].deadlines.values()
            if one.status in ("running", "missed") and one.fact.about and one.fact.about.id == ann
        ]

    def acknowledge(self, where: UUID, reference: str) -> None:
        """Somebody is told alone where their complaint is."""
        told: dict[str, Any] = {"to_party_id": self.known_in(where, reference)}
        self.asked("acknowledge", where, **told)

    def acknowledged(self, where: UUID) -> dict[str, bool]:
        """Who was told of the receipt, and who has it due no more."""
        there = self.complaints[where]
        return {
            name: there.parties[self.known_in(where, one.reference)].acknowledged is not None
            for name, one in {"Ann": self.ann, "Cy": self.complaints[self.cys]}.items()
        }


@pytest.mark.parametrize("who", ["Ann", "Cy"])
def test_what_one_was_told_before_counts_for_them_alone(who: str) -> None:
    office = Chain()
    references = {"Ann": office.ann.reference, "Cy": office.complaints[office.cys].reference}
    office.acknowledge(office.cys, references[who])
    office.go_on()
    other = ({"Ann", "Cy"} - {who}).pop()
    assert office.acknowledged(office.bobs) == {who: True, other: False}
    office.acknowledge(office.bobs, references[other])
    assert office.acknowledged(office.bobs) == {who: True, other: True}


@pytest.mark.parametrize("who", ["Ann", "Cy"])
def test_what_one_was_told_where_it_went_on_is_so_once_unmerged(who: str) -> None:
    office = Chain()
    references = {"Ann": office.ann.reference, "Cy": office.complaints[office.cys].reference}
    office.go_on()
    office.acknowledge(office.bobs, references[who])
    office.asked("unmerge_complaint", office.cys, by=PRIVACY_OFFICER, ground_code="mistake")
    other = ({"Ann", "Cy"} - {who}).pop()
    assert office.acknowledged(office.cys) == {who: True, other: False}
    assert office.complaints[office.cys].is_acknowledged == (who == "Cy")
    due = [
        one.fact.about.id if one.fact.about else None
        for one in office.complaints[office.cys].deadlines.values()
        if one.is_open and one.fact.kind == "acknowledgement"
    ]
    waiting = office.known_in(office.cys, references[other]) if other == "Ann" else None
    assert due == [waiting]


@pytest.mark.parametrize("day", ["2026-02-02", "2026-02-20"])
def test_what_is_due_to_who_came_first_is_due_by_their_right_receipt_once_unmerged(
    day: str,
) -> None:
    """Corrected while all of it went on elsewhere, to earlier and to later."""
    office = Chain()
    office.go_on()
    told: dict[str, Any] = {"target_event_id": office.ann.received_event_id, "field": "occurred"}
    told |= {"right": f"{day}[{LONDON}]", "ground_code": "mistyped"}
    office.asked("correct_record", office.anns, **told)
    office.asked("grant_approval", office.anns, by=APPROVER)
    there = office.due_to_ann(office.bobs)
    office.asked("unmerge_complaint", office.cys, by=PRIVACY_OFFICER, ground_code="mistake")
    assert office.due_to_ann(office.cys) == there
