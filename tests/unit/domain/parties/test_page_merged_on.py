"""4.9, 7.9 The page of a merged person: how it stands for them, in a chain, and for an heir."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.complaint.party_view import OwnComplaint, circle_of
from domain.complaint.party_view.own_steps import DEEDS, own_deeds
from domain.complaint.party_view.shape import WORDS
from domain.values import Actor
from tests.support.controls import APPROVER
from tests.support.matter import GROUP
from tests.support.offered_together import AWARD, UPHELD, Shared
from tests.support.own_page import page_of

TODAY = date(2026, 3, 30)


class Merged(Shared):
    """Ann reads her own complaint, which was answered in Bob's."""

    def seen(self) -> OwnComplaint:
        """What she sees, or whoever took her place."""
        assert self.ann.party_id
        circle = circle_of(self.events[self.anns], self.ann.party_id, TODAY)
        return page_of(self, self.anns, circle)

    def replies(self, what: str, **asked: Any) -> None:
        """Whoever has the key of her complaint replies."""
        told = {} if what == "request_review" else {"means_code": "own_key"}
        self.asked(what, self.anns, by=self.herself, **told, **asked)

    def succeeded(self, of: UUID, old: UUID | None) -> None:
        """Hal takes a place that somebody showed him to have."""
        proof = self.shown(of)
        hal: dict[str, Any] = {"complainant": {"name": "Hal"}, "basis": "succession"}
        self.asked("substitute_complainant", of, old_party_id=old, entered_from=proof, **hal)


class Chain(Merged):
    """Cy's complaint went on in Ann's, before that went on in Bob's."""

    cys: UUID

    def bring_together(self) -> None:
        self.cys = self.received(complainant={"name": "Cy"}, narrative="The same")
        self.asked("merge_complaint", self.cys, into_id=self.anns, **GROUP)
        super().bring_together()

    def cy_there(self) -> UUID:
        """Who Cy is where it goes on at last."""
        cy = self.complaints[self.cys].reference
        (came,) = [key for key, one in self.bob.parties.items() if one.reference == cy]
        return came

    def of_cy(self) -> OwnComplaint:
        """What Cy sees."""
        cy = self.complaints[self.cys].party_id
        assert cy
        return page_of(self, self.cys, circle_of(self.events[self.cys], cy, TODAY))


def chain() -> Chain:
    """All three were told the answer, and Cy objected."""
    office = Chain()
    office.tell()
    for came in [one.party_id for one in office.bob.parties.values() if one.from_id]:
        office.tell(to_party_id=came)
    cy = Actor(kind="party", id=office.complaints[office.cys].party_id, role="party")
    office.asked("reject_decision", office.cys, by=cy, means_code="own_key")
    return office


def test_in_a_chain_the_first_sees_their_outside_body_and_what_it_awarded() -> None:
    office = chain()
    ways = office.of_cy().recourse
    gone: dict[str, Any] = {"body_code": "ombudsman", "party_id": office.cy_there()}
    office.asked("register_referral", office.bobs, **gone)
    office.asked("record_determination", office.bobs, **UPHELD)
    page = office.of_cy()
    assert [one.body_code for one in page.outside_bodies] == ["ombudsman"]
    assert [one.money and one.money.amount for one in page.remedies] == [AWARD["money"]["amount"]]
    assert page.state == "outside"
    assert ways
    assert {"accept_remedy", "answer_determination"} <= set(own_deeds(page, DEEDS))
    beside = office.seen()
    assert (beside.outside_bodies, beside.remedies, beside.state) == ((), (), "answered")


def test_in_a_chain_what_is_for_another_or_for_all_of_the_last_is_not_shown() -> None:
    office = chain()
    office.offered(party_id=office.bobs_id)
    gone: dict[str, Any] = {"body_code": "ombudsman", "party_id": office.bobs_id}
    office.asked("register_referral", office.bobs, **gone)
    page = office.of_cy()
    assert (page.outside_bodies, page.remedies) == ((), ())


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("accept_decision", "accepted"),
        ("reject_decision", "disputed"),
        ("request_review", "in_review"),
    ],
)
def test_how_it_stands_for_the_merged_person_is_told_in_words(what: str, state: str) -> None:
    office = Merged()
    office.tell()
    assert office.seen().state == "merged"
    office.tell(to_party_id=office.ann_there)
    assert office.seen().state == "answered"
    office.replies(what)
    page = office.seen()
    assert page.state == state
    assert page.state_in_words == WORDS[page.state]


def test_so_is_its_end_and_until_when_it_may_be_taken_up_again() -> None:
    office = Merged()
    office.tell_both()
    office.replies("accept_decision")
    office.asked("accept_decision", office.bobs, party_id=office.bobs_id, means_code="phone")
    office.asked("close", office.bobs, by=APPROVER, basis_code="accepted_and_carried_out")
    page, bobs = office.seen(), office.page(office.bobs_id)
    assert (page.state, page.state_in_words) == ("closed", "Your complaint is closed.")
    again = [one for one in page.dates if one.kind == "reopen_window"]
    assert again
    assert again == [one for one in bobs.dates if one.kind == "reopen_window"]


@pytest.mark.parametrize("where", ["in their own", "where it goes on"])
def test_an_heir_of_who_was_told_has_their_time_ways_and_remedies(where: str) -> None:
    office = Merged()
    offer = office.offered(party_id=office.ann_there)
    office.tell_both()
    before = office.seen()
    if where == "in their own":
        office.succeeded(office.anns, office.ann.party_id)
    else:
        office.succeeded(office.bobs, office.ann_there)
    page = office.seen()
    assert before.recourse
    assert page.dates == before.dates
    assert (page.recourse, page.state) == (before.recourse, "answered")
    assert [one.remedy_id for one in page.remedies] == [offer]
    assert {"accept_remedy", "reject_decision"} <= set(own_deeds(page, DEEDS))


@pytest.mark.parametrize("what", ["accept_decision", "reject_decision", "request_review"])
def test_the_time_to_reply_is_over_once_the_heir_replied(what: str) -> None:
    office = Merged()
    office.tell_both()
    office.succeeded(office.anns, office.ann.party_id)
    office.replies(what)
    assert [one.status for one in office.seen().dates if one.kind == "reply_window"] == ["done"]
    bobs = office.page(office.bobs_id).dates
    assert [one.status for one in bobs if one.kind == "reply_window"] == ["due"]


def test_the_heir_drops_the_review_that_was_asked_for() -> None:
    office = Merged()
    office.tell_both()
    office.replies("request_review")
    office.succeeded(office.anns, office.ann.party_id)
    assert "withdraw_review" in own_deeds(office.seen(), DEEDS)
    office.asked("withdraw_review", office.anns, by=office.herself)
    assert office.bob.state == "DISPUTED"


def test_the_time_of_an_heir_who_leaves_is_over() -> None:
    office = Merged()
    office.tell_both()
    office.succeeded(office.anns, office.ann.party_id)
    gone: dict[str, Any] = {"party_id": office.ann_there, "ground_code": "left"}
    office.asked("remove_complainant", office.bobs, **gone, entered_from=office.shown(office.bobs))
    windows = [one for one in office.bob.deadlines.values() if one.fact.kind == "reply_window"]
    assert sorted(one.status for one in windows) == ["cancelled", "running"]
