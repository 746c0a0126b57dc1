"""7.3, 7.9 What is replied in a merged complaint is that person's reply where it was answered."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.closing.closing_bases import NotAccepted
from domain.values import Actor
from tests.support.answered_together import REFUND, Answered
from tests.support.controls import HANDLER, POLICY

BY_KEY: dict[str, Any] = {"means_code": "own_key"}
ACCEPTED: dict[str, Any] = {"basis_code": "accepted_and_carried_out"}


@pytest.fixture(params=["with her own key", "as staff enter it"])
def office(request: pytest.FixtureRequest) -> Answered:
    office = Answered()
    office.by = office.herself if request.param == "with her own key" else HANDLER
    office.tell_both()
    return office


def test_that_they_accept_is_not_awaited_any_more(office: Answered) -> None:
    office.asked("accept_decision", office.bobs, party_id=office.bob.party_id, **BY_KEY)
    assert office.bob.to_agree == (office.ann_there,)
    with pytest.raises(NotAccepted):
        office.asked("close", office.bobs, **ACCEPTED)
    office.asked("accept_decision", office.anns, by=office.by, **BY_KEY)
    assert (office.bob.state, office.ann.state) == ("ACCEPTED", "MERGED")
    assert not office.ann.needs_decision
    office.asked("close", office.bobs, **ACCEPTED)


def test_that_they_object_disputes_their_own_points(office: Answered) -> None:
    office.asked("reject_decision", office.anns, by=office.by, **BY_KEY)
    assert office.bob.state == "DISPUTED"
    assert [one.told.party_ids for one in office.bob.open_issues] == [(office.ann_there,)] * 2
    assert not office.ann.needs_decision


def test_of_the_points_that_they_name_those_alone(office: Answered) -> None:
    first = next(iter(office.ann.issues))
    asked: dict[str, Any] = {"issue_ids": [first], **BY_KEY}
    office.asked("reject_decision", office.anns, by=office.by, **asked)
    (disputed,) = office.bob.open_issues
    assert disputed.told.moved_from
    assert disputed.told.moved_from.issue_id == first


def test_a_review_that_they_ask_for_begins_there(office: Answered) -> None:
    told = office.asked("request_review", office.anns, by=office.by)
    assert (office.bob.state, office.ann.stage) == ("REVIEW", 1)
    here, there = [
        one.event for one in told.recorded if isinstance(one.event, e.InternalReviewRequested)
    ]
    assert (here.counts_in_id, there.party_id) == (office.bobs, office.ann_there)


def test_what_is_offered_is_taken_up_by_the_last_who_accepts() -> None:
    office = Answered(POLICY, REFUND)
    office.tell_both()
    office.asked("accept_decision", office.bobs, party_id=office.bob.party_id, **BY_KEY)
    (offer,) = office.bob.remedies
    named: dict[str, Any] = {"remedy_ids": [offer], **BY_KEY}
    office.asked("accept_decision", office.anns, by=office.herself, **named)
    assert office.bob.remedies[offer].status == "accepted"


def test_who_was_not_told_the_answer_replied_to_something_else() -> None:
    office = Answered()
    office.tell()
    office.asked("reject_decision", office.anns, by=office.herself, **BY_KEY)
    assert (office.bob.state, office.ann.needs_decision) == ("RESPONDED", True)


class Chained(Answered):
    """Cy's complaint came into Ann's before hers was merged."""

    def bring_together(self) -> None:
        self.cys = self.received(complainant={"name": "Cy"}, narrative="H2 too")
        merged: dict[str, Any] = {"into_id": self.anns, "ground_code": "represented_group"}
        self.asked("merge_complaint", self.cys, **merged)
        self.merge()


def test_along_a_chain_each_replies_for_themselves() -> None:
    office = Chained()
    came = [one for one in office.bob.parties.values() if one.from_id]
    office.tell()
    for one in came:
        office.tell(to_party_id=one.party_id)
    for of in (office.bobs, office.anns, office.cys):
        own = office.complaints[of].party_id
        assert own
        herself = Actor(kind="party", id=own, role="party")
        office.asked("accept_decision", of, by=herself, **BY_KEY)
    assert office.bob.state == "ACCEPTED"
    assert not office.complaints[office.cys].needs_decision


def test_that_one_goes_no_further_is_said_for_them_alone(office: Answered) -> None:
    said = {"kind": "external", **BY_KEY}
    office.asked("decline_recourse", office.anns, by=office.by, **said)
    assert (office.ann.needs_decision, office.bob.needs_decision) == (False, False)
    assert office.bob.recourse.declined_by == {(office.ann_there, "external")}
    assert office.bob.recourse.still_open == {"external"}


def test_a_review_that_they_asked_for_there_they_drop_there(office: Answered) -> None:
    office.asked("request_review", office.anns, by=office.by)
    office.asked("withdraw_review", office.anns, by=office.by)
    assert (office.bob.state, office.bob.needs_decision) == ("DISPUTED", False)
    assert not office.ann.needs_decision


def test_where_both_asked_for_a_review_each_drops_their_own(office: Answered) -> None:
    office.asked("request_review", office.anns, by=office.by)
    office.asked("request_review", office.bobs)
    office.asked("withdraw_review", office.anns, by=office.by)
    assert office.bob.state == "REVIEW"
    assert office.bob.contested
    assert office.bob.contested.asked_by == {office.bob.party_id}
