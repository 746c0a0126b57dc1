"""7.2: documents are attached by reference, in any state, and name what they translate."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.acts import InTheFuture
from domain.complaint.documents.attaching import (
    AttachDocument,
    DocumentKnown,
    NoSuchDocument,
    NothingTranslated,
)
from domain.complaint.preconditions import NotReceived
from tests.support.controls import (
    RECEIVED,
    UNTIL_ACCEPTED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    at,
    named,
    offered,
    on,
    when,
)
from tests.support.given import given
from tests.support.outside import planned

DOCUMENT, TRANSLATION = named("document"), named("translation")
REFERENCE = {
    "document_id": DOCUMENT,
    "ciphertext_sha256": "cd" * 32,
    "plaintext_sha256": "ab" * 32,
    "size": 1234,
    "scan_code": "clean",
}
ASKED: dict[str, Any] = {**REFERENCE, "media_type": "application/pdf", "title": "The receipt"}
ATTACHED = e.DocumentAttached(**ASKED, supplied_by="complainant")


@pytest.mark.parametrize("past", [(RECEIVED,), UNTIL_DISPUTED, UNTIL_CLOSED], ids=len)
def test_a_document_is_attached_in_whatever_state(past: tuple[Any, ...]) -> None:
    outcome = given(*past).when("attach_document", **ASKED).then(ATTACHED)
    assert outcome.before is not None
    assert outcome.complaint.state == outcome.before.state
    known = outcome.complaint.documents[DOCUMENT]
    assert (known.size, known.media_type, known.scan_code) == (1234, "application/pdf", "clean")
    assert not known.is_removed


def test_a_document_may_be_older_than_the_receipt() -> None:
    outcome = given(RECEIVED).when("attach_document", **ASKED, occurred=on("2019-01-05"))
    assert outcome.facts[0].occurred == on("2019-01-05")


def test_a_document_of_tomorrow_is_not_attached_today() -> None:
    asked = {**ASKED, "occurred": when(days=1)}
    given(RECEIVED).when("attach_document", **asked, now=at(hours=1)).refused(InTheFuture)


def test_a_translation_names_a_document_of_the_complaint() -> None:
    asked = {**ASKED, "document_id": TRANSLATION, "translation_of": DOCUMENT}
    outcome = given(RECEIVED, ATTACHED).when(
        "attach_document", **asked, translated_by="machine", supplied_by="staff"
    )
    told = outcome.the(e.DocumentAttached)
    assert (told.translation_of, told.translated_by) == (DOCUMENT, "machine")
    given(RECEIVED).when("attach_document", **asked).refused(NoSuchDocument)


def test_who_translated_is_said_only_of_a_translation() -> None:
    given(RECEIVED).when("attach_document", **ASKED, translated_by="human").refused(
        NothingTranslated
    )


def test_the_same_document_is_not_attached_twice() -> None:
    given(RECEIVED, ATTACHED).when("attach_document", **ASKED).refused(DocumentKnown)


def test_nothing_is_attached_to_what_was_never_received() -> None:
    given().when("attach_document", **ASKED).refused(NotReceived)


def test_what_was_asked_is_the_content_and_what_is_said_of_it_not_where_it_lies() -> None:
    said = AttachDocument(**ASKED).model_dump(exclude_unset=True)
    assert set(said) == {"plaintext_sha256", "media_type", "title"}


@pytest.mark.parametrize("name", ["pdf", "application/PDF", "text/plain; charset=utf-8", "a/b/c"])
def test_a_media_type_is_a_type_and_a_subtype_in_lower_case(name: str) -> None:
    with pytest.raises(ValueError, match="media_type"):
        AttachDocument(**{**ASKED, "media_type": name})


PROVED: tuple[tuple[tuple[Any, ...], str, dict[str, Any]], ...] = (
    (UNTIL_APPROVED, "send_response", {"recourse": [{"kind": "court"}]}),
    (UNTIL_ACCEPTED, "send_response", {"kind": "written_confirmation"}),
    ((RECEIVED, offered()), "fulfil_remedy", {"remedy_id": offered().remedy_id}),
    ((RECEIVED, planned()), "complete_action", {"action_id": planned().action_id}),
    ((RECEIVED,), "authorise_representative", {}),
    ((RECEIVED,), "substitute_complainant", {}),
    ((RECEIVED,), "record_evidence", {"kind_code": "photo", "source_kind": "complainant"}),
)
"""What names a document that proves it, or that is it."""


@pytest.mark.parametrize(("past", "name", "asked"), PROVED, ids=lambda one: str(one)[:20])
def test_what_proves_an_act_is_a_document_of_the_complaint(
    past: tuple[Any, ...], name: str, asked: dict[str, Any]
) -> None:
    refusal = given(*past).when(name, document_id=DOCUMENT, **asked).refused(NoSuchDocument)
    assert refusal.values["document_id"] == str(DOCUMENT)
    first, *_ = given(*past, ATTACHED).when(name, document_id=DOCUMENT, **asked).facts
    assert getattr(first.event, "document_id", None) == DOCUMENT
    needs_proof = name == "substitute_complainant"
    assert needs_proof or given(*past).when(name, **asked).facts
