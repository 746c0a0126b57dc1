"""7.9, 4.9: nobody gives up what somebody else accepted; that they say so awaits a decision."""

from typing import Any

from domain.complaint import events as e
from tests.support.controls import money
from tests.support.offered_to_two import of_two
from tests.support.payable import the


def test_a_co_complainant_does_not_decline_what_another_one_accepted() -> None:
    story, ada, carl = of_two()
    remedy = {"remedy_id": the(story).remedy_id}
    story.do("accept_remedy", by=ada, **remedy)
    (declined,) = story.do("decline_remedy", by=carl, **remedy)
    assert isinstance(declined.event, e.RemedyDeclined) and declined.event.lacks_authority
    assert the(story).is_owed and story.present.needs_decision
    story.do("fulfil_remedy", settles_event_ids=story.present.undecided, **remedy)
    assert not story.present.needs_decision


def test_nor_do_staff_for_them_and_nobody_is_asked_to_approve_it() -> None:
    story, ada, carl = of_two()
    remedy = {"remedy_id": the(story).remedy_id}
    story.do("accept_remedy", by=ada, **remedy)
    (declined,) = story.do("decline_remedy", party_id=carl.id, **remedy)
    assert isinstance(declined.event, e.RemedyDeclined) and the(story).is_owed
    (asked,) = story.do("decline_remedy", party_id=ada.id, **remedy)
    assert isinstance(asked.event, e.ApprovalRequested)


def test_who_accepted_it_gives_up_their_own_and_the_last_one_the_whole() -> None:
    story, ada, carl = of_two()
    remedy = {"remedy_id": the(story).remedy_id}
    for by in (ada, carl):
        story.do("accept_remedy", by=by, **remedy)
    assert the(story).accepted_by == (ada.id, carl.id)
    story.do("decline_remedy", by=ada, **remedy)
    assert the(story).is_owed and the(story).accepted_by == (carl.id,)
    story.do("decline_remedy", by=carl, **remedy)
    assert the(story).status == "declined"


def test_what_nobody_accepted_is_declined_by_any_of_them_and_accepted_late_all_the_same() -> None:
    story, ada, carl = of_two()
    remedy: dict[str, Any] = {"remedy_id": the(story).remedy_id}
    story.do("decline_remedy", by=carl, **remedy)
    assert the(story).status == "declined" and not story.present.needs_decision
    story.do("accept_remedy", by=ada, **remedy)
    assert the(story).is_owed


def test_nor_by_refusing_for_all_what_a_body_directed_and_another_one_took() -> None:
    story, ada, carl = of_two()
    story.do("register_referral", body_code="ombudsman")
    payment = {"kind_code": "compensation", "money": money("40.00")}
    upheld = {"result_code": "upheld", "is_binding": False, "directions": [payment]}
    story.do("record_determination", **upheld)
    story.do("answer_determination", by=ada, answer_code="accepted")
    (owed,) = story.present.owed
    story.do("answer_determination", by=carl, answer_code="refused")
    assert [each.remedy_id for each in story.present.owed] == [owed.remedy_id]
    assert story.present.needs_decision
