"""The form of what an event does to a complaint."""

from collections.abc import Callable
from typing import Any

from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.recorded import Recorded

Change = Callable[[Complaint, Any, Recorded], Complaint]
Changes = dict[type[DomainEvent], Change]
"""By type of event: the complaint, the event and its envelope, to the complaint after it."""


def unchanged(complaint: Complaint, _event: DomainEvent, _recorded: Recorded) -> Complaint:
    """The complaint as it was: the event is kept, and changes nothing that is known of it."""
    return complaint
