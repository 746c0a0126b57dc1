"""7.7, 7.9 Where several complain together, a remedy is for one of them, as an outside body is."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.complaint.closing.closing_bases import RemedyOutstanding
from domain.complaint.parties.addressing import NoSuchParty
from domain.complaint.remedies.fulfilling import PaidToAnother
from domain.complaint.response.agreeing import NotAllAgreed
from domain.values import Actor
from tests.support.answered_together import REFUND
from tests.support.clocks_told import begun
from tests.support.controls import APPROVER, POLICY, SECOND_APPROVER, money
from tests.support.offered_together import UPHELD, Shared

BY_PHONE: dict[str, Any] = {"means_code": "phone"}


def key(person: UUID) -> Actor:
    return Actor(kind="party", id=person, role="party")


@pytest.fixture
def office() -> Shared:
    office = Shared()
    office.tell_both()
    return office


def test_what_is_offered_to_one_is_shown_to_them_alone(office: Shared) -> None:
    offer = office.offered(party_id=office.ann_there)
    assert [one.remedy_id for one in office.page(office.ann_there).remedies] == [offer]
    assert office.page(office.bobs_id).remedies == ()


@pytest.mark.parametrize("deed", ["accept_remedy", "decline_remedy"])
def test_nobody_else_takes_it_or_gives_it_up(office: Shared, deed: str) -> None:
    offer = office.offered(party_id=office.ann_there)
    asked: dict[str, Any] = {"remedy_id": offer, "party_id": office.bobs_id}
    office.asked(deed, office.bobs, by=key(office.bobs_id), **asked)
    assert office.status(offer) == "offered"
    assert office.bob.needs_decision


@pytest.mark.parametrize("deed", ["accept_remedy", "decline_remedy"])
def test_as_staff_enter_it_without_a_name_it_is_said_by_whom_it_is_for(
    office: Shared, deed: str
) -> None:
    offer = office.offered(party_id=office.ann_there)
    told = office.asked(deed, office.bobs, remedy_id=offer)
    assert told.recorded[0].on_behalf_of == office.ann_there
    assert office.status(offer) != "offered"
    assert not office.bob.needs_decision


def test_it_is_paid_to_them(office: Shared) -> None:
    offer = office.offered(party_id=office.ann_there)
    office.asked("accept_remedy", office.bobs, remedy_id=offer)
    to_bob: dict[str, Any] = {"remedy_id": offer, "payee_party_id": office.bobs_id}
    with pytest.raises(PaidToAnother):
        office.asked("fulfil_remedy", office.bobs, **to_bob)
    (paid,) = office.asked("fulfil_remedy", office.bobs, remedy_id=offer).recorded[:1]
    assert isinstance(paid.event, e.RemedyFulfilled)
    assert paid.event.payee_party_id == office.ann_there
    assert office.page(office.bobs_id).remedies == ()


def test_for_a_stranger_nothing_is_offered(office: Shared) -> None:
    with pytest.raises(NoSuchParty):
        office.offered(party_id=UUID(int=7))


def test_what_takes_the_place_of_it_is_for_the_same_person(office: Shared) -> None:
    first = office.offered(party_id=office.ann_there)
    second = office.offered(supersedes=first)
    assert office.bob.remedies[second].party_id == office.ann_there


def test_the_answer_names_to_each_what_is_for_them() -> None:
    bare = Shared()
    office = Shared(POLICY, {**REFUND, "party_id": str(bare.ann_there)}, REFUND)
    assert office.ann_there == bare.ann_there, "ids are made alike"
    office.tell_both()
    anns, bobs = office.bob.remedies
    for person, own in ((office.ann_there, anns), (office.bobs_id, bobs)):
        page = office.page(person)
        assert [one.remedy_id for one in page.remedies] == [own]
        assert {each for one in page.sent for each in one.remedy_ids} == {own}


def test_each_takes_their_own_by_accepting_the_answer() -> None:
    bare = Shared()
    office = Shared(POLICY, {**REFUND, "party_id": str(bare.ann_there)}, REFUND)
    office.tell_both()
    for person in (office.ann_there, office.bobs_id):
        office.asked("accept_decision", office.bobs, party_id=person, **BY_PHONE)
    accepted = {each.accepted_by for each in office.bob.remedies.values()}
    assert accepted == {(office.ann_there,), (office.bobs_id,)}


def test_who_agrees_takes_what_is_offered_to_them(office: Shared) -> None:
    anns, bobs = office.offered(party_id=office.ann_there), office.offered()
    agreed: dict[str, Any] = {"party_ids": [office.bobs_id], **BY_PHONE}
    with pytest.raises(NotAllAgreed):
        office.asked("agree_resolution", office.bobs, remedy_ids=[anns, bobs], **agreed)
    office.asked("agree_resolution", office.bobs, **agreed)
    assert (office.status(anns), office.status(bobs)) == ("offered", "accepted")


def test_the_outside_body_of_one_and_what_it_awards_is_shown_to_them_alone(office: Shared) -> None:
    award = office.award()
    ann, bob = office.page(office.ann_there), office.page(office.bobs_id)
    assert [one.remedy_id for one in ann.remedies] == [award]
    assert ([one.body_code for one in ann.outside_bodies], ann.state) == (["ombudsman"], "outside")
    assert (bob.remedies, bob.outside_bodies, bob.state) == ((), (), "answered")


@pytest.mark.parametrize("answer_code", ["accepted", "refused"])
def test_nobody_else_takes_or_refuses_what_a_body_determined(
    office: Shared, answer_code: str
) -> None:
    award = office.award()
    asked: dict[str, Any] = {"answer_code": answer_code, "party_id": office.bobs_id}
    office.asked("answer_determination", office.bobs, by=key(office.bobs_id), **asked)
    assert (office.status(award), office.bob.needs_decision) == ("offered", True)
    asked["party_id"] = office.ann_there
    office.asked("answer_determination", office.bobs, by=key(office.ann_there), **asked)
    assert office.status(award) == {"accepted": "accepted", "refused": "declined"}[answer_code]


def test_who_went_to_a_body_went_there_with_their_own_points(office: Shared) -> None:
    office.award()
    (referral,) = office.bob.referrals.values()
    owners = {office.bob.issues[each].told.party_ids for each in referral.issue_ids}
    assert owners == {(office.ann_there,)}


def test_of_whose_points_alone_it_is_they_are_meant(office: Shared) -> None:
    own = [one for one in office.bob.issues.values() if one.told.party_ids]
    gone: dict[str, Any] = {"body_code": "ombudsman", "issue_ids": [one.issue_id for one in own]}
    office.asked("register_referral", office.bobs, referred_by="body", **gone)
    (referral,) = office.bob.referrals.values()
    assert referral.party_id == office.ann_there


def test_what_a_body_awards_in_a_merged_complaint_is_owed_as_money_there(office: Shared) -> None:
    office.asked("register_referral", office.anns, body_code="ombudsman")
    due = date(office.now.year + 1, 1, 8)
    office.asked("record_determination", office.anns, **UPHELD, comply_by_on=due)
    (award,) = office.ann.remedies.values()
    assert (award.status, award.due_on, office.ann.actions) == ("offered", due, {})
    office.asked("answer_determination", office.anns, by=office.herself, answer_code="accepted")
    for person in (office.ann_there, office.bobs_id):
        office.asked("accept_decision", office.bobs, party_id=person, **BY_PHONE)
    settled: dict[str, Any] = {"note": "Seen", "settles_event_ids": office.ann.undecided}
    office.asked("add_note", office.anns, **settled)
    with pytest.raises(RemedyOutstanding):
        office.asked("close", office.bobs, basis_code="accepted_and_carried_out")
    kinds = [one.fact.kind for one in office.ann.deadlines.values() if one.status == "running"]
    assert "remedy_due" in kinds


class Joined(Shared):
    """Cy joins Bob's complaint as one who must agree."""

    def join(self) -> UUID:
        """Who Cy is."""
        self.asked("join_complainant", self.bobs, complainant={"name": "Cy"})
        return list(self.bob.parties)[-1]


