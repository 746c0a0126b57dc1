"""4.10: what a party lets be done with what they told, and that it can be taken back."""

import pytest

from domain.complaint.confidentiality.consenting import ConsentNotGiven, NoSuchConsent
from domain.complaint.events import ComplaintForwarded, ConsentRecorded
from domain.complaint.parties.access import NotAParty
from domain.complaint.parties.addressing import NoSuchParty
from domain.values import Actor
from tests.support.controls import PARTY, RECEIVED, UNTIL_CLOSED, named
from tests.support.given import Past, given
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR

CONSENT = named("consent")
GIVEN = ConsentRecorded(
    consent_id=CONSENT, purpose_code="forwarding", is_given=True, party_id=PARTY
)
TAKEN_BACK = GIVEN.model_copy(update={"is_given": False})
TO_A_BODY = {"to_kind": "other_body", "body_code": "b", "ground_code": "theirs"}


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_CLOSED])
def test_consent_is_recorded_in_any_state(past: tuple[Past, ...]) -> None:
    outcome = given(*past).when("record_consent", purpose_code="publication", is_given=True)
    event = outcome.the(ConsentRecorded)
    assert (event.party_id, event.is_given) == (PARTY, True)
    assert outcome.complaint.consents[event.consent_id].purpose_code == "publication"


def test_a_consent_is_taken_back_by_naming_it() -> None:
    asked = {"consent_id": CONSENT, "purpose_code": "forwarding", "is_given": False}
    outcome = given(RECEIVED, GIVEN).when("record_consent", **asked)
    outcome.then(TAKEN_BACK)
    assert not outcome.complaint.consents[CONSENT].is_given
    given(RECEIVED).when("record_consent", **asked).refused(NoSuchConsent)
    other = {**asked, "purpose_code": "publication"}
    given(RECEIVED, GIVEN).when("record_consent", **other).refused(NoSuchConsent)
    joint = {**asked, "party_id": SECOND_PARTY}
    given(RECEIVED, JOINED, GIVEN).when("record_consent", **joint).refused(NoSuchConsent)


def test_consent_is_a_partys_own() -> None:
    asked = {"purpose_code": "publication", "is_given": True}
    given(RECEIVED).when("record_consent", party_id=SOLICITOR, **asked).refused(NoSuchParty)
    by = Actor(kind="party", id=SOLICITOR, role="representative")
    own = given(RECEIVED, AUTHORISED).when("record_consent", by=by, **asked)
    assert own.the(ConsentRecorded).party_id == SOLICITOR
    posing = {"party_id": PARTY, "by": by, **asked}
    given(RECEIVED, AUTHORISED).when("record_consent", **posing).refused(NotAParty)


def test_what_is_sent_on_by_consent_names_one_that_stands() -> None:
    asked = {"consent_id": CONSENT, **TO_A_BODY}
    sent = given(RECEIVED, GIVEN).approved("forward", **asked).the(ComplaintForwarded)
    assert sent.consent_id == CONSENT
    given(RECEIVED).when("forward", **asked).refused(NoSuchConsent)
    given(RECEIVED, GIVEN, TAKEN_BACK).when("forward", **asked).refused(ConsentNotGiven)
