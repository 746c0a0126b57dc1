"""4.9, 7.9 With the key of their merged complaint they see their own body, and what it awards."""

from typing import Any

from tests.support.answered_together import Answered
from tests.unit.domain.parties.test_page_gone_on import Page

AWARD: dict[str, Any] = {
    "kind_code": "compensation",
    "money": {"amount": "8.00", "currency": "GBP"},
}


class Both(Page, Answered):
    """Ann reads her own complaint, which was answered in Bob's."""


def test_the_page_of_a_merged_complaint_shows_their_body_and_its_award() -> None:
    office = Both()
    office.tell_both()
    gone: dict[str, Any] = {"body_code": "ombudsman", "party_id": office.ann_there}
    office.asked("register_referral", office.bobs, **gone)
    determined: dict[str, Any] = {"result_code": "upheld", "directions": [AWARD]}
    office.asked("record_determination", office.bobs, **determined)
    page = office.page()
    assert [(one.kind_code, one.status) for one in page.remedies] == [("compensation", "offered")]
    assert [one.status for one in page.outside_bodies] == ["determined"]


def test_and_nothing_of_the_others() -> None:
    office = Both()
    office.tell_both()
    office.asked(
        "register_referral", office.bobs, body_code="ombudsman", party_id=office.bob.party_id
    )
    office.asked("record_determination", office.bobs, result_code="upheld", directions=[AWARD])
    assert (office.page().remedies, office.page().outside_bodies) == ((), ())
