"""7.9, 4.12: what was paid counts as paid until an approver who had no part says it came back."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.complaint.events import RemedyFulfilled
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import APPROVER, HANDLER, SECOND_APPROVER, money, named
from tests.support.payable import MUCH, logged, pay, the
from tests.support.people import OWNER
from tests.support.story import Story

THIRD_APPROVER = APPROVER.model_copy(update={"id": named("third approver")})
SECOND_HANDLER = HANDLER.model_copy(update={"id": named("second handler")})


def paid(story: Story, amount: str = "90.00") -> UUID:
    story.do("offer_remedy", kind_code="refund", money=money(amount))
    remedy_id = the(story).remedy_id
    story.do("fulfil_remedy", remedy_id=remedy_id)
    return remedy_id


def test_what_one_person_says_was_paid_in_vain_counts_when_they_pay_again() -> None:
    story = logged()
    failed = {"remedy_id": paid(story), "ground_code": "bounced"}
    story.do("fail_remedy", **failed)
    assert the(story).is_owed and pay(story) == "BeyondAuthority"
    assert pay(story, APPROVER) is None
    story.do("fail_remedy", by=APPROVER, **failed)
    assert pay(story, APPROVER) == "ApprovesOwnAct"
    assert pay(story, SECOND_APPROVER) is None


def test_what_somebody_else_says_was_paid_in_vain_is_paid_again_as_before() -> None:
    story = logged()
    story.do("fail_remedy", by=APPROVER, remedy_id=paid(story), ground_code="bounced")
    assert not the(story).lost and pay(story) is None


@pytest.mark.parametrize("grantor", [HANDLER, APPROVER])
def test_nor_does_who_granted_it_make_room_by_saying_that_it_failed(grantor: Actor) -> None:
    story = logged()
    story.do("offer_remedy", by=grantor, kind_code="refund", money=money("90.00"))
    failed = {"by": grantor, "remedy_id": the(story).remedy_id, "ground_code": "bounced"}
    assert pay(story, OWNER) is None
    story.do("fail_remedy", **failed)
    assert the(story).lost == (money("90.00"),)
    for payer in (OWNER, HANDLER):
        assert pay(story, payer) == "BeyondAuthority"
    assert pay(story, APPROVER) == ("ApprovesOwnAct" if grantor == APPROVER else None)
    assert pay(story, SECOND_APPROVER) == (None if grantor == APPROVER else "RemedyNotStanding")


def test_what_was_not_delivered_has_cost_nothing_yet() -> None:
    story = logged()
    story.do("offer_remedy", kind_code="repair", estimated_cost=money("90.00"))
    remedy_id = the(story).remedy_id
    story.do("accept_remedy", remedy_id=remedy_id)
    story.do("fail_remedy", remedy_id=remedy_id, ground_code="not_delivered")
    assert not the(story).lost and pay(story, OWNER) is None


def granted_by_two(payer: Actor) -> Story:
    """What two approvers granted is paid."""
    story = logged()
    story.do("offer_remedy", by=APPROVER, kind_code="refund", money=MUCH)
    story.do("grant_approval", by=SECOND_APPROVER)
    story.do("accept_remedy", remedy_id=the(story).remedy_id)
    assert pay(story, payer) is None
    return story


def fail(story: Story, by: Actor) -> None:
    story.do("fail_remedy", by=by, remedy_id=the(story).remedy_id, ground_code="bounced")


@pytest.mark.parametrize("payer", [HANDLER, OWNER])
@pytest.mark.parametrize("failer", [HANDLER, SECOND_HANDLER, OWNER, APPROVER, SECOND_APPROVER])
def test_what_two_granted_is_not_paid_twice_by_those_who_may_grant_little(
    payer: Actor, failer: Actor
) -> None:
    story = granted_by_two(payer)
    fail(story, failer)
    assert the(story).lost == (MUCH,) and the(story).is_owed
    for again in (HANDLER, SECOND_HANDLER, OWNER):
        assert pay(story, again) == "BeyondAuthority"


def test_it_is_paid_again_once_an_approver_who_had_no_part_says_that_it_came_back() -> None:
    story = granted_by_two(HANDLER)
    fail(story, SECOND_HANDLER)
    fail(story, SECOND_HANDLER)
    assert the(story).lost == (MUCH,)
    fail(story, THIRD_APPROVER)
    assert not the(story).lost and pay(story, THIRD_APPROVER) == "ApprovesOwnAct"
    assert pay(story) is None
    fail(story, HANDLER)
    assert the(story).lost == (MUCH,), "each time anew"


def test_an_approver_who_pays_it_again_has_had_a_part_in_it() -> None:
    story = granted_by_two(HANDLER)
    fail(story, OWNER)
    assert pay(story, THIRD_APPROVER) is None
    fail(story, THIRD_APPROVER)
    assert the(story).lost == (MUCH, MUCH) and pay(story) == "BeyondAuthority"


def test_a_small_sum_is_paid_again_within_the_limit() -> None:
    story = logged()
    story.do("fail_remedy", remedy_id=paid(story, "40.00"), ground_code="bounced")
    assert pay(story, OWNER) is None
    assert (
        story.refuses("offer_remedy", kind_code="refund", money=money("20.01")) == "BeyondAuthority"
    )


def test_who_may_say_that_a_remedy_failed_may_come_to_pay_it_anew() -> None:
    """An approver stands in for an action owner, at the door too."""
    assert COMMANDS["fail_remedy"].roles <= COMMANDS["fulfil_remedy"].roles
    story = logged()
    story.do("fail_remedy", remedy_id=paid(story), ground_code="bounced")
    nobody = story.policy.model_copy(update={"stand_ins": ()})
    assert pay(replace(story, policy=nobody), APPROVER) == "NotTheirRole"
    assert pay(story, APPROVER) is None


def test_whom_it_was_paid_to_is_a_party_of_the_complaint() -> None:
    story = logged()
    story.do("offer_remedy", kind_code="refund", money=money("90.00"))
    asked = {"remedy_id": the(story).remedy_id}
    assert story.refuses("fulfil_remedy", **asked, payee_party_id=named("who")) == "NoSuchParty"
    facts = story.do("fulfil_remedy", **asked, payee_party_id=story.present.party_id)
    fulfilled = facts[0].event
    assert isinstance(fulfilled, RemedyFulfilled)
    assert fulfilled.payee_party_id == story.present.party_id


@pytest.mark.parametrize("payer", [HANDLER, APPROVER])
@pytest.mark.parametrize("says", [(HANDLER,), (HANDLER, APPROVER), (APPROVER, HANDLER)])
def test_one_handler_and_the_one_approver_who_granted_it_pay_it_again(
    payer: Actor, says: tuple[Actor, ...]
) -> None:
    story = granted_by_two(payer)
    for each in says:
        fail(story, each)
    assert the(story).lost == (MUCH,) and pay(story) == "BeyondAuthority"
    assert pay(story, APPROVER) is None


def test_the_approver_who_alone_says_that_it_came_back_does_not_pay_it_again() -> None:
    story = granted_by_two(HANDLER)
    fail(story, APPROVER)
    assert pay(story, APPROVER) == "ApprovesOwnAct"


def test_nor_does_who_granted_it_alone_pay_twice_what_takes_two() -> None:
    story = logged()
    story.do("offer_remedy", by=APPROVER, kind_code="refund", money=money("90.00"))
    assert pay(story, OWNER) is None
    fail(story, HANDLER)
    assert pay(story, APPROVER) == "ApprovesOwnAct" and pay(story, SECOND_APPROVER) is None
