"""What shows that somebody outside said something, or was told it: no note among staff (7.3)."""

from collections.abc import Mapping
from uuid import UUID

from domain.complaint.events import ContactRecorded, InformationReceived, NoteAdded
from domain.complaint.state import Complaint
from domain.complaint.tracking.state import Entry
from domain.recorded import Recorded


def entries_after(after: Complaint, recorded: Recorded) -> Mapping[UUID, Entry]:
    """The communications and notes, and what each of them is, after one more event."""
    event = recorded.event
    if recorded.event_id not in after.communications:
        return after.entries
    is_contact = isinstance(event, ContactRecorded) and event.direction == "inbound"
    entry = Entry(
        is_note=isinstance(event, NoteAdded),
        is_inbound=is_contact or isinstance(event, InformationReceived),
    )
    return {**after.entries, recorded.event_id: entry}


def came_in(complaint: Complaint, proof_id: UUID | None) -> bool:
    """Whether it is a document, or something that was said or written from outside."""
    entry = complaint.entries.get(proof_id) if proof_id else None
    return proof_id in complaint.documents or (entry is not None and entry.is_inbound)


def tells_somebody(complaint: Complaint, event_id: UUID | None) -> bool:
    """Whether it is a communication, which a note among staff is not."""
    entry = complaint.entries.get(event_id) if event_id else None
    return entry is not None and not entry.is_note
