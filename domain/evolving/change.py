"""The form of what an event does to a complaint."""

from collections.abc import Callable
from typing import Any

from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.state import Complaint

Change = Callable[[Complaint, Any, Recorded], Complaint]
Changes = dict[type[DomainEvent], Change]
"""By type of event: the complaint, the event and its envelope, to the complaint after it."""