def test_what_was_offered_is_not_for_who_joined_since() -> None:
    office = Joined()
    office.tell_both()
    offer = office.offered()
    cy = office.join()
    assert office.page(cy).remedies == ()
    office.asked("accept_remedy", office.bobs, by=key(cy), remedy_id=offer)
    assert (office.status(offer), office.bob.needs_decision) == ("offered", True)
    both: dict[str, Any] = {"party_ids": [office.bobs_id, cy], **BY_PHONE}
    office.asked("agree_resolution", office.bobs, remedy_ids=[offer], **both)
    assert office.bob.remedies[offer].accepted_by == (office.bobs_id,)
    with pytest.raises(PaidToAnother):
        office.asked("fulfil_remedy", office.bobs, remedy_id=offer, payee_party_id=cy)
    office.asked("fulfil_remedy", office.bobs, remedy_id=offer, payee_party_id=office.bobs_id)


def test_nor_is_what_was_decided_before_they_joined() -> None:
    office = Joined(POLICY, {**REFUND})
    cy = office.join()
    office.tell_both()
    office.tell(to_party_id=cy)
    (granted,) = office.bob.remedies.values()
    assert granted.whose == (office.bobs_id,)
    assert office.page(cy).remedies == ()
    assert not [each for one in office.page(cy).sent for each in one.remedy_ids]


def test_who_takes_somebody_s_place_has_what_was_theirs() -> None:
    office = Joined()
    office.tell_both()
    offer = office.offered()
    heir: dict[str, Any] = {"complainant": {"name": "Dee"}, "basis": "will"}
    heir["entered_from"] = office.shown(office.bobs)
    office.asked("substitute_complainant", office.bobs, **heir)
    new = list(office.bob.parties)[-1]
    office.asked("accept_remedy", office.bobs, by=key(new), remedy_id=offer)
    assert office.bob.remedies[offer].accepted_by == (new,)
    office.asked("fulfil_remedy", office.bobs, remedy_id=offer, payee_party_id=new)


def test_nor_is_what_was_asked_for_before_they_joined() -> None:
    """An offer that takes two people is of who complained when the first asked for it."""
    story = begun("2026-11-16")
    story.do("offer_remedy", by=APPROVER, kind_code="refund", money=money("90000.00"))
    story.do("join_complainant", complainant={"name": "Cy"}, must_agree=False)
    story.do("grant_approval", by=SECOND_APPROVER)
    (offer,) = story.present.remedies.values()
    ada, cy = story.present.parties
    assert offer.whose == (ada,)
    asked: dict[str, Any] = {"remedy_id": offer.remedy_id}
    story.do("accept_remedy", by=key(ada), **asked)
    assert story.refuses("fulfil_remedy", **asked, payee_party_id=cy) == "PaidToAnother"
    assert story.refuses("fulfil_remedy", **asked, payee_party_id=ada) == ""
