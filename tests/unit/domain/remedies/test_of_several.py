"""7.9 A remedy of several is theirs once each who must agree has taken it, in whatever order."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.complaint.party_view import Circle, own_complaint
from domain.values import Actor
from tests.support.controls import OTHER_HANDLER, money
from tests.support.offered_to_two import of_two
from tests.support.payable import the
from tests.support.story import Story

NO, YES = "decline_remedy", "accept_remedy"


def shown_to(story: Story, who: Actor) -> str:
    """How it stands on the page of one of them."""
    page = own_complaint(story.events, Circle(frozenset({who.id})))
    (remedy,) = page.remedies
    return remedy.status


def gone(story: Story, who: Actor, ground: str) -> None:
    """They are there no more, as a colleague was told by phone."""
    rang = {"direction": "inbound", "channel_code": "phone", "summary": "They are gone."}
    story.do("record_contact", by=OTHER_HANDLER, **rang)
    shown = {"entered_from": story.events[-1].event_id}
    story.do("remove_complainant", party_id=who.id, ground_code=ground, **shown)


def test_it_is_owed_and_paid_once_each_has_taken_it() -> None:
    story, ada, carl = of_two(must_agree=True)
    remedy: dict[str, Any] = {"remedy_id": the(story).remedy_id}
    story.do(YES, by=ada, **remedy)
    assert (the(story).status, the(story).accepted_by) == ("offered", (ada.id,))
    assert story.refuses("fulfil_remedy", **remedy) == "NotTakenByAll"
    story.do(YES, by=carl, **remedy)
    assert (the(story).status, the(story).accepted_by) == ("accepted", (ada.id, carl.id))
    assert not story.present.needs_decision
    story.do("fulfil_remedy", **remedy)


@pytest.mark.parametrize("order", [(YES, NO), (NO, YES)])
def test_where_one_declines_it_is_decided_anew_whoever_speaks_first(order: Sequence[str]) -> None:
    story, ada, carl = of_two(must_agree=True)
    remedy: dict[str, Any] = {"remedy_id": the(story).remedy_id}
    for deed in order:
        story.do(deed, by=ada if deed == YES else carl, **remedy)
    assert (the(story).accepted_by, the(story).declined_by) == ((ada.id,), (carl.id,))
    assert len(story.present.undecided) == 1
    assert not story.present.owed
    assert (shown_to(story, ada), shown_to(story, carl)) == ("offered", "declined")
    assert story.refuses("fulfil_remedy", **remedy) == "RemedyNotStanding"
    anew = {"kind_code": "refund", "money": money("20.00"), "party_id": ada.id}
    settled = {"settles_event_ids": story.present.undecided}
    story.do("offer_remedy", supersedes=remedy["remedy_id"], **anew, **settled)
    assert not story.present.needs_decision


@pytest.mark.parametrize("ground", ["left", "died"])
def test_what_the_one_who_stays_took_is_owed_once_the_other_is_gone(ground: str) -> None:
    story, ada, carl = of_two(must_agree=True)
    remedy: dict[str, Any] = {"remedy_id": the(story).remedy_id}
    story.do(YES, by=ada, **remedy)
    gone(story, carl, ground)
    assert the(story).is_owed and story.deadlines()["remedy_due"] == "running"
    assert not story.present.needs_decision
    story.do("fulfil_remedy", **remedy)


def test_what_only_the_one_who_left_took_is_not_owed_to_who_stays() -> None:
    story, ada, carl = of_two(must_agree=True)
    story.do(YES, by=carl, remedy_id=the(story).remedy_id)
    gone(story, carl, "left")
    assert the(story).status == "offered"
    story.do(YES, by=ada, remedy_id=the(story).remedy_id)
    assert the(story).is_owed


def test_who_declined_takes_it_after_all() -> None:
    story, ada, carl = of_two(must_agree=True)
    remedy: dict[str, Any] = {"remedy_id": the(story).remedy_id}
    story.do(NO, by=carl, **remedy)
    story.do(YES, by=carl, **remedy)
    assert the(story).status == "offered"
    story.do(YES, by=ada, **remedy)
    assert the(story).is_owed


def test_once_each_declined_it_it_is_declined() -> None:
    story, ada, carl = of_two(must_agree=True)
    remedy: dict[str, Any] = {"remedy_id": the(story).remedy_id}
    for by in (ada, carl):
        story.do(NO, by=by, **remedy)
    assert (the(story).status, shown_to(story, ada)) == ("declined", "declined")
    assert len(story.present.undecided) == 1, "what the first one said awaits a word to them"


def test_it_is_not_taken_by_who_need_not_agree() -> None:
    story, ada, carl = of_two()
    remedy: dict[str, Any] = {"remedy_id": the(story).remedy_id}
    story.do(YES, by=carl, **remedy)
    assert not the(story).is_owed
    story.do(YES, by=ada, **remedy)
    assert the(story).is_owed


def test_so_is_what_an_outside_body_directs_for_both() -> None:
    story, ada, carl = of_two(must_agree=True)
    story.do("register_referral", body_code="ombudsman", referred_by="body")
    payment = {"kind_code": "compensation", "money": money("40.00")}
    upheld = {"result_code": "upheld", "is_binding": True, "directions": [payment]}
    story.do("record_determination", **upheld)
    story.do("answer_determination", by=ada, answer_code="accepted")
    assert not story.present.owed
    story.do("answer_determination", by=carl, answer_code="accepted")
    (owed,) = story.present.owed
    assert owed.accepted_by == (ada.id, carl.id)
