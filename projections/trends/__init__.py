"""How complaints develop: received, open, closed, how long each step took, what came of it (8.2).

Each complaint is counted in one cell for each figure, with its attributes as the cell's columns,
so that any of them can be grouped by or chosen on reading. On every day, in every group, what was
received or split off is open, has ended or is part of another one. A duration is counted on the day
on which it ended; a step that nobody can date is in no cell, so it is not available rather than
zero.
"""

from dataclasses import replace

from domain.complaint.corrections.corrected_fields import (
    SPLIT_OFF,
    corrected_code,
    corrected_receipt,
    when_of,
)
from domain.complaint.events import (
    ComplaintAssigned,
    ComplaintReceived,
    DuplicateAbsorbed,
    DuplicateReleased,
    RecordCorrected,
)
from domain.complaint.receipt.events import NO_CHANNEL
from domain.recorded import Recorded
from projections._kit import Index, Tallies, changed
from projections._parts.counted_days import Told, without_zone
from projections._parts.course import begun, course_after
from projections._parts.issues_counted import issues_after
from projections.trends.cells import FIGURES, Absorbed, Attribute, Cell, Figure, TrendsRow
from projections.trends.contributions import contributions
from projections.trends.filters import counts, durations, ends, values
from projections.trends.steps import IMPORTER, steps_after

__all__ = [
    "FIGURES",
    "PROJECTION",
    "Attribute",
    "Cell",
    "Figure",
    "TrendsRow",
    "contributions",
    "counts",
    "durations",
    "ends",
    "values",
]

VERSION = 11


def fold(counted: TrendsRow | None, recorded: Recorded) -> TrendsRow:
    """The complaint as it is counted after one more event."""
    if counted is None:
        counted = _received(recorded)
    event = recorded.event
    unit = event.unit if isinstance(event, ComplaintAssigned) else None
    if isinstance(event, RecordCorrected):
        counted = _corrected(counted, event)
    changes = {
        "version": recorded.version,
        "unit": unit or counted.unit,
        "steps": steps_after(counted.steps, recorded),
        "state": recorded.state or counted.state,
        "issues": issues_after(counted.issues, recorded, counted.state),
        "course": course_after(counted.course, recorded),
        "absorbed": _absorbed(counted.absorbed, recorded),
    }
    return changed(counted, changes)


def _received(recorded: Recorded) -> TrendsRow:
    event = recorded.event
    if not isinstance(event, ComplaintReceived):
        raise ValueError(f"a complaint begins with ComplaintReceived, not with {event.TYPE}")
    is_unknown = recorded.actor.role == IMPORTER and event.channel_code == NO_CHANNEL
    return TrendsRow(
        complaint_id=recorded.stream_id,
        version=recorded.version,
        course=begun(recorded),
        split_off=_split_off(event, recorded),
        legal_entity=event.legal_entity,
        contact_class=event.contact_class,
        channel_code=None if is_unknown else event.channel_code,
        unit=event.received_by_unit,
    )


def _split_off(event: ComplaintReceived, recorded: Recorded) -> Told | None:
    """When a part became a complaint; older ones tell no more than when that was recorded."""
    if event.split_from is None:
        return None
    return without_zone(event.split_off) if event.split_off else Told(at=recorded.recorded_at)


def _corrected(counted: TrendsRow, event: RecordCorrected) -> TrendsRow:
    """With what is right of the receipt: its channel and class, and when it was split off (4.9)."""
    if event.target_event_id != counted.course.receipt.event_id:
        return counted
    split_off = when_of(event.right or "") if event.field == SPLIT_OFF else None
    return replace(
        counted,
        split_off=without_zone(split_off) if split_off else counted.split_off,
        channel_code=corrected_code(event, "channel_code") or counted.channel_code,
        contact_class=corrected_code(event, "contact_class") or counted.contact_class,
    )


def _absorbed(absorbed: tuple[Absorbed, ...], recorded: Recorded) -> tuple[Absorbed, ...]:
    event = recorded.event
    if isinstance(event, RecordCorrected):
        return _received_right(absorbed, event)
    if not isinstance(event, DuplicateAbsorbed | DuplicateReleased):
        return absorbed
    others = tuple(one for one in absorbed if one.from_id != event.from_id)
    if isinstance(event, DuplicateReleased):
        return others
    received = without_zone(event.received) if event.received else None
    return (*others, Absorbed(from_id=event.from_id, received=received))


def _received_right(absorbed: tuple[Absorbed, ...], event: RecordCorrected) -> tuple[Absorbed, ...]:
    """With the right receipt of what was merged."""
    right = corrected_receipt(event)
    if right is None:
        return absorbed
    return tuple(
        replace(one, received=without_zone(right)) if one.from_id == event.from_id else one
        for one in absorbed
    )


PROJECTION = Tallies(
    name="trends",
    version=VERSION,
    question="How complaints develop: received, open, closed, how long it took, what came of it.",
    row=TrendsRow,
    fold=fold,
    cell=Cell,
    contributions=contributions,
    # The second for the first and the last day of all figures, which every page is asked for.
    indexes=(Index(("figure", "day")), Index(("day",))),
)
