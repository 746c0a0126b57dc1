"""7.2, 7.3 Who is authorised in a merged complaint acts for that person where it goes on."""

from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.complaint.parties.identities import contact_of
from domain.complaint.parties.representing import NotRepresented
from domain.complaint.state import Representation
from domain.values import Actor
from tests.support.controls import PRIVACY_OFFICER
from tests.support.matter import GROUP, Matter

SOL: dict[str, Any] = {"contact": {"name": "Sol"}, "authority_basis_code": "mandate"}


def acting(office: Matter, of: UUID) -> list[Representation]:
    """Who acts for somebody in a complaint."""
    return [one for one in office.complaints[of].representations if not one.has_ended]


def test_who_is_authorised_meanwhile_acts_where_it_goes_on() -> None:
    office = Matter()
    office.merge()
    told = office.asked("authorise_representative", office.anns, **SOL)
    (ann,) = [one.party_id for one in office.bob.parties.values() if one.from_id]
    (there,) = acting(office, office.bobs)
    assert there.party_id == ann
    here, copied = [one.event for one in told.recorded]
    assert isinstance(here, e.RepresentativeAuthorised)
    assert isinstance(copied, e.RepresentativeAuthorised)
    assert copied.representative_party_id != here.representative_party_id
    assert copied.representative == here.representative
    office.asked("acknowledge", office.bobs, to_party_id=there.representative_party_id)
    assert office.bob.parties[ann].acknowledged


def test_revoked_in_either_it_has_ended_in_both() -> None:
    office = Matter()
    office.merge()
    office.asked("authorise_representative", office.anns, **SOL)
    proof = office.shown(office.anns)
    revoked: dict[str, Any] = {"ground_code": "revoked", "entered_from": proof}
    office.asked("end_representation", office.anns, **revoked)
    assert acting(office, office.anns) == acting(office, office.bobs) == []


def test_who_was_authorised_where_it_goes_on_is_revoked_with_the_key_of_ones_own() -> None:
    office = Matter()
    cys = office.received(complainant={"name": "Cy"}, narrative="H2 too")
    office.asked("merge_complaint", office.anns, into_id=cys, **GROUP)
    office.asked("merge_complaint", cys, into_id=office.bobs, **GROUP)
    bob, cy, ann = office.bob.parties
    for each in (ann, cy, bob):
        office.asked("authorise_representative", office.bobs, party_id=each, **SOL)
    herself = Actor(kind="party", id=office.ann.party_id or office.anns, role="party")
    office.asked("end_representation", office.anns, by=herself, ground_code="revoked")
    assert {one.party_id for one in acting(office, office.bobs)} == {bob, cy}
    with pytest.raises(NotRepresented):
        office.asked("end_representation", office.anns, by=herself, ground_code="revoked")


def test_once_unmerged_they_act_in_their_own_alone_and_once() -> None:
    office = Matter()
    office.merge()
    office.asked("authorise_representative", office.anns, **SOL)
    office.unmerge()
    assert len(acting(office, office.anns)) == 1
    assert acting(office, office.bobs) == []


def test_along_a_chain_too() -> None:
    office = Matter()
    cys = office.received(complainant={"name": "Cy"}, narrative="H2 too")
    office.asked("merge_complaint", office.anns, into_id=cys, **GROUP)
    office.asked("merge_complaint", cys, into_id=office.bobs, **GROUP)
    office.asked("authorise_representative", office.anns, **SOL)
    assert len(acting(office, cys)) == len(acting(office, office.bobs)) == 1
    office.asked("unmerge_complaint", cys, by=PRIVACY_OFFICER, ground_code="mistake")
    assert len(acting(office, cys)) == 1


def test_who_complained_there_too_authorised_nobody_for_that() -> None:
    office = Matter()
    second = office.received(complainant={"name": "Bob"}, narrative="H3")
    told: dict[str, Any] = {"into_id": office.bobs, "ground_code": "same_complainant"}
    office.asked("merge_complaint", second, **told)
    office.asked("authorise_representative", second, **SOL)
    assert acting(office, office.bobs) == []


def test_where_letters_go_is_told_where_they_are_written() -> None:
    office = Matter()
    office.merge()
    herself = Actor(kind="party", id=office.ann.party_id or office.anns, role="party")
    moved: dict[str, Any] = {"values": {"address": "1 New Road"}, "ground_code": "moved"}
    office.asked("correct_party_details", office.anns, by=herself, **moved)
    (ann,) = [one.party_id for one in office.bob.parties.values() if one.from_id]
    there = contact_of(office.events[office.bobs], ann)
    assert there == e.Contact(name="Ann", address="1 New Road")
    office.unmerge()
    told = [one for one in office.events[office.anns] if "Corrected" in one.event.TYPE]
    assert len(told) == 1, "she told it once"
