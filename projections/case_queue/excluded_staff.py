"""Who of the staff sees no row of a complaint (4.7)."""

from typing import Any

from domain.complaint.events import (
    DuplicateReleased,
    ExclusionAccepted,
    RecordCorrected,
    StaffExcluded,
)
from domain.event import DomainEvent
from projections.case_queue.row import CaseRow, KeptOut

READ = frozenset({StaffExcluded, ExclusionAccepted, DuplicateReleased, RecordCorrected})


def excluded_after(row: CaseRow, event: DomainEvent) -> dict[str, Any]:
    """What an exclusion changes in a row, its acceptance, its end or that of what it came with."""
    if type(event) not in READ:
        return {}
    if isinstance(event, StaffExcluded):
        one = KeptOut(staff=event.staff, from_id=event.from_id)
        handler = None if event.staff == row.handler else row.handler
        left = (*(each for each in row.kept_out if each != one), one)
        return {**_shown(left), "handler": handler}
    if isinstance(event, ExclusionAccepted):
        return _shown(tuple(each for each in row.kept_out if not _is_meant(each, event)))
    if isinstance(event, DuplicateReleased):
        return _shown(tuple(each for each in row.kept_out if each.from_id != event.from_id))
    if isinstance(event, RecordCorrected) and event.staff is not None:
        void = KeptOut(staff=event.staff, from_id=event.from_id)
        return _shown(tuple(each for each in row.kept_out if each != void))
    return {}


def _is_meant(kept_out: KeptOut, event: ExclusionAccepted) -> bool:
    return kept_out.staff == event.staff and event.from_id in (None, kept_out.from_id)


def _shown(left: tuple[KeptOut, ...]) -> dict[str, Any]:
    return {"kept_out": left, "excluded": tuple(dict.fromkeys(each.staff for each in left))}
