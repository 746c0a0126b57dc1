"""7.4, 7.8 In a later stage or round each whose points are open is told, and answered, anew."""

from typing import Any

import pytest

from domain.complaint.investigation.acknowledging import AlreadyAcknowledged
from domain.complaint.party_view import Circle, own_complaint
from domain.values import Actor
from tests.support.answered_together import Answered
from tests.support.controls import APPROVER, LONDON, SECOND_APPROVER, named

BY_KEY: dict[str, Any] = {"means_code": "own_key"}
REVIEWER = Actor(kind="staff", id=named("reviewer"), role="reviewer")
BOTH = ("acknowledgement", "response")


class Anew(Answered):
    """Both know the answer, and one of them, or both, does not leave it at that."""

    def __init__(self) -> None:
        super().__init__()
        self.tell_both()

    def asks_for_a_review(self) -> None:
        """Ann wants her points reviewed."""
        self.asked("request_review", self.anns, by=self.herself)

    def taken_up_again(self) -> None:
        """Closed, the complaint is taken up again for Ann's points alone."""
        for person in (self.bob.party_id, self.ann_there):
            self.asked("accept_decision", self.bobs, party_id=person, **BY_KEY)
        self.asked("close", self.bobs, basis_code="accepted_and_carried_out")
        theirs = [key for key, one in self.bob.issues.items() if one.told.moved_from]
        named: dict[str, Any] = {"issue_ids": theirs, "ground_code": "new_evidence"}
        self.asked("reopen", self.bobs, **named)

    def set_aside(self) -> None:
        """The answer to both does not stand."""
        told: dict[str, Any] = {"ground_code": "mistake", "revoked_remedy_ids": []}
        self.asked("set_aside_decision", self.bobs, **told)
        self.asked("grant_approval", self.bobs, by=APPROVER)

    def due_to(self, *, ann: bool) -> list[str]:
        """What is due to her alone, or of the whole."""
        about = [self.ann_there] if ann else [None]
        return sorted(
            one.fact.kind
            for one in self.bob.deadlines.values()
            if one.is_open
            and one.fact.kind in BOTH
            and (one.fact.about.id if one.fact.about else None) in about
        )

    def dates_of_ann(self) -> list[tuple[str, Any]]:
        """What is due to her alone, and when."""
        every = [one for one in self.bob.deadlines.values() if one.is_open and one.fact.about]
        return [(one.fact.kind, one.due_at) for one in every if one.fact.kind in BOTH]

    def decides_anew(self) -> None:
        """Whoever reviews it decides on what is open, else who handles it."""
        if self.bob.state != "REVIEW":
            self.decide()
            return
        for point in self.bob.open_issues:
            found: dict[str, Any] = {"issue_id": point.issue_id, "finding_code": "upheld"}
            self.asked("record_finding", self.bobs, by=REVIEWER, **found)
        self.asked("propose_decision", self.bobs, by=REVIEWER)
        self.asked("approve_decision", self.bobs, by=SECOND_APPROVER)

    def state_for(self, *, ann: bool) -> str:
        """Where it stands, as one of the two sees it."""
        person = self.ann_there if ann else self.bob.party_id
        assert person
        return own_complaint(self.events[self.bobs], Circle(frozenset({person}))).state


def test_of_a_review_is_due_to_whose_points_are_reviewed() -> None:
    office = Anew()
    office.asks_for_a_review()
    assert (office.due_to(ann=True), office.due_to(ann=False)) == ([*BOTH], [])
    office.asked("acknowledge", office.bobs, to_party_id=office.ann_there)
    assert (office.due_to(ann=True), office.bob.is_acknowledged) == (["response"], True)
    with pytest.raises(AlreadyAcknowledged):
        office.asked("acknowledge", office.bobs, to_party_id=office.ann_there)


def test_the_answer_to_whose_points_alone_are_open_answers_the_whole() -> None:
    office = Anew()
    office.asks_for_a_review()
    office.decides_anew()
    office.tell(to_party_id=office.ann_there)
    assert (office.due_to(ann=True), office.bob.state) == ([], "RESPONDED")
    office.asked("accept_decision", office.bobs, party_id=office.ann_there, **BY_KEY)
    assert office.bob.state == "ACCEPTED", "Bob accepted what answers his points"


@pytest.mark.parametrize("said", ["accepted", "answered"])
def test_who_is_not_answered_anew_stands_by_what_they_said(said: str) -> None:
    office = Anew()
    if said == "accepted":
        office.asked("accept_decision", office.bobs, party_id=office.bob.party_id, **BY_KEY)
    office.asks_for_a_review()
    seen = [office.state_for(ann=False)]
    office.decides_anew()
    seen.append(office.state_for(ann=False))
    office.tell(to_party_id=office.ann_there)
    assert [*seen, office.state_for(ann=False)] == [said] * 3
    assert office.state_for(ann=True) == "answered"


def test_a_letter_without_a_name_is_to_whose_points_alone_are_open() -> None:
    office = Anew()
    office.asks_for_a_review()
    office.asked("acknowledge", office.bobs)
    assert (office.due_to(ann=True), office.bob.is_acknowledged) == (["response"], True)
    office.decides_anew()
    office.tell()
    assert (office.due_to(ann=True), office.state_for(ann=True)) == ([], "answered")
    windows = [one for one in office.bob.deadlines.values() if one.fact.kind == "reply_window"]
    assert len(windows) == 3, "of the first answer one each, of the second one"


def test_taken_up_again_for_their_points_alone_it_is_due_to_them() -> None:
    office = Anew()
    office.taken_up_again()
    assert (office.due_to(ann=True), office.due_to(ann=False)) == (["response"], [])
    office.asked("acknowledge", office.bobs, to_party_id=office.ann_there)
    office.decides_anew()
    office.tell(to_party_id=office.ann_there)
    assert (office.due_to(ann=True), office.bob.state) == ([], "RESPONDED")


def test_set_aside_for_both_each_is_answered_anew() -> None:
    office = Anew()
    office.set_aside()
    assert (office.due_to(ann=True), office.due_to(ann=False)) == (["response"], ["response"])
    office.decides_anew()
    office.tell()
    assert (office.due_to(ann=True), office.due_to(ann=False)) == (["response"], [])
    assert (office.state_for(ann=True), office.state_for(ann=False)) == ("in_hand", "answered")
    office.tell(to_party_id=office.ann_there)
    assert (office.due_to(ann=True), office.state_for(ann=True)) == ([], "answered")


def test_a_receipt_told_right_leaves_what_is_due_of_the_review() -> None:
    office = Anew()
    office.asks_for_a_review()
    before = office.dates_of_ann()
    told: dict[str, Any] = {"target_event_id": office.ann.received_event_id, "field": "occurred"}
    told |= {"right": f"2026-02-02[{LONDON}]", "ground_code": "mistyped"}
    office.asked("correct_record", office.anns, **told)
    office.asked("grant_approval", office.anns, by=APPROVER)
    assert office.dates_of_ann() == before
