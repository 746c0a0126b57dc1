"""7.2: that a party is who they say is checked, and what was wrong about them is corrected."""

import pytest

from domain.complaint.events import Contact, PartyDetailsCorrected, PartyIdentityVerified
from domain.complaint.parties.access import NotAParty
from domain.complaint.parties.addressing import NoSuchParty
from domain.complaint.parties.identifying import NothingCorrected
from domain.values import Actor
from tests.support.controls import PARTY, RECEIVED, UNTIL_CLOSED, named
from tests.support.given import Past, given
from tests.support.parties import AUTHORISED, SOLICITOR

CHECKED = {"method_code": "call_back", "level_code": "sufficient"}
MOVED = {"values": {"address": "2 New Street", "phone": None}, "ground_code": "has_changed"}


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_CLOSED])
def test_identity_is_verified_in_any_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("verify_identity", **CHECKED)
    outcome.then(PartyIdentityVerified(party_id=PARTY, **CHECKED))
    assert outcome.complaint.parties[PARTY].is_verified


def test_a_representatives_identity_is_verified_too_but_no_strangers() -> None:
    past = given(RECEIVED, AUTHORISED)
    past.when("verify_identity", party_id=SOLICITOR, **CHECKED).then(PartyIdentityVerified)
    stranger = {"party_id": named("stranger"), **CHECKED}
    past.when("verify_identity", **stranger).refused(NoSuchParty)


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_CLOSED])
def test_a_correction_names_the_fields_in_public_and_what_they_are_sealed(
    past: tuple[Past, ...],
) -> None:
    outcome = given(*past).when("correct_party_details", **MOVED)
    event = outcome.the(PartyDetailsCorrected)
    assert event.field_codes == ("address", "phone")
    assert event.values == Contact(address="2 New Street")
    assert outcome.complaint.parties == given(*past).complaint.parties


def test_a_correction_corrects_something_of_a_party() -> None:
    nothing = {"values": {}, "ground_code": "was_wrong"}
    given(RECEIVED).when("correct_party_details", **nothing).refused(NothingCorrected)
    stranger = {"party_id": named("stranger"), **MOVED}
    given(RECEIVED).when("correct_party_details", **stranger).refused(NoSuchParty)


def test_parties_correct_their_own_details_only() -> None:
    by = Actor(kind="party", id=PARTY, role="party")
    own = given(RECEIVED, AUTHORISED).when("correct_party_details", by=by, **MOVED)
    assert own.the(PartyDetailsCorrected).party_id == PARTY
    other = {"party_id": SOLICITOR, "by": by, **MOVED}
    given(RECEIVED, AUTHORISED).when("correct_party_details", **other).refused(NotAParty)
