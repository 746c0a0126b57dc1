"""7.2: who acts for a complainant, from when to when, and to whom letters go."""

from datetime import date
from typing import Any

import pytest

from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintReceived,
    Contact,
    DecisionAccepted,
    RepresentationEnded,
    RepresentativeAuthorised,
)
from domain.complaint.parties.access import NotAParty
from domain.complaint.parties.addressing import NoSuchParty
from domain.complaint.parties.representing import (
    AuthorityNeverLasts,
    NotRepresented,
    RepresentsThemselves,
    WhichParty,
)
from domain.complaint.preconditions import NotReceived
from domain.values import Actor
from tests.support.controls import (
    PARTY,
    RECEIVED,
    SMALL,
    UNTIL_CLOSED,
    UNTIL_RESPONDED,
    named,
)
from tests.support.given import Past, given
from tests.support.parties import (
    AUTHORISED,
    ENDED_AUTHORITY,
    JOINED,
    SECOND_PARTY,
    SOLICITOR,
    authorised,
)
from tests.support.story import Story

BY_PHONE = {"means_code": "phone"}
NOT_YET = authorised(valid_from_on=date(2026, 3, 3))


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_RESPONDED, UNTIL_CLOSED])
def test_a_representative_is_authorised_in_any_state_without_a_document(
    past: tuple[Past, ...],
) -> None:
    asked = {"contact": {"name": "Sol"}, "authority_basis_code": "parental_responsibility"}
    outcome = given(*past).when("authorise_representative", **asked)
    outcome.then(RepresentativeAuthorised)
    event = outcome.the(RepresentativeAuthorised)
    assert (event.party_id, event.document_id) == (PARTY, None)
    assert event.representative == Contact(name="Sol")
    assert event.authority_basis_code == "parental_responsibility"
    complaint = outcome.complaint
    assert complaint.correspondence_to == event.representative_party_id != PARTY
    assert complaint.acts_for(event.representative_party_id, date(2026, 3, 2)) == (PARTY,)
    assert complaint.state == given(*past).complaint.state


def test_an_authority_is_for_a_complainant_and_lasts_from_a_day_to_a_later_one() -> None:
    asked = {"party_id": named("stranger")}
    given(RECEIVED).when("authorise_representative", **asked).refused(NoSuchParty)
    themselves = {"representative_party_id": PARTY}
    given(RECEIVED).when("authorise_representative", **themselves).refused(RepresentsThemselves)
    days = {"valid_from_on": "2026-03-05", "valid_until_on": "2026-03-04"}
    given(RECEIVED).when("authorise_representative", **days).refused(AuthorityNeverLasts)
    stranger = {"representative_party_id": named("stranger")}
    given(RECEIVED).when("authorise_representative", **stranger).refused(NoSuchParty)
    given().when("authorise_representative").refused(NotReceived)


def test_a_joint_holder_can_be_the_representative_of_the_other() -> None:
    asked = {"representative_party_id": SECOND_PARTY}
    outcome = given(RECEIVED, JOINED).when("authorise_representative", **asked)
    day = date(2026, 3, 2)
    assert outcome.complaint.acts_for(SECOND_PARTY, day) == (PARTY, SECOND_PARTY)
    assert outcome.complaint.acts_for(PARTY, day) == (PARTY,)


def test_an_authority_covers_its_days_and_what_was_done_before_it_ended() -> None:
    complaint = given(RECEIVED, NOT_YET).complaint
    assert complaint.acts_for(SOLICITOR, date(2026, 3, 2)) == ()
    assert complaint.acts_for(SOLICITOR, date(2026, 3, 3)) == (PARTY,)
    assert complaint.acts_for(SOLICITOR, None) == (PARTY,)
    ended = given(RECEIVED, AUTHORISED, ENDED_AUTHORITY).complaint
    assert ended.acts_for(SOLICITOR, date(2026, 3, 1)) == (PARTY,)
    assert ended.acts_for(SOLICITOR, date(2026, 3, 2)) == ()
    assert ended.acts_for(SOLICITOR, None) == ()


def test_a_representation_ends_and_letters_go_to_the_party_again() -> None:
    outcome = given(RECEIVED, AUTHORISED).when("end_representation", ground_code="resigned")
    outcome.then(
        RepresentationEnded(party_id=PARTY, ground_code="resigned", correspondence_to=PARTY)
    )
    assert outcome.complaint.correspondence_to == PARTY
    again = given(RECEIVED, AUTHORISED, ENDED_AUTHORITY)
    again.when("end_representation", ground_code="resigned").refused(NotRepresented)
    given(RECEIVED).when("end_representation", ground_code="revoked").refused(NotRepresented)


def test_which_representation_ends_is_said_where_there_are_several() -> None:
    other = authorised(named("union"))
    past = (RECEIVED, JOINED, AUTHORISED, other, authorised(party_id=SECOND_PARTY))
    revoked = {"ground_code": "revoked"}
    given(*past).when("end_representation", **revoked).refused(WhichParty)
    asked = {"party_id": PARTY, "representative_party_id": SOLICITOR, **revoked}
    outcome = given(*past).when("end_representation", **asked)
    day = date(2026, 3, 2)
    assert outcome.complaint.acts_for(SOLICITOR, day) == (SECOND_PARTY,)
    assert outcome.complaint.acts_for(named("union"), day) == (PARTY,)
    both = given(*past).when("end_representation", party_id=PARTY, **revoked)
    assert both.complaint.acts_for(named("union"), day) == ()
    to = {"correspondence_to": named("stranger"), "party_id": PARTY, **revoked}
    given(*past).when("end_representation", **to).refused(NoSuchParty)


