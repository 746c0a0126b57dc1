"""From when a complaint is old: the earliest receipt of all that is part of it."""

from typing import Any
from uuid import UUID

from domain.complaint.corrections.corrected_fields import corrected_receipt
from domain.complaint.events import DuplicateAbsorbed, DuplicateReleased, RecordCorrected
from domain.event import DomainEvent
from domain.values import When
from projections.case_queue.row import Brought, CaseRow, Receipt


def age_after(row: CaseRow, event: DomainEvent) -> dict[str, Any]:
    """The age of the oldest matter that is part of the complaint now."""
    left = row.absorbed
    if isinstance(event, RecordCorrected):
        right = corrected_receipt(event)
        left = _with(left, event.from_id, right) if event.from_id and right else left
    elif isinstance(event, DuplicateAbsorbed):
        left = _with(left, event.from_id, event.received)
    elif isinstance(event, DuplicateReleased):
        left = _with(left, event.from_id, None)
    return {"absorbed": left, "age_from": min([row.own_from, *(one.at for one in left)])}


def _with(left: Brought, from_id: UUID, received: When | None) -> Brought:
    """With the receipt of what came from there, as far as it is known."""
    at = received.earliest if received else None
    others = tuple(one for one in left if one.from_id != from_id)
    return (*others, Receipt(from_id=from_id, at=at)) if at else others
