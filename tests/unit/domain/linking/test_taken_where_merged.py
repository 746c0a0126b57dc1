"""7.3, 7.9 What was offered or awarded to somebody they take in their own, merged complaint."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.linking.replied_elsewhere import DecidedThere
from domain.complaint.remedies.remedy_rules import NoSuchRemedy
from domain.complaint.review.referring import NoSuchReferral
from domain.decision_context import Command
from domain.next_steps import possible
from domain.values import Actor
from tests.support.controls import HANDLER
from tests.support.offered_together import UPHELD, Shared

AGAIN = {"accept_remedy": "accepted", "decline_remedy": "declined"}


@pytest.fixture(params=["with her own key", "as staff enter it"])
def office(request: pytest.FixtureRequest) -> Shared:
    office = Shared()
    office.by = office.herself if request.param == "with her own key" else HANDLER
    office.tell_both()
    return office


def names(office: Shared, by: Actor) -> set[str]:
    """What may be done in Ann's complaint."""
    context = office.context(Command(), by, office.anns)
    return {one.kind.name for one in possible(office.ann, context) if one.refusal is None}


@pytest.mark.parametrize("deed", AGAIN)
def test_what_is_offered_to_them_they_accept_or_decline(office: Shared, deed: str) -> None:
    offer = office.offered(party_id=office.ann_there)
    told = office.asked(deed, office.anns, by=office.by, remedy_id=offer)
    assert office.status(offer) == AGAIN[deed]
    here, there = [
        one.event
        for one in told.recorded
        if isinstance(one.event, e.RemedyAccepted | e.RemedyDeclined)
    ]
    assert (here.party_id, here.counts_in_id) == (office.ann.party_id, office.bobs)
    assert (there.party_id, there.counts_in_id) == (office.ann_there, None)
    assert not office.ann.needs_decision
    assert not office.bob.needs_decision


@pytest.mark.parametrize("deed", AGAIN)
def test_of_what_is_another_s_there_is_nothing_in_theirs(office: Shared, deed: str) -> None:
    offer = office.offered(party_id=office.bobs_id)
    with pytest.raises(NoSuchRemedy):
        office.asked(deed, office.anns, by=office.by, remedy_id=offer)


@pytest.mark.parametrize(("answer_code", "status"), [("accepted",) * 2, ("refused", "declined")])
def test_what_their_body_determined_they_take_or_do_not(
    office: Shared, answer_code: str, status: str
) -> None:
    award = office.award()
    asked: dict[str, Any] = {"answer_code": answer_code}
    if answer_code == "refused" and office.by is HANDLER:
        with pytest.raises(DecidedThere):
            office.asked("answer_determination", office.anns, **asked)
        office.by = office.herself
    office.asked("answer_determination", office.anns, by=office.by, **asked)
    (referral,) = office.bob.referrals.values()
    assert office.status(award) == status
    assert referral.accepted_by == ((office.ann_there,) if answer_code == "accepted" else ())
    assert not office.ann.needs_decision


def test_each_means_their_own_body_where_they_name_none(office: Shared) -> None:
    gone: dict[str, Any] = {"body_code": "ombudsman", "party_id": office.bobs_id}
    office.asked("register_referral", office.bobs, **gone)
    office.asked("record_determination", office.bobs, **UPHELD)
    (bobs,) = office.bob.remedies
    with pytest.raises(NoSuchReferral):
        office.asked("answer_determination", office.anns, by=office.by, answer_code="accepted")
    award = office.award()
    office.asked("answer_determination", office.anns, by=office.by, answer_code="accepted")
    assert (office.status(award), office.status(bobs)) == ("accepted", "offered")


def test_what_two_take_back_is_not_given_up_by_one_in_the_other_complaint(office: Shared) -> None:
    offer = office.offered(party_id=office.ann_there)
    office.asked("accept_remedy", office.anns, by=office.by, remedy_id=offer)
    if office.by is HANDLER:
        with pytest.raises(DecidedThere):
            office.asked("decline_remedy", office.anns, remedy_id=offer)
        assert office.status(offer) == "accepted"
    else:
        office.asked("decline_remedy", office.anns, by=office.by, remedy_id=offer)
        assert office.status(offer) == "declined"


def test_that_it_can_be_done_is_told_beforehand(office: Shared) -> None:
    deeds = {"accept_remedy", "decline_remedy", "answer_determination"}
    assert not deeds & names(office, office.by)
    office.award()
    assert deeds <= names(office, office.by)
