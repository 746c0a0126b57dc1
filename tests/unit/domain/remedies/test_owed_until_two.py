"""4.12, 7.9: what is owed is taken back by two people or its party, by whatever command."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.values import Actor
from tests.support.controls import APPROVER, HANDLER, SECOND_APPROVER, money
from tests.support.payable import ALONE, TAKEN, logged, pay, the
from tests.support.story import Story

SMALL: dict[str, Any] = {"kind_code": "refund", "money": money("90.00")}
REFUSED = {"answer_code": "refused"}


def owed(**rules: Any) -> Story:
    """A complaint of which the complainant accepted an offer."""
    story = logged(**rules)
    story.do("offer_remedy", **SMALL)
    story.do("accept_remedy", remedy_id=the(story).remedy_id)
    return story


def ada(story: Story) -> Actor:
    party_id = story.present.party_id
    assert party_id is not None
    return Actor(kind="party", id=party_id, role="party")


def test_that_they_decline_what_is_owed_to_them_takes_two_where_staff_say_so() -> None:
    story = owed()
    declined = {"remedy_id": the(story).remedy_id, "ground_code": "no_need"}
    (request,) = story.do("decline_remedy", **declined)
    assert isinstance(request.event, e.ApprovalRequested) and the(story).is_owed
    fact, *_ = story.do("grant_approval", by=APPROVER)
    assert isinstance(fact.event, e.RemedyDeclined)
    assert (fact.event.ground_code, fact.event.approved_by) == ("no_need", APPROVER.id)
    assert fact.on_behalf_of == story.present.party_id
    assert the(story).status == "declined"


def test_by_their_own_key_they_decline_it_at_once_and_an_offer_one_person_records() -> None:
    story = owed()
    story.do("decline_remedy", by=ada(story), remedy_id=the(story).remedy_id)
    assert the(story).status == "declined"
    story = logged()
    story.do("offer_remedy", **SMALL)
    story.do("decline_remedy", remedy_id=the(story).remedy_id)
    assert the(story).status == "declined"


def test_where_the_policy_lets_one_person_it_is_done_and_said_so() -> None:
    story = owed(**ALONE, approver_roles=["handler"])
    fact, *_ = story.do("decline_remedy", remedy_id=the(story).remedy_id)
    assert isinstance(fact.event, e.RemedyDeclined)
    assert fact.event.separation == "relaxed"


def directed(*, is_binding: bool) -> Story:
    story = logged()
    story.do("register_referral", body_code="ombudsman")
    payment = {"kind_code": "compensation", "money": money("50.00")}
    upheld = {"result_code": "upheld", "is_binding": is_binding, "directions": [payment]}
    story.do("record_determination", **upheld)
    return story


def test_a_determination_that_binds_or_was_taken_up_is_refused_for_them_by_two() -> None:
    binding, taken = directed(is_binding=True), directed(is_binding=False)
    taken.do("answer_determination", answer_code="accepted")
    for story in (binding, taken):
        before = the(story).status
        story.do("answer_determination", **REFUSED)
        assert the(story).status == before
        answered = story.do("grant_approval", by=APPROVER)[0].event
        assert isinstance(answered, e.DeterminationAnswered)
        assert answered.approved_by == APPROVER.id and the(story).status == "declined"
    own = directed(is_binding=True)
    own.do("answer_determination", by=ada(own), **REFUSED)
    assert the(own).status == "declined"


def test_the_organisation_takes_back_by_two_what_it_took_itself() -> None:
    ours = {"by": APPROVER, "answered_by": "organisation", **REFUSED}
    story = directed(is_binding=False)
    story.do("answer_determination", **ours)
    assert the(story).status == "revoked", "it never took what does not bind"
    story = directed(is_binding=False)
    story.do("answer_determination", answer_code="accepted")
    story.do("answer_determination", by=APPROVER, **TAKEN)
    story.do("answer_determination", **ours)
    assert the(story).is_owed
    assert story.refuses("grant_approval", by=APPROVER) == "ApprovesOwnAct"
    story.do("grant_approval", by=SECOND_APPROVER)
    assert the(story).status == "revoked"


def test_a_part_of_the_money_is_a_part_and_the_rest_stays_owed() -> None:
    story = owed()
    assert pay(story, money=money("1.00")) == "PaidShort"
    assert pay(story, money=money("1.00"), is_partial=True) is None and the(story).is_owed
    assert pay(story, money=money("88.99")) == "PaidShort"
    assert pay(story, money=money("89.00")) is None
    assert the(story).status == "fulfilled"


def test_what_was_paid_whole_as_a_part_is_done_with_what_goes_beside_it() -> None:
    story = owed()
    assert pay(story, money=money("90.00"), is_partial=True) is None
    done = story.do("fulfil_remedy", remedy_id=the(story).remedy_id)[0].event
    assert isinstance(done, e.RemedyFulfilled)
    assert done.money is None and the(story).paid_money == money("90.00")


def offered_twice(first: str, second: str) -> tuple[Story, UUID]:
    """Two offers, the first declined before the second, then both accepted."""
    story = logged()
    story.do("offer_remedy", kind_code="refund", money=money(first))
    one = the(story).remedy_id
    story.do("decline_remedy", remedy_id=one)
    story.do("offer_remedy", kind_code="goodwill", money=money(second))
    for remedy_id in story.present.remedies:
        story.do("accept_remedy", remedy_id=remedy_id)
    return story, one


@pytest.mark.parametrize("by", [HANDLER, APPROVER])
def test_two_offers_do_not_take_the_same_room_one_after_the_other(by: Actor) -> None:
    story, one = offered_twice("90.00", "90.00")
    assert len(story.present.owed) == 2
    assert story.refuses("fulfil_remedy", by=by, remedy_id=one) == "OvertakenOffer"
    anew = {"by": APPROVER, "supersedes": one, **SMALL}
    granted = story.approved("offer_remedy", **anew)[0].event
    assert isinstance(granted, e.RemedyOffered)
    assert not story.refuses("fulfil_remedy", remedy_id=granted.remedy_id)


def test_what_comes_back_within_the_limit_is_paid() -> None:
    story, one = offered_twice("40.00", "60.00")
    assert not story.refuses("fulfil_remedy", remedy_id=one)
