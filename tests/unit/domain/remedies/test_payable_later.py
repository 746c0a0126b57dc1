"""7.7, 7.9: what is directed in kind has the limits of money; who approved an offer may do so."""

from typing import Any

import pytest

from tests.support.controls import APPROVER, HANDLER, SECOND_APPROVER, money, named
from tests.support.payable import ALONE, MUCH, TAKEN, logged, pay, the
from tests.support.people import MANAGEMENT
from tests.support.story import Story

KIND: list[dict[str, Any]] = [
    {"kind_code": "replacement", "estimated_cost": MUCH},
    {"kind_code": "compensation", "money": money("60.00"), "estimated_cost": money("40.01")},
    {"kind_code": "replacement"},
    {"kind_code": "compensation"},
]


def directed_in_kind(asked: dict[str, Any], by: Any = HANDLER, **rules: Any) -> tuple[Story, str]:
    """A complaint with one direction, and how carrying it out is refused to the handler."""
    story = logged(**rules)
    story.do("register_referral", body_code="ombudsman")
    upheld = {"result_code": "upheld", "is_binding": True, "directions": [asked]}
    story.do("record_determination", by=by, **upheld)
    return story, carry_out(story, by)


def carry_out(story: Story, by: Any = HANDLER) -> str:
    complaint = story.present
    for remedy_id in complaint.remedies:
        return story.refuses("fulfil_remedy", by=by, remedy_id=remedy_id)
    (action_id,) = complaint.actions
    return story.refuses("complete_action", by=by, action_id=action_id)


@pytest.mark.parametrize("asked", KIND, ids=str)
def test_what_a_body_directs_in_kind_has_the_limit_of_money(asked: dict[str, Any]) -> None:
    """Nobody says what it costs, or it costs more than its recorder may grant."""
    story, refusal = directed_in_kind(asked)
    assert refusal == "NotConfirmed"
    story.do("answer_determination", by=APPROVER, **TAKEN)
    assert carry_out(story) == ""


def test_who_recorded_a_direction_in_kind_does_not_confirm_it() -> None:
    story, refusal = directed_in_kind({"kind_code": "replacement"}, by=APPROVER)
    assert refusal == "NotConfirmed"
    assert story.refuses("answer_determination", by=APPROVER, **TAKEN) == "ApprovesOwnAct"


def test_what_costs_nothing_or_little_or_is_one_persons_to_grant_is_done_as_directed() -> None:
    little = {"kind_code": "replacement", "estimated_cost": money("40.00")}
    for asked in (little, {"kind_code": "apology"}, {"kind_code": "correction"}):
        assert directed_in_kind(asked)[1] == ""
    assert directed_in_kind({"kind_code": "replacement"}, by=APPROVER, **ALONE)[1] == ""


def granted(amount: str = "5000.00") -> Story:
    """A handler's complaint with an offer that one approver asked for and another one granted."""
    story = logged()
    offer = {"kind_code": "refund", "money": money(amount)}
    story.do("offer_remedy", by=APPROVER, **offer)
    story.do("grant_approval", by=SECOND_APPROVER)
    return story


def exclude(story: Story, staff: Any) -> None:
    asked = {"staff": staff.id, "ground_code": "complained_about"}
    story.do("exclude_staff", by=MANAGEMENT, **asked)


def test_what_somebody_excluded_approved_is_not_paid_until_another_one_grants_it_anew() -> None:
    story = granted()
    exclude(story, SECOND_APPROVER)
    assert pay(story) == "IsExcluded"
    story.do("accept_remedy", remedy_id=the(story).remedy_id)
    assert pay(story) == "IsExcluded"
    anew = {"kind_code": "refund", "money": MUCH, "supersedes": the(story).remedy_id}
    story.do("offer_remedy", by=APPROVER, **anew)
    third = APPROVER.model_copy(update={"id": named("third approver")})
    story.do("grant_approval", by=third)
    new = next(one for one in story.present.remedies.values() if one.status == "offered")
    story.do("fulfil_remedy", remedy_id=new.remedy_id)


def test_what_was_accepted_while_they_could_approve_is_owed_and_paid() -> None:
    story = granted()
    story.do("accept_remedy", remedy_id=the(story).remedy_id)
    exclude(story, SECOND_APPROVER)
    assert pay(story) is None
