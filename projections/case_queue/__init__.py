"""All complaints: what waits, for whom, and what became of each (7.3)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from domain.complaint.corrections.corrected_fields import corrected_code, corrected_when
from domain.complaint.events import (
    ComplaintAssessed,
    ComplaintAssigned,
    ComplaintReceived,
    ComplaintReopened,
    ComplaintUnassigned,
    DuplicateAbsorbed,
    DuplicateReleased,
    RecordCorrected,
)
from domain.complaint.lifecycle import ENDED
from domain.complaint.parts import Ids
from domain.complaint.pending_decisions import undecided_after
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.values import When
from projections._kit import Index, Records, changed
from projections._parts.attempts import attempt_after
from projections._parts.commitments import commitments_after
from projections._parts.course import begun, course_after
from projections._parts.deadlines_running import deadlines_after, still_due
from projections._parts.flags import flags_after
from projections._parts.issues_counted import issues_after
from projections.case_queue.age import age_after
from projections.case_queue.course import Case, ListedCase, counted, shown
from projections.case_queue.excluded_staff import excluded_after
from projections.case_queue.filters import Wanted, by_reference, one, page
from projections.case_queue.parts_shown import (
    of_attempt,
    of_commitments,
    of_deadlines,
    of_flags,
    of_issues,
)
from projections.case_queue.row import (
    NEVER,
    ORDER,
    ORDINARY,
    SAFETY,
    CaseRow,
    age_days,
    is_due_soon,
    is_overdue,
    is_represented,
)

__all__ = [
    "NEVER",
    "ORDER",
    "PROJECTION",
    "Case",
    "CaseRow",
    "ListedCase",
    "Wanted",
    "age_days",
    "by_reference",
    "is_due_soon",
    "is_overdue",
    "is_represented",
    "one",
    "page",
]

VERSION = 13
T = TypeVar("T")
KEPT = ("is_owing", "awaits_approval")
"""What keeps an ended complaint in the queue."""
AGEING = frozenset({DuplicateAbsorbed, DuplicateReleased, RecordCorrected})
HANDLING = frozenset(
    {ComplaintAssigned, ComplaintUnassigned, ComplaintReopened, ComplaintAssessed}
    | {RecordCorrected}
)


def fold(row: Case | None, recorded: Recorded) -> Case:
    """The complaint's row after one more event."""
    if row is None:
        return _received(recorded)
    event = recorded.event
    changes = _handled(row, event) | excluded_after(row, event) | counted(row, event)
    changes |= _part("course", row.course, course_after(row.course, recorded), shown)
    now = attempt_after(row.attempt, recorded, row.state)
    changes |= _part("attempt", row.attempt, now, of_attempt)
    changes |= _part("flags", row.flags, flags_after(row.flags, recorded), of_flags)
    kept = commitments_after(row.commitments, event)
    changes |= _part("commitments", row.commitments, kept, of_commitments)
    about = issues_after(row.issues, recorded, row.state)
    changes |= _part("issues", row.issues, about, of_issues)
    if type(event) in AGEING:
        changes |= age_after(changed(row, changes), event)
    course = row.attempt.course(row.state, recorded, row.commitments.is_gone)
    undecided = undecided_after(row.undecided, recorded, course)
    is_kept = any(changes.get(each, getattr(row, each)) for each in KEPT)
    is_safety = changes.get("is_safety", row.is_safety)
    changes |= _stated(recorded.state or row.state, undecided, is_kept=is_kept, is_safety=is_safety)
    deadlines = still_due(deadlines_after(row.deadlines, event), changes["state"])
    if deadlines is not row.deadlines or changes["is_open"] != row.is_open:
        changes |= {"deadlines": deadlines, **of_deadlines(deadlines, is_open=changes["is_open"])}
    return changed(row, changes | _last(recorded))


def _part(name: str, before: T, after: T, columns: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """A part of the row and the columns that show it, where an event changed it."""
    return {} if after is before else {name: after, **columns(after)}


def _received(recorded: Recorded) -> Case:
    event = recorded.event
    if not isinstance(event, ComplaintReceived):
        raise ValueError(f"a complaint begins with ComplaintReceived, not with {event.TYPE}")
    issues = issues_after((), recorded, None)
    return Case(
        complaint_id=recorded.stream_id,
        reference=event.reference,
        legal_entity=event.legal_entity,
        unit=event.received_by_unit,
        issues=issues,
        channel_code=event.channel_code,
        contact_class=event.contact_class,
        received_event_id=recorded.event_id,
        split_from=event.split_from,
        course=begun(recorded),
        **of_issues(issues),
        **_dated(recorded.occurred, recorded.recorded_at),
        **_last(recorded),
    )


def _dated(receipt: When, otherwise: datetime) -> dict[str, Any]:
    return {
        "received_on": receipt.day,
        "received_at": receipt.at,
        "received_zone": receipt.zone,
        "age_from": receipt.earliest or otherwise,
        "own_from": receipt.earliest or otherwise,
    }


def _last(recorded: Recorded) -> dict[str, Any]:
    return {
        "last_event_at": recorded.recorded_at,
        "version": recorded.version,
        "position": recorded.position or 0,
    }


def _handled(row: CaseRow, event: DomainEvent) -> dict[str, Any]:
    if type(event) not in HANDLING:
        return {}
    if isinstance(event, ComplaintUnassigned):
        return {"handler": None}
    if isinstance(event, ComplaintAssigned):
        return {"handler": event.handler, "unit": event.unit or row.unit}
    if isinstance(event, ComplaintReopened):
        return {"reopenings": row.reopenings + 1}
    if isinstance(event, ComplaintAssessed):
        return {
            "is_safety": event.is_safety,
            "severity_code": event.severity_code,
            "priority_code": event.priority_code,
        }
    return _corrected(row, event) if isinstance(event, RecordCorrected) else {}


def _corrected(row: CaseRow, event: RecordCorrected) -> dict[str, Any]:
    if event.target_event_id != row.received_event_id:
        return {}
    receipt = corrected_when(event)
    return {
        "channel_code": corrected_code(event, "channel_code") or row.channel_code,
        "contact_class": corrected_code(event, "contact_class") or row.contact_class,
        **(_dated(receipt, row.own_from) if receipt else {}),
    }


def _stated(state: str, undecided: Ids, *, is_kept: bool, is_safety: bool) -> dict[str, Any]:
    is_open = state not in ENDED
    # Of what has ended no due date shows that a word awaits a decision.
    is_first = is_safety or (bool(undecided) and not is_open)
    return {
        "rank": SAFETY if is_first else ORDINARY,
        "state": state,
        "is_open": is_open,
        "is_shown": is_open or bool(undecided) or is_kept,
        "is_disputed": state == "DISPUTED",
        "undecided": undecided,
        "needs_decision": bool(undecided),
    }


PROJECTION = Records(
    name="case_queue",
    version=VERSION,
    question="All complaints: what waits, for whom, and what became of each.",
    row=Case,
    fold=fold,
    indexes=(
        Index(("age_from", "complaint_id")),
        Index(("position",)),
        Index(ORDER, where="is_shown"),
        Index(("handler", *ORDER), where="is_shown"),
        Index(("unit", *ORDER), where="is_shown"),
        Index(("state", *ORDER), where="is_shown"),
        Index(("priority_code", *ORDER), where="is_shown"),
        Index(("legal_entity", *ORDER), where="is_shown"),
        Index(("reference",)),
    ),
)
