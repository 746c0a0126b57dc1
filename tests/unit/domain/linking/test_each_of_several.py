"""6.2, 7.4 To each of two who complain together it is due, merged or not, and each sees it."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.linking.unmerging import LastOpenIssues
from domain.complaint.party_view import Circle, own_complaint
from tests.support.ann_and_bob import RECOURSE
from tests.support.controls import APPROVER, LONDON, PRIVACY_OFFICER
from tests.support.matter import GROUP, Matter

BOTH = {"acknowledgement", "response"}


class Together(Matter):
    """Ann complains together with Joan."""

    def __init__(self) -> None:
        super().__init__()
        joan: dict[str, Any] = {"complainant": {"name": "Joan"}, "must_agree": True}
        self.asked("join_complainant", self.anns, **joan)

    def due_to(self, person: UUID) -> dict[str, str]:
        """What is due to one of those who came to Bob's complaint, and when."""
        return {
            one.fact.kind: str(one.due_on)
            for one in self.bob.deadlines.values()
            if one.is_open and one.fact.about and one.fact.about.id == person
        }

    def decide(self) -> None:
        """All points are found to be so, and the decision is approved."""
        if self.ann.assessment is None:
            self.asked("assess", self.anns, severity_code="low", is_safety=False)
            self.asked("open_investigation", self.anns)
        for point in self.ann.open_issues:
            found: dict[str, Any] = {"issue_id": point.issue_id, "finding_code": "upheld"}
            self.asked("record_finding", self.anns, **found)
        self.asked("propose_decision", self.anns)
        self.asked("approve_decision", self.anns, by=APPROVER)

    def state_for(self, person: UUID) -> str:
        """Where it stands, as one of the two sees it."""
        return own_complaint(self.events[self.anns], Circle(frozenset({person}))).state

    def dates(self, person: UUID) -> dict[str, str]:
        """What one of the two sees of it in their own complaint."""
        page = own_complaint(self.events[self.anns], Circle(frozenset({person})))
        return {one.kind: one.status for one in page.dates}


def test_merged_each_of_them_is_owed_an_acknowledgement_and_an_answer() -> None:
    office = Together()
    office.merge()
    ann, joan = [each.party_id for each in office.bob.parties.values() if each.from_id]
    assert office.due_to(ann) == office.due_to(joan)
    assert office.due_to(joan).keys() == BOTH
    office.asked("acknowledge", office.bobs, to_party_id=ann)
    assert (set(office.due_to(ann)), set(office.due_to(joan))) == ({"response"}, BOTH)


def test_a_receipt_told_right_moves_what_is_due_to_each_of_them() -> None:
    office = Together()
    office.merge()
    ann, joan = [each.party_id for each in office.bob.parties.values() if each.from_id]
    before = office.due_to(joan)
    told: dict[str, Any] = {"target_event_id": office.ann.received_event_id, "field": "occurred"}
    told |= {"right": f"2026-02-20[{LONDON}]", "ground_code": "mistyped"}
    office.asked("correct_record", office.anns, **told)
    office.asked("grant_approval", office.anns, by=APPROVER)
    assert office.due_to(ann) == office.due_to(joan) != before


def test_not_merged_each_of_them_sees_what_is_due_and_when_they_were_told() -> None:
    office = Together()
    ann, joan = office.ann.parties
    assert office.dates(ann) == office.dates(joan) == dict.fromkeys(BOTH, "due")
    office.asked("acknowledge", office.anns)
    assert office.dates(ann)["acknowledgement"] == "done"
    assert office.dates(joan)["acknowledgement"] == "due"
    office.asked("acknowledge", office.anns, to_party_id=joan)
    assert office.dates(joan)["acknowledgement"] == "done"


@pytest.mark.parametrize("ground", ["same_complainant", "represented_group"])
@pytest.mark.parametrize("goes", ["whole", "part"])
def test_whole_and_part_made_one_again_have_each_person_once(ground: str, goes: str) -> None:
    office = Together()
    part = office.split()
    here, there = (office.anns, part) if goes == "whole" else (part, office.anns)
    before = set(office.complaints[there].parties)
    office.asked("merge_complaint", here, into_id=there, ground_code=ground)
    assert set(office.complaints[there].parties) == before


def test_who_complained_keeps_a_point_where_what_came_with_another_stays() -> None:
    office = Together()
    office.asked("merge_complaint", office.bobs, into_id=office.anns, **GROUP)
    own = [key for key, one in office.ann.issues.items() if not one.told.moved_from]
    with pytest.raises(LastOpenIssues, match="unmerge"):
        office.asked("split_complaint", office.anns, issue_ids=own)
    office.asked("split_complaint", office.anns, issue_ids=own[:1])
    with pytest.raises(LastOpenIssues, match="unmerge"):
        office.asked("split_complaint", office.anns, issue_ids=own[1:])
    office.asked("unmerge_complaint", office.bobs, by=PRIVACY_OFFICER, ground_code="mistake")


def test_a_later_answer_is_shown_as_such_to_whom_it_was_told() -> None:
    office = Together()
    ann, joan = office.ann.parties
    office.decide()
    for person in (ann, joan):
        office.asked("send_response", office.anns, recourse=RECOURSE, to_party_id=person)
    assert (office.state_for(ann), office.state_for(joan)) == ("answered", "answered")
    told: dict[str, Any] = {"ground_code": "mistake", "revoked_remedy_ids": []}
    office.asked("set_aside_decision", office.anns, **told)
    office.asked("grant_approval", office.anns, by=APPROVER)
    office.decide()
    office.asked("send_response", office.anns, recourse=RECOURSE, to_party_id=ann)
    assert (office.state_for(ann), office.state_for(joan)) == ("answered", "in_hand")
