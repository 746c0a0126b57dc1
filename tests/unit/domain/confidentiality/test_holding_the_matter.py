"""4.10: a legal hold keeps the whole matter, wherever it went (invariant 19)."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint.confidentiality.erasing import UnderLegalHold
from domain.complaint.documents.removing import HeldByLaw
from domain.complaint.state import Hold
from domain.errors import Refusal
from tests.support.controls import APPROVER, PRIVACY_OFFICER, SECOND_APPROVER
from tests.support.invariants import broken
from tests.support.matter import Matter

BY_LAW: dict[str, Any] = {"by": PRIVACY_OFFICER, "ground_code": "litigation"}


def held(office: Matter, of: UUID) -> Hold:
    office.asked("place_hold", of, **BY_LAW)
    return list(office.complaints[of].holds.values())[-1]


def ended(office: Matter) -> None:
    for each in list(office.complaints):
        if office.complaints[each].is_open:
            office.asked("withdraw", each, means_code="phone")


def erase(office: Matter, of: UUID) -> None:
    """Ask for it, approve it and carry it out."""
    asked: dict[str, Any] = {"legal_basis_code": "right_to_erasure"}
    office.asked("request_erasure", of, by=PRIVACY_OFFICER, **asked)
    this: dict[str, Any] = {"request_id": list(office.complaints[of].erasures)[-1]}
    office.asked("approve_erasure", of, by=APPROVER, **this)
    office.asked("erase_personal_data", of, by=PRIVACY_OFFICER, **this)


def test_a_hold_on_the_whole_keeps_its_part_and_one_on_the_part_the_whole() -> None:
    office = Matter()
    part = office.split()
    on_whole = held(office, office.anns)
    ended(office)
    with pytest.raises(UnderLegalHold, match=office.ann.reference):
        erase(office, part)
    this: dict[str, Any] = {"hold_id": on_whole.hold_id, "ground_code": "settled"}
    office.asked("release_hold", office.anns, by=PRIVACY_OFFICER, **this)
    held(office, part)
    with pytest.raises(UnderLegalHold, match=office.complaints[part].reference):
        erase(office, office.anns)
    assert list(broken(office)) == []


@pytest.mark.parametrize("is_on_the_merged", [True, False])
def test_a_hold_keeps_what_was_merged_and_what_it_goes_on_in(is_on_the_merged: bool) -> None:
    office = Matter()
    second = office.received(complainant={"name": "Ann"}, narrative="Late again")
    held(office, office.anns if is_on_the_merged else second)
    office.asked("merge_complaint", office.anns, into_id=second)
    ended(office)
    for each in (office.anns, second):
        with pytest.raises(UnderLegalHold):
            erase(office, each)
    assert list(broken(office)) == []


def test_without_a_hold_or_with_one_on_another_matter_it_is_erased() -> None:
    office = Matter()
    part = office.split()
    held(office, office.bobs)
    ended(office)
    erase(office, part)
    assert office.complaints[part].erasures


def test_an_erasure_that_was_approved_before_the_hold_is_not_carried_out() -> None:
    office = Matter()
    part = office.split()
    ended(office)
    asked: dict[str, Any] = {"legal_basis_code": "right_to_erasure"}
    office.asked("request_erasure", part, by=PRIVACY_OFFICER, **asked)
    (request_id,) = office.complaints[part].erasures
    office.asked("approve_erasure", part, by=APPROVER, request_id=request_id)
    held(office, office.anns)
    with pytest.raises(UnderLegalHold):
        office.asked("erase_personal_data", part, by=PRIVACY_OFFICER, request_id=request_id)


@pytest.mark.parametrize("is_held", [True, False])
def test_content_of_a_held_matter_is_removed_by_order_of_a_court_only(is_held: bool) -> None:
    office = Matter()
    part = office.split()
    receipt = office.complaints[part].received_event_id
    removal: dict[str, Any] = {"target_event_id": receipt, "by": PRIVACY_OFFICER}
    office.asked("remove_sealed_content", part, **removal, ground_code="third_party_data")
    if is_held:
        held(office, office.anns)
    try:
        office.asked("grant_approval", part, by=SECOND_APPROVER)
    except Refusal as refusal:
        assert is_held and isinstance(refusal, HeldByLaw)
    else:
        assert not is_held


def test_unmerged_the_hold_that_was_placed_meanwhile_stands_on_both() -> None:
    office = Matter()
    own = held(office, office.bobs)
    office.merge()
    meanwhile = held(office, office.bobs)
    on_anns = held(office, office.anns)
    office.unmerge()
    assert set(office.ann.holds) == {meanwhile.hold_id, on_anns.hold_id}
    assert set(office.bob.holds) == {own.hold_id, meanwhile.hold_id, on_anns.hold_id}
    ended(office)
    with pytest.raises(UnderLegalHold):
        erase(office, office.anns)
    assert list(broken(office)) == []
