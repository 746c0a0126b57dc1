"""Whose a document is: who supplied it, to whom it went, for whom it proves something (4.10)."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from domain.complaint.events import DocumentAttached, SealedContentRemoved
from domain.complaint.state import Complaint
from domain.recorded import Recorded

NAMED = (
    "to_party_id",
    "from_party_id",
    "party_id",
    "representative_party_id",
    "old_party_id",
    "new_party_id",
)
"""The fields by which an event names people."""


def with_document_parties(complaint: Complaint, recorded: Recorded) -> Complaint:
    """The complaint with what an event tells of whose its documents are."""
    documents = {each: complaint.documents.get(each) for each in _documents_of(recorded)}
    known = {each: document for each, document in documents.items() if document is not None}
    if not known:
        return complaint
    people = tuple(_people_of(complaint, recorded))
    more = {
        each: replace(document, party_ids=tuple(dict.fromkeys((*document.party_ids, *people))))
        for each, document in known.items()
    }
    return complaint.changed(documents={**complaint.documents, **more})


def _documents_of(recorded: Recorded) -> Iterator[UUID]:
    """The documents that an event adds, goes out in, or rests on."""
    if isinstance(recorded.event, SealedContentRemoved):
        return
    if recorded.entered_from is not None:
        yield recorded.entered_from
    # Every event passes here, and pydantic is slow to say that it lacks a field.
    fields = vars(recorded.event)
    if (document_id := fields.get("document_id")) is not None:
        yield document_id
    yield from fields.get("document_ids") or ()


def _people_of(complaint: Complaint, recorded: Recorded) -> Iterator[UUID]:
    event = recorded.event
    named = (getattr(event, name, None) for name in NAMED)
    own = recorded.actor.id if recorded.actor.kind == "party" else None
    yield from (each for each in (own, recorded.on_behalf_of, *named) if each is not None)
    if isinstance(event, DocumentAttached):
        yield from _only_supplier(complaint, event)


def _only_supplier(complaint: Complaint, event: DocumentAttached) -> Iterator[UUID]:
    """Who can only have supplied it, where it is not said who of them did."""
    if event.from_party_id is not None:
        return
    acting = {each.representative_party_id for each in complaint.representations}
    could = {"complainant": set(complaint.parties), "representative": acting}
    people = could.get(event.supplied_by, set())
    if len(people) == 1:
        yield from people
