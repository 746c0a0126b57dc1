"""Who of the staff sees no row of a complaint (4.7)."""

from typing import Any

from domain.complaint.events import ExclusionAccepted, StaffExcluded
from domain.event import DomainEvent
from projections.case_queue.row import CaseRow


def excluded_after(row: CaseRow, event: DomainEvent) -> dict[str, Any]:
    """What an exclusion changes in a row, or its acceptance: who sees it, and who handles it."""
    if not isinstance(event, StaffExcluded | ExclusionAccepted):
        return {}
    left = tuple(each for each in row.excluded if each != event.staff)
    if isinstance(event, ExclusionAccepted):
        return {"excluded": left}
    handler = None if event.staff == row.handler else row.handler
    return {"excluded": (*left, event.staff), "handler": handler}
