"""7.7, 7.9, Annex F: whatever becomes payable passes the same authority, by whatever door."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.complaint.authority.remedy_limits import BeyondAuthority
from domain.values import Money
from tests.support.controls import APPROVER, HANDLER, SECOND_APPROVER, money
from tests.support.matter import Matter
from tests.support.payable import ALONE, MUCH, TAKEN, logged, pay, the
from tests.support.story import Story


def directed(sum_: Money, *, is_binding: bool = True, by: Any = HANDLER, **rules: Any) -> Story:
    """A complaint of which somebody says that an outside body told us to pay."""
    story = logged(**rules)
    story.do("register_referral", body_code="ombudsman")
    asked = [{"kind_code": "compensation", "money": sum_}]
    upheld = {"result_code": "upheld", "is_binding": is_binding, "directions": asked}
    story.do("record_determination", by=by, **upheld)
    return story


@pytest.mark.parametrize("is_binding", [True, False])
def test_what_somebody_says_was_directed_is_paid_once_an_approver_confirms_it(
    is_binding: bool,
) -> None:
    story = directed(MUCH, is_binding=is_binding)
    story.do("answer_determination", answer_code="accepted")
    assert the(story).is_owed and pay(story) == "NotConfirmed"
    story.do("answer_determination", by=APPROVER, **TAKEN)
    assert pay(story) is None


def test_who_recorded_it_does_not_confirm_it_nor_does_an_approver_direct_it_alone() -> None:
    story = directed(MUCH, by=APPROVER)
    assert pay(story, APPROVER) == "NotConfirmed"
    assert story.refuses("answer_determination", by=APPROVER, **TAKEN) == "ApprovesOwnAct"
    story.do("answer_determination", by=SECOND_APPROVER, **TAKEN)
    assert pay(story, APPROVER) is None


def test_what_its_recorder_could_grant_alone_is_paid_as_it_is_directed() -> None:
    story = directed(money("100.00"))
    offer = next(one.event for one in story.events if isinstance(one.event, e.RemedyOffered))
    assert offer.authority_rule_id != "determination"
    assert pay(story) is None
    assert pay(directed(money("100.01"))) == "NotConfirmed"


def test_where_one_person_may_do_both_the_direction_says_so() -> None:
    story = directed(MUCH, by=APPROVER, **ALONE)
    offer = next(one.event for one in story.events if isinstance(one.event, e.RemedyOffered))
    assert (offer.approved_by, offer.separation) == (APPROVER.id, "relaxed")
    assert pay(story, APPROVER) is None


@pytest.mark.parametrize("kind", ["replacement", "refund", "repair", "goodwill"])
def test_a_gift_in_kind_counts_at_what_it_costs_and_untold_is_beyond_a_limit(kind: str) -> None:
    story = logged()
    assert story.refuses("offer_remedy", kind_code=kind) == "BeyondAuthority"
    cost = {"kind_code": kind, "estimated_cost": MUCH}
    assert story.refuses("offer_remedy", **cost) == "BeyondAuthority"
    settled = {"remedies": [cost], "solution": "A new car"}
    assert story.refuses("settle_received", **settled) == "BeyondAuthority"
    story.do("offer_remedy", kind_code=kind, estimated_cost=money("60.00"))
    beside = {"kind_code": "refund", "money": money("40.01")}
    assert story.refuses("offer_remedy", **beside) == "BeyondAuthority"
    story.do("offer_remedy", kind_code="apology")


def test_a_decision_tells_the_cost_that_it_proposes_and_offers() -> None:
    story = logged()
    story.do("open_investigation")
    (issue,) = story.present.open_issues
    story.do("record_finding", issue_id=issue.issue_id, finding_code="upheld")
    remedies = [{"kind_code": "replacement", "estimated_cost": MUCH}]
    story.do("propose_decision", remedies=remedies)
    story.do("approve_decision", by=APPROVER)
    story.do("send_response", recourse=[{"kind": "none_available"}])
    assert the(story).estimated_cost == MUCH


def test_no_cost_is_less_than_nothing() -> None:
    cost = {"kind_code": "repair", "estimated_cost": money("-5000.00")}
    assert logged().refuses("offer_remedy", **cost) == "NothingPaid"


def paid(story: Story, amount: str = "90.00") -> UUID:
    story.do("offer_remedy", kind_code="refund", money=money(amount))
    remedy_id = the(story).remedy_id
    story.do("fulfil_remedy", remedy_id=remedy_id)
    return remedy_id


@pytest.mark.parametrize("ending", ["decline_remedy", "revoke_remedy", "supersedes"])
def test_what_was_paid_in_part_counts_whatever_becomes_of_the_rest(ending: str) -> None:
    story = logged()
    story.do("offer_remedy", kind_code="refund", money=money("90.00"))
    remedy_id = the(story).remedy_id
    part = {"money": money("80.00"), "is_partial": True}
    story.do("fulfil_remedy", remedy_id=remedy_id, **part)
    more: dict[str, Any] = {"kind_code": "refund", "money": money("20.01")}
    if ending == "supersedes":
        more["supersedes"] = remedy_id
    elif ending == "revoke_remedy":
        story.do(ending, by=APPROVER, remedy_id=remedy_id, ground_code="error")
        story.do("grant_approval", by=SECOND_APPROVER)
    else:
        story.do(ending, remedy_id=remedy_id)
    assert story.refuses("offer_remedy", **more) == "BeyondAuthority"
    story.do("offer_remedy", **more | {"money": money("20.00")})


def test_what_is_paid_is_told_whether_at_once_or_in_parts() -> None:
    story = logged()
    paid(story)
    assert the(story).paid_money == money("90.00") and str(the(story).paid) == "90.00"
    story = logged()
    story.do("offer_remedy", kind_code="refund", money=money("90.00"))
    assert pay(story, money=money("50.00"), is_partial=True) is None
    done = story.do("fulfil_remedy", remedy_id=the(story).remedy_id)
    assert isinstance(done[0].event, e.RemedyFulfilled)
    assert done[0].event.money == money("40.00") and str(the(story).paid) == "90.00"


def test_what_is_merged_is_one_matter_whose_grants_add_up() -> None:
    matter = Matter()
    offer: dict[str, Any] = {"kind_code": "refund", "money": money("60.00")}
    matter.asked("offer_remedy", matter.anns, **offer)
    matter.merge()
    assert matter.ann.state == "MERGED"
    with pytest.raises(BeyondAuthority, match=r"120\.00 GBP"):
        matter.asked("offer_remedy", matter.bobs, **offer)
    matter.asked("offer_remedy", matter.bobs, **offer | {"money": money("40.00")})
