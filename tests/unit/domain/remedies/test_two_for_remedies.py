"""4.7, 4.12, Annex F: what a decision would need two people for needs two outside of one, too."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.authority.approvals import ApprovesOwnAct
from domain.complaint.decider import TakesTwoPeople
from domain.complaint.remedies.fulfilling import PaidBeyondOffer
from domain.policy import Separation
from domain.values import Actor, Money
from tests.support.controls import (
    APPROVER,
    HANDLER,
    POLICY,
    RECEIVED,
    REMEDY,
    REMEDY_ACCEPTED,
    SECOND_APPROVER,
    money,
    offered,
    policy,
)
from tests.support.given import given
from tests.support.story import Story

MUCH: dict[str, Any] = {"kind_code": "refund", "money": money("90000.00")}
WHOLE: dict[str, Any] = {
    **MUCH,
    "source_code": "settlement",
    "estimated_cost": money("90000.00"),
    "due_on": "2026-04-01",
    "expires_on": "2026-03-20",
    "conditions": "Once the goods are back.",
}
ALONE = {"approve": "waived", "ground_code": "one_person_organisation"}


def told(**rules: Any) -> Story:
    separation = {**POLICY.separation.model_dump(), **rules}
    story = Story(policy=policy(separation=separation))
    story.do("log", narrative="The bill is wrong.", complainant={"name": "Ada"})
    return story


def test_one_person_does_not_give_away_what_only_approvers_may_grant() -> None:
    story = told()
    (request,) = story.do("offer_remedy", by=APPROVER, **MUCH)
    assert isinstance(request.event, e.ApprovalRequested)
    assert not story.present.remedies
    assert story.refuses("grant_approval", by=APPROVER) == ApprovesOwnAct.__name__
    as_handler = replace_role(APPROVER, "handler")
    assert story.refuses("offer_remedy", by=as_handler, **MUCH) == "BeyondAuthority"


def replace_role(actor: Any, role: str) -> Any:
    return actor.model_copy(update={"role": role})


def test_a_second_approver_grants_all_that_was_asked_for() -> None:
    story = told()
    story.do("offer_remedy", by=APPROVER, **WHOLE)
    offer = story.do("grant_approval", by=SECOND_APPROVER)[0].event
    assert isinstance(offer, e.RemedyOffered)
    said = {name: getattr(offer, name) for name in WHOLE}
    assert said | {"due_on": "2026-04-01", "expires_on": "2026-03-20"} == WHOLE
    assert (str(offer.due_on), str(offer.expires_on)) == ("2026-04-01", "2026-03-20")
    assert (offer.approved_by, offer.separation) == (SECOND_APPROVER.id, "independent")


def test_what_a_handler_may_grant_takes_nobody_else_whoever_offers_it() -> None:
    for who in (HANDLER, APPROVER):
        offer = told().do("offer_remedy", by=who, kind_code="refund", money=money("100.00"))
        assert isinstance(offer[0].event, e.RemedyOffered)
        assert offer[0].event.separation is None


def test_the_limit_counts_all_that_the_complaint_has_cost() -> None:
    story = told()
    story.do("offer_remedy", by=APPROVER, kind_code="refund", money=money("100.00"))
    again = story.do("offer_remedy", by=APPROVER, kind_code="refund", money=money("0.01"))
    assert isinstance(again[0].event, e.ApprovalRequested)


def test_a_policy_that_waives_approval_lets_one_person_and_says_so() -> None:
    offer = told(**ALONE).do("offer_remedy", by=APPROVER, **MUCH)[0].event
    assert isinstance(offer, e.RemedyOffered)
    assert offer.separation == "relaxed"
    assert offer.separation_ground_code == "one_person_organisation"
    assert Separation().approve == "required"


def test_what_takes_two_is_not_settled_in_one_go() -> None:
    asked = given(RECEIVED).when("settle_received", by=APPROVER, remedies=[MUCH])
    asked.refused(TakesTwoPeople)


@pytest.mark.parametrize("paid", [money("20.01"), money("20.00", "EUR")])
def test_no_more_is_paid_than_was_offered(paid: Money) -> None:
    past = (RECEIVED, offered(), REMEDY_ACCEPTED)
    given(*past).when("fulfil_remedy", remedy_id=REMEDY, money=paid).refused(PaidBeyondOffer)
    without = (RECEIVED, offered(money=None), REMEDY_ACCEPTED)
    given(*without).when("fulfil_remedy", remedy_id=REMEDY, money=paid).refused(PaidBeyondOffer)


def test_nor_in_several_parts_unless_one_failed() -> None:
    part = e.RemedyFulfilled(
        remedy_id=REMEDY, kind_code="refund", money=money("15.00"), is_partial=True
    )
    past = (RECEIVED, offered(), REMEDY_ACCEPTED, part)
    rest = {"remedy_id": REMEDY, "money": money("5.01"), "is_partial": True}
    refused = given(*past).when("fulfil_remedy", **rest).refused(PaidBeyondOffer)
    assert refused.values["paid"] == "20.01 GBP"
    exact = {"remedy_id": REMEDY, "money": money("5.00")}
    given(*past).when("fulfil_remedy", **exact).then(e.RemedyFulfilled)
    failed = e.RemedyFailed(remedy_id=REMEDY, kind_code="refund", ground_code="returned")
    given(*past, failed).when("fulfil_remedy", **rest).then(e.RemedyFulfilled)


@pytest.mark.parametrize("by", [HANDLER, APPROVER])
def test_nobody_alone_takes_back_what_the_complainant_was_offered(by: Actor) -> None:
    past = (RECEIVED, offered(), REMEDY_ACCEPTED)
    asked = {"by": by, "remedy_id": REMEDY, "ground_code": "mistake"}
    request = given(*past).when("revoke_remedy", **asked)
    request.then(e.ApprovalRequested)
    assert request.complaint.owed
    outcome = given(*past).approved("revoke_remedy", **asked)
    outcome.then(e.RemedyRevoked)
    assert outcome.the(e.RemedyRevoked).separation == "independent"
    assert not outcome.complaint.owed


def test_what_is_asked_to_be_taken_back_may_be_so_once_the_complaint_is_closed() -> None:
    story = told()
    story.do("offer_remedy", kind_code="refund", money=money("20.00"))
    (remedy_id,) = story.present.remedies
    story.do("accept_remedy", remedy_id=remedy_id)
    story.do("revoke_remedy", remedy_id=remedy_id, ground_code="mistake")
    story.do("withdraw", means_code="phone", ground_code="changed_mind")
    story.do("grant_approval", by=APPROVER)
    assert story.present.remedies[remedy_id].status == "revoked"
