"""4.10: whose a document is, so that it goes with the person whose data is erased."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.complaint.confidentiality.erasure_guard import ErasureApprovedBefore
from domain.complaint.parties.access import NotAParty
from domain.complaint.parties.addressing import NoSuchParty
from domain.decision_context import HeldKey, NewEvent
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    PARTY,
    PRIVACY_OFFICER,
    RECEIVED,
    UNTIL_CLOSED,
    at,
    context,
    named,
    when,
)
from tests.support.erasures import APPROVED, THIS, requested
from tests.support.given import Past, given
from tests.support.parties import AUTHORISED, JOINED, SECOND_PARTY, SOLICITOR

PAPER = named("paper")
SAID: dict[str, Any] = {
    "document_id": PAPER,
    "ciphertext_sha256": "cd" * 32,
    "size": 1,
    "media_type": "text/plain",
    "scan_code": "clean",
}


def paper(**told: Any) -> e.DocumentAttached:
    return e.DocumentAttached(**{**SAID, "supplied_by": "complainant", **told})


def whose(*past: Past) -> tuple[UUID, ...]:
    """Whose the document is after these facts."""
    return given(*past).complaint.documents[PAPER].party_ids


def by(party_id: UUID, event: e.DocumentAttached) -> NewEvent:
    return NewEvent(
        event=event, occurred=when(), actor=Actor(kind="party", id=party_id, role="party")
    )


def test_who_alone_can_have_supplied_it_did() -> None:
    assert whose(RECEIVED, paper()) == (PARTY,)
    assert whose(RECEIVED, AUTHORISED, paper(supplied_by="representative")) == (SOLICITOR,)
    assert whose(RECEIVED, paper(supplied_by="representative")) == ()
    assert whose(RECEIVED, paper(supplied_by="third_party")) == ()


def test_of_several_it_is_whose_it_is_said_to_be_or_who_came_with_it() -> None:
    assert whose(RECEIVED, JOINED, paper()) == ()
    assert whose(RECEIVED, JOINED, paper(from_party_id=SECOND_PARTY)) == (SECOND_PARTY,)
    assert whose(RECEIVED, JOINED, by(SECOND_PARTY, paper())) == (SECOND_PARTY,)


def test_a_letter_is_whoevers_it_went_to_also_where_an_older_one_does_not_say() -> None:
    ours = {"supplied_by": "staff", "template_code": "plaint_update"}
    assert whose(RECEIVED, JOINED, paper(**ours, to_party_id=SECOND_PARTY)) == (SECOND_PARTY,)
    told = NewEvent(
        event=e.UpdateSent(kind="progress", channel_code="email", to_party_id=SECOND_PARTY),
        occurred=when(),
        entered_from=PAPER,
    )
    assert whose(RECEIVED, JOINED, paper(**ours), told) == (SECOND_PARTY,)


def test_a_proof_is_theirs_for_whom_it_proves_something() -> None:
    proved = AUTHORISED.model_copy(update={"document_id": PAPER})
    assert set(whose(RECEIVED, paper(supplied_by="staff"), proved)) == {PARTY, SOLICITOR}


def test_it_is_said_of_a_party_that_there_is_and_by_nobody_of_another() -> None:
    asked = {**SAID, "plaintext_sha256": "ab" * 32}
    stranger = {**asked, "from_party_id": named("stranger")}
    given(RECEIVED).when("attach_document", **stranger).refused(NoSuchParty)
    posing = {**asked, "from_party_id": SECOND_PARTY, "by": by(PARTY, paper()).actor}
    given(RECEIVED, JOINED).when("attach_document", **posing).refused(NotAParty)
    told = given(RECEIVED, JOINED).when("attach_document", **asked, from_party_id=SECOND_PARTY)
    assert told.the(e.DocumentAttached).from_party_id == SECOND_PARTY


@pytest.mark.parametrize(
    ("erasure", "is_gone"),
    [
        ({"party_id": PARTY, "class_codes": ("P2", "P4"), "is_with_documents": True}, True),
        ({"party_id": SECOND_PARTY, "class_codes": ("P2",), "is_with_documents": True}, False),
        ({"class_codes": ("P2",), "is_with_documents": True}, True),
        ({"class_codes": ("P3",)}, True),
        ({"class_codes": ("P4",)}, False),
        ({"party_id": PARTY, "class_codes": ("P2", "P4")}, False),
    ],
    ids=["theirs", "another's", "everybody's", "all texts", "needs", "asked for as it once was"],
)
def test_a_document_goes_with_the_identity_of_whose_it_is(
    erasure: dict[str, Any], is_gone: bool
) -> None:
    past = (*UNTIL_CLOSED, paper(from_party_id=PARTY), JOINED, requested(**erasure), APPROVED)
    key = HeldKey(key_id="ab" * 16, class_code="P3", party_id=UUID(int=0), document_id=PAPER)
    present = replace(context(at(hours=1), by=PRIVACY_OFFICER), held_keys=(key,))
    kind = COMMANDS["erase_personal_data"]
    (fact,) = kind(given(*past).complaint, kind.model(**THIS), present)
    assert isinstance(fact.event, e.PersonalDataErased)
    assert (key.key_id in fact.event.key_ids) is is_gone


def test_a_document_of_somebody_whose_erasure_is_approved_is_not_taken_in() -> None:
    asked = {**SAID, "plaintext_sha256": "ab" * 32, "from_party_id": PARTY}
    theirs = {"party_id": PARTY, "class_codes": ("P2", "P4"), "is_with_documents": True}
    case = given(*UNTIL_CLOSED, JOINED, requested(**theirs), APPROVED)
    case.when("attach_document", **asked).refused(ErasureApprovedBefore)
    other = {**asked, "from_party_id": SECOND_PARTY}
    case.when("attach_document", **other).then(e.DocumentAttached)