def test_a_complaint_that_a_representative_brings_is_received_with_the_authority() -> None:
    asked = {
        "narrative": "x",
        "complainant": {"name": "Ada"},
        "representative": {"contact": {"name": "Sol"}, "authority_basis_code": "mandate"},
    }
    outcome = given().when("receive", **asked)
    receipt, authority = outcome.facts[0].event, outcome.the(RepresentativeAuthorised)
    assert isinstance(receipt, ComplaintReceived)
    assert receipt.submitted_by == "representative"
    assert receipt.party_id == authority.party_id != authority.representative_party_id
    assert outcome.complaint.correspondence_to == authority.representative_party_id
    logged = given().when("log", **asked)
    told = logged.the(ComplaintAcknowledged).to_party_id
    assert told == logged.the(RepresentativeAuthorised).representative_party_id


@pytest.mark.parametrize("kind", [None, "anonymous"])
def test_who_is_represented_need_not_be_named(kind: str | None) -> None:
    asked: dict[str, Any] = {"narrative": "x", "complainant_kind": kind, "representative": {}}
    outcome = given().when("receive", **asked)
    assert outcome.the(ComplaintReceived).complainant_kind == (kind or "person")
    authority = outcome.the(RepresentativeAuthorised)
    assert authority.authority_basis_code == "as_stated"
    assert outcome.complaint.party_id == authority.party_id


def outsider(party: str, role: str = "party") -> Actor:
    """Somebody from outside, by their own key."""
    known = {"complainant": PARTY, "solicitor": SOLICITOR}
    return Actor(kind="party", id=known.get(party, named(party)), role=role)


def test_a_representative_at_the_door_acts_on_behalf_of_the_party() -> None:
    by = outsider("solicitor", "representative")
    outcome = given(*UNTIL_RESPONDED, AUTHORISED).when("accept_decision", by=by, **BY_PHONE)
    assert outcome.the(DecisionAccepted).party_id == SOLICITOR
    assert outcome.facts[0].on_behalf_of == PARTY
    assert outcome.complaint.state == "ACCEPTED"
    own = given(*UNTIL_RESPONDED, AUTHORISED).when(
        "accept_decision", by=outsider("complainant"), **BY_PHONE
    )
    assert own.facts[0].on_behalf_of is None
    assert own.the(DecisionAccepted).party_id == PARTY


def test_a_party_acts_only_in_their_own_complaint_and_for_themselves() -> None:
    stranger = outsider("stranger")
    given(*UNTIL_RESPONDED).when("accept_decision", by=stranger, **BY_PHONE).refused(NotAParty)
    posing = {"by": outsider("complainant"), "party_id": SOLICITOR, **BY_PHONE}
    given(*UNTIL_RESPONDED, AUTHORISED).when("accept_decision", **posing).refused(NotAParty)


def test_a_party_ends_who_acts_for_them_and_a_representative_what_they_do() -> None:
    past = (RECEIVED, JOINED, AUTHORISED, authorised(named("union"), party_id=SECOND_PARTY))
    resigned = {"by": outsider("solicitor", "representative"), "ground_code": "resigned"}
    outcome = given(*past).when("end_representation", **resigned)
    ended = outcome.the(RepresentationEnded)
    assert (ended.party_id, ended.representative_party_id) == (PARTY, SOLICITOR)
    revoked = given(*past).when(
        "end_representation", by=outsider("complainant"), ground_code="revoked"
    )
    assert revoked.the(RepresentationEnded).party_id == PARTY
    others = {"party_id": SECOND_PARTY, "ground_code": "revoked", "by": outsider("complainant")}
    given(*past).when("end_representation", **others).refused(NotAParty)


def test_story_representative_resigns_and_a_parent_goes_on_without_a_document() -> None:
    story = Story(policy=SMALL)
    story.do(
        "receive",
        narrative="The school bus left my child.",
        complainant={"name": "Kim"},
        representative={"contact": {"name": "Sol"}, "authority_basis_code": "mandate"},
    )
    solicitor = story.present.correspondence_to
    story.do("assess", severity_code="low", is_safety=False)
    story.do("end_representation", ground_code="resigned")
    parent = {"contact": {"name": "Pat"}, "authority_basis_code": "parental_responsibility"}
    story.do("authorise_representative", **parent)
    told = story.present.correspondence_to
    assert told not in (solicitor, story.present.party_id)
    recourse = [{"kind": "external", "body_code": "ombudsman"}]
    story.do("answer", findings=[{"finding_code": "upheld"}], recourse=recourse)
    story.do("accept_decision", party_id=solicitor, **BY_PHONE)
    assert (story.present.state, story.present.needs_decision) == ("RESPONDED", True)
    story.do("accept_decision", party_id=told, **BY_PHONE)
    assert story.present.state == "ACCEPTED"
    assert story.told()[:4] == [
        "ComplaintReceived",
        "RepresentativeAuthorised",
        "ComplaintAssessed",
        "RepresentationEnded",
    ]
