"""Communications of a complaint, which a proof or a failed delivery may name (7.3)."""

from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.recorded import Recorded


def communicated(complaint: Complaint, _event: DomainEvent, recorded: Recorded) -> Complaint:
    return complaint.changed(communications=complaint.communications | {recorded.event_id})
