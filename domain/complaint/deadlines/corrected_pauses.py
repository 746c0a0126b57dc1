"""When pauses began and ended, as corrections of the record tell it right (4.9, 6.2)."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from domain.complaint.corrections.corrected_fields import corrected_when
from domain.complaint.deadlines.state import Pause, Stood
from domain.complaint.events import RecordCorrected
from domain.complaint.state import Complaint, DeadlineState
from domain.values import When


def pauses_told_right(complaint: Complaint, event: RecordCorrected) -> Complaint:
    """The due dates with the right time of a pause, or of its end, that the correction is of."""
    when = corrected_when(event)
    if when is None or when.earliest is None:
        return complaint
    changed = {
        key: right
        for key, one in complaint.deadlines.items()
        if (right := _right(one, event.target_event_id, when)) != one
    }
    return complaint.changed(deadlines={**complaint.deadlines, **changed}) if changed else complaint


def _right(deadline: DeadlineState, told_by: UUID, right: When) -> DeadlineState:
    when = deadline.since_it_came(right)
    pauses = tuple(_begun(one, told_by, when) for one in deadline.pauses)
    stood = tuple(_moved(deadline.stood, told_by, when))
    return replace(deadline, pauses=pauses, stood=stood)


def _begun(pause: Pause, told_by: UUID, when: When) -> Pause:
    return replace(pause, since=when) if told_by in pause.told_by else pause


def _moved(stood: tuple[Stood, ...], told_by: UUID, when: When) -> Iterator[Stood]:
    at = when.earliest
    for one in stood:
        first = at if at and told_by in one.begun_by else one.first
        last = at if at and told_by in one.ended_by else one.last
        yield replace(one, first=first, last=last)
