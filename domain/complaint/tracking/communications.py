"""Communications of a complaint, which a proof, a notice or a failed delivery may name (7.3)."""

from uuid import UUID

from domain.complaint.events import ContactRecorded, InformationReceived, NoteAdded
from domain.complaint.state import Complaint
from domain.complaint.tracking.state import Communication
from domain.event import DomainEvent
from domain.recorded import Recorded


def communicated(complaint: Complaint, event: DomainEvent, recorded: Recorded) -> Complaint:
    """The complaint with one more communication."""
    is_contact = isinstance(event, ContactRecorded) and event.direction == "inbound"
    one = Communication(
        is_note=isinstance(event, NoteAdded),
        is_inbound=is_contact or isinstance(event, InformationReceived),
    )
    return complaint.changed(communications={**complaint.communications, recorded.event_id: one})


def came_in(complaint: Complaint, proof_id: UUID | None) -> bool:
    """Whether it is a document, or something that was said or written from outside."""
    one = complaint.communications.get(proof_id) if proof_id else None
    return proof_id in complaint.documents or (one is not None and one.is_inbound)


def tells_somebody(complaint: Complaint, event_id: UUID | None) -> bool:
    """Whether it is a communication, and no note among staff."""
    one = complaint.communications.get(event_id) if event_id else None
    return one is not None and not one.is_note
