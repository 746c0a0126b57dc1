"""The documents that a party supplied or was sent, and what they were asked (7.2, 7.6, 4.10)."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from domain.complaint.events import (
    DocumentAttached,
    InformationRequested,
    RecordRefused,
    RecordRequested,
    RecordSupplied,
)
from domain.complaint.investigation.asked_parties import is_asked_of
from domain.complaint.party_view.circle import Circle
from domain.complaint.party_view.sent import Step
from domain.complaint.party_view.shape import OwnDocument, OwnQuestion, OwnRequest
from domain.complaint.state import Complaint

OF_PARTIES = ("complainant", "representative")


def documents_in(
    steps: Iterable[Step], circle: Circle, complaint: Complaint, *, sent_ids: frozenset[UUID]
) -> Iterator[OwnDocument]:
    """The circle's documents whose content is there. sent_ids: of what was sent to it."""
    steps = tuple(steps)
    sent = [one for one in steps if one.recorded.event_id in sent_ids]
    sent_by = {one.recorded.command_id: one.recorded.event_id for one in sent}
    named = {getattr(one.event, "document_id", None): one.recorded.event_id for one in sent}
    for step in steps:
        event, recorded = step.event, step.recorded
        if not isinstance(event, DocumentAttached):
            continue
        letter_of = sent_by.get(recorded.command_id) if event.template_code is not None else None
        sent_id = letter_of or named.get(event.document_id)
        if complaint.documents[event.document_id].is_removed:
            continue
        if sent_id or _supplied(step, event, circle):
            yield OwnDocument(
                document_id=event.document_id,
                came="sent" if sent_id else "supplied",
                attached=recorded.occurred,
                media_type=event.media_type,
                size=event.size,
                title=None if sent_id else event.title,
                sent_id=sent_id,
            )


def _supplied(step: Step, event: DocumentAttached, circle: Circle) -> bool:
    """By their own key; or entered by staff, where it can only be this complainant's."""
    actor, complaint = step.recorded.actor, step.before
    supplier = event.from_party_id or (actor.id if actor.kind == "party" else None)
    if supplier is not None:
        return circle.reached(supplier, complaint, step.recorded.occurred.day)
    present = [each.party_id for each in complaint.parties.values() if not each.has_left]
    is_only = len(present) == 1 and present[0] in circle.ids
    return event.supplied_by in OF_PARTIES and is_only


def questions_in(
    steps: Iterable[Step], circle: Circle, complaint: Complaint
) -> Iterator[OwnQuestion]:
    """What the circle was asked for, and nobody else of several."""
    for step in steps:
        event = step.event
        if not isinstance(event, InformationRequested):
            continue
        inquiry = complaint.inquiries[event.request_id]
        if is_asked_of(complaint, inquiry, circle.ids):
            yield OwnQuestion(
                request_id=event.request_id,
                asked=step.recorded.occurred,
                question=event.question,
                is_answered=inquiry.is_answered,
            )


def requests_in(steps: Iterable[Step], circle: Circle) -> Iterator[OwnRequest]:
    """What the circle asked to be given of the record."""
    own: dict[UUID, OwnRequest] = {}
    for step in steps:
        event = step.event
        if isinstance(event, RecordRequested):
            if circle.reached(event.party_id, step.before, step.recorded.occurred.day):
                own[event.request_id] = OwnRequest(
                    request_id=event.request_id, requested=step.recorded.occurred, status="asked"
                )
        elif isinstance(event, RecordSupplied | RecordRefused) and event.request_id in own:
            own[event.request_id] = OwnRequest(
                request_id=event.request_id,
                requested=own[event.request_id].requested,
                status="supplied" if isinstance(event, RecordSupplied) else "refused",
            )
    yield from own.values()
