"""4.9, 4.10: the key of whoever has no part in a complaint any more ends with their part."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.complaint.parties.departed import KeyHasEnded, has_departed, is_erased
from domain.complaint.parties.representing import PartIsOver
from domain.event import DomainEvent
from domain.values import Actor
from tests.support.controls import PARTY, RECEIVED, UNTIL_CLOSED, at
from tests.support.erasures import APPROVED, ERASED, requested
from tests.support.given import Past, given
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR

LEFT = e.ComplainantLeft(party_id=SECOND_PARTY, ground_code="left")
RELEASED = e.ComplainantLeft(party_id=SECOND_PARTY, ground_code="released")
SUBSTITUTED = e.ComplainantSubstituted(old_party_id=SECOND_PARTY, new_party_id=SOLICITOR)
RESIGNED = e.RepresentationEnded(party_id=PARTY, ground_code="resigned", correspondence_to=PARTY)
SECOND = Actor(kind="party", id=SECOND_PARTY, role="party")
AGENT = Actor(kind="party", id=SOLICITOR, role="representative")
FIRST = Actor(kind="party", id=PARTY, role="party")
TODAY = date(2026, 3, 2)
ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("record_contact", {"summary": "It is me again."}),
    ("correct_party_details", {"values": {"name": "Ada L."}, "ground_code": "married"}),
    ("record_consent", {"purpose_code": "publication", "is_given": True}),
)


def refuses(by: Actor, because: str, *past: Past) -> None:
    for name, asked in ACTS:
        refused = given(*past).when(name, **asked, by=by).refused(KeyHasEnded)
        assert refused.values["because"] == because, name


def erased(**changed: Any) -> tuple[Past, ...]:
    return (*UNTIL_CLOSED, JOINED, AUTHORISED, requested(**changed), APPROVED, ERASED)


@pytest.mark.parametrize("gone", [LEFT, RELEASED, SUBSTITUTED], ids=["left", "freed", "replaced"])
def test_who_has_left_acts_no_more(gone: DomainEvent) -> None:
    refuses(SECOND, "departed", RECEIVED, JOINED, gone)
    assert given(RECEIVED, JOINED).when("record_contact", summary="x", by=SECOND).facts


def test_who_represents_nobody_any_more_acts_no_more() -> None:
    refuses(AGENT, "departed", RECEIVED, AUTHORISED, RESIGNED)
    over = AUTHORISED.model_copy(update={"valid_until_on": date(2026, 3, 1)})
    refuses(AGENT, "departed", RECEIVED, over)
    for_other = AUTHORISED.model_copy(update={"party_id": SECOND_PARTY})
    refuses(AGENT, "departed", RECEIVED, JOINED, for_other, LEFT)
    both = (RECEIVED, JOINED, AUTHORISED, for_other, LEFT)
    assert given(*both).when("record_contact", summary="x", by=AGENT).facts


def test_an_authority_that_is_to_begin_has_not_ended() -> None:
    later = AUTHORISED.model_copy(update={"valid_from_on": date(2026, 4, 1)})
    complaint = given(RECEIVED, later).complaint
    assert not has_departed(complaint, SOLICITOR, on=TODAY)
    assert has_departed(given(RECEIVED, later, RESIGNED).complaint, SOLICITOR, on=TODAY)


def test_whose_identity_is_erased_acts_no_more() -> None:
    one = erased(party_id=SECOND_PARTY, class_codes=("P2", "P4"))
    refuses(SECOND, "erased", *one)
    assert given(*one).when("record_contact", summary="x", by=FIRST).facts
    everybody = erased()
    for by in (FIRST, SECOND, AGENT):
        refuses(by, "erased", *everybody)
    text_alone = erased(class_codes=("P3",))
    assert given(*text_alone).when("record_contact", summary="x", by=FIRST).facts


def test_who_comes_after_an_erasure_has_a_part_of_their_own() -> None:
    again = JOINED.model_copy(update={"party_id": named_later()})
    complaint = given(*erased(), again).complaint
    assert not is_erased(complaint, again.party_id)
    assert is_erased(complaint, PARTY)


def named_later() -> Any:
    return e.ComplainantJoined.model_validate(
        {"party_id": "6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d", "kind": "person", "must_agree": True}
    ).party_id


def test_staff_record_what_they_write_all_the_same() -> None:
    """Facts from outside are never refused: that its key ended stops nobody's letter."""
    case = given(*erased(), LEFT)
    told = case.when("record_contact", party_id=SECOND_PARTY, summary="x", now=at(days=1))
    assert told.facts


@pytest.mark.parametrize("for_whom", [PARTY, SECOND_PARTY])
def test_a_key_that_ended_does_not_come_back_by_a_new_authority(for_whom: UUID) -> None:
    """Who was revoked gets an id of their own, and with it a key, if they are authorised again."""
    past = (RECEIVED, JOINED, AUTHORISED, RESIGNED)
    asked: dict[str, Any] = {"party_id": for_whom, "representative_party_id": SOLICITOR}
    given(*past).when("authorise_representative", **asked).refused(PartIsOver)
    anew = given(*past).when("authorise_representative", party_id=for_whom, contact={"name": "S"})
    refuses(AGENT, "departed", *past, anew.facts[0].event)


def test_who_still_acts_for_one_may_act_for_another_too() -> None:
    asked: dict[str, Any] = {"party_id": SECOND_PARTY, "representative_party_id": SOLICITOR}
    assert given(RECEIVED, JOINED, AUTHORISED).when("authorise_representative", **asked).facts
