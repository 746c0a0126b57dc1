"""7.7, 7.9, 7.3: complaints that are merged are one matter, with one limit over what is paid."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.authority.approvals import ApprovesOwnAct
from domain.complaint.authority.remedy_limits import BeyondAuthority
from tests.support.controls import APPROVER, SECOND_APPROVER, money
from tests.support.matter import Matter
from tests.support.payable import MUCH


def both_accepted(**more: Any) -> tuple[Matter, UUID, UUID]:
    """A remedy within one person's limit on each of two complaints, which are merged then."""
    matter = Matter()
    offer: dict[str, Any] = {"kind_code": "refund", "money": money("60.00"), **more}
    for one in (matter.anns, matter.bobs):
        matter.asked("offer_remedy", one, **offer)
    matter.merge()
    (anns,), (bobs,) = matter.ann.remedies, matter.bob.remedies
    matter.asked("accept_remedy", matter.anns, remedy_id=anns)
    matter.asked("accept_remedy", matter.bobs, remedy_id=bobs)
    return matter, anns, bobs


def test_what_one_person_granted_twice_is_paid_within_their_limit_over_what_is_merged() -> None:
    matter, anns, bobs = both_accepted()
    matter.asked("fulfil_remedy", matter.bobs, remedy_id=bobs)
    with pytest.raises(BeyondAuthority, match=r"120\.00 GBP"):
        matter.asked("fulfil_remedy", matter.anns, remedy_id=anns)
    matter.asked("fulfil_remedy", matter.anns, by=APPROVER, remedy_id=anns)


def test_and_in_full_where_both_fit_or_once_they_are_parted_again() -> None:
    for amount, is_parted in (("50.00", False), ("60.00", True)):
        matter, anns, bobs = both_accepted(money=money(amount))
        matter.asked("fulfil_remedy", matter.bobs, remedy_id=bobs)
        if is_parted:
            matter.unmerge()
        matter.asked("fulfil_remedy", matter.anns, remedy_id=anns)


def test_what_two_people_granted_before_a_merger_is_paid_beside_what_one_did() -> None:
    matter = Matter()
    much: dict[str, Any] = {"kind_code": "refund", "money": MUCH}
    matter.asked("offer_remedy", matter.anns, by=APPROVER, **much)
    matter.asked("grant_approval", matter.anns, by=SECOND_APPROVER)
    matter.asked("offer_remedy", matter.bobs, kind_code="refund", money=money("60.00"))
    matter.merge()
    for one, complaint in ((matter.anns, matter.ann), (matter.bobs, matter.bob)):
        (remedy_id,) = complaint.remedies
        matter.asked("fulfil_remedy", one, remedy_id=remedy_id)


def test_an_approver_does_not_grant_alone_by_a_merger_what_takes_two() -> None:
    matter = Matter()
    for one in (matter.anns, matter.bobs):
        matter.asked("offer_remedy", one, by=APPROVER, kind_code="refund", money=money("60.00"))
    matter.merge()
    (anns,), (bobs,) = matter.ann.remedies, matter.bob.remedies
    matter.asked("fulfil_remedy", matter.bobs, remedy_id=bobs)
    with pytest.raises(BeyondAuthority):
        matter.asked("fulfil_remedy", matter.anns, remedy_id=anns)
    with pytest.raises(ApprovesOwnAct):
        matter.asked("fulfil_remedy", matter.anns, by=APPROVER, remedy_id=anns)
