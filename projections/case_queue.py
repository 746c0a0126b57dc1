"""What waits, for whom: safety first, then what is overdue, then what is due next (7.3)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from domain.event import DomainEvent
from domain.events import (
    ComplaintAssessed,
    ComplaintAssigned,
    ComplaintReceived,
    ComplaintReopened,
    ComplaintUnassigned,
)
from domain.recorded import Recorded
from projections._kit import Index, Page, Records, Where
from projections._kit.attempts import Attempt, attempt_after
from projections._kit.deadlines import Deadline, deadlines_after, next_of_organisation
from projections._kit.states import ENDED, undecided_after

VERSION = 1
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
SAFETY, ORDINARY = 0, 1
HANDLING = frozenset({ComplaintAssigned, ComplaintUnassigned, ComplaintReopened, ComplaintAssessed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One complaint as the queue shows it."""

    complaint_id: Annotated[UUID, "The complaint."]
    reference: Annotated[str, "What the complainant was told to quote."]
    legal_entity: Annotated[str, "The entity that answers for it."]
    state: Annotated[str, "The state after the last event."] = "RECEIVED"
    stage: Annotated[int, "The stage of the present attempt at an answer, from 1."] = 1
    round: Annotated[int, "The round of the present attempt at an answer, from 1."] = 1
    is_open: Annotated[bool, "Whether it has not ended."] = True
    is_shown: Annotated[bool, "Whether it is open or has an outside fact to decide on."] = True
    is_safety: Annotated[bool, "Whether the latest assessment found a matter of safety."] = False
    is_acknowledged: Annotated[bool, "Whether the present attempt is acknowledged."] = False
    is_disputed: Annotated[bool, "Whether the complainant disputes the answer now."] = False
    needs_decision: Annotated[bool, "Whether an outside fact awaits a decision."] = False
    undecided: Annotated[tuple[UUID, ...], "The outside facts that await a decision."] = ()
    reopenings: Annotated[int, "How often it was taken up again."] = 0
    severity_code: Annotated[str | None, "The severity by the latest assessment."] = None
    priority_code: Annotated[str | None, "The priority by the latest assessment."] = None
    handler: Annotated[UUID | None, "The staff member who is answerable now."] = None
    unit: Annotated[str | None, "The handler's unit, else the one that received it."]
    category_codes: Annotated[tuple[str, ...], "The categories of its issues, in their order."]
    product_code: Annotated[str | None, "The product of its first issue that names one."]
    channel_code: Annotated[str, "How it reached the organisation."]
    received_on: Annotated[date | None, "The day of receipt in its own zone, if known."]
    received_at: Annotated[datetime | None, "The instant of receipt, where it is known."]
    received_zone: Annotated[str | None, "The zone in which the day of receipt is meant."]
    age_from: Annotated[datetime, "Its age counts from here: receipt, else when it was recorded."]
    deadlines: Annotated[tuple[Deadline, ...], "The due dates that still run, earliest first."] = ()
    next_due_kind: Annotated[str | None, "What the organisation has to do next."] = None
    next_due_at: Annotated[datetime | None, "When that is or was due."] = None
    next_warn_at: Annotated[datetime | None, "From when on that counts as due soon."] = None
    rank: Annotated[int, "First in the order: 0 for safety, 1 for all others."] = ORDINARY
    due_order: Annotated[datetime, "Next: what is due, else the end of 9999."] = NEVER
    attempt: Annotated[Attempt, "The present attempt at an answer."] = Attempt()  # noqa: RUF009
    last_event_at: Annotated[datetime, "When the last event was recorded."]
    version: Annotated[int, "How many events the complaint has."]
    position: Annotated[int, "The position of the last event in the record."]


def fold(row: Waiting | None, recorded: Recorded) -> Waiting:
    """The complaint's row after one more event."""
    if row is None:
        return _received(recorded)
    changes = _handled(row, recorded.event)
    undecided = undecided_after(row.undecided, recorded, row.state)
    changes |= _stated(recorded.state or row.state, undecided)
    attempt = attempt_after(row.attempt, recorded.event)
    if attempt is not row.attempt:
        changes |= _attempted(attempt)
    deadlines = deadlines_after(row.deadlines, recorded.event)
    if deadlines is not row.deadlines:
        changes |= _due(deadlines)
    return replace(row, **changes, **_last(recorded))


def _received(recorded: Recorded) -> Waiting:
    event = recorded.event
    if not isinstance(event, ComplaintReceived):
        raise ValueError(f"a complaint begins with ComplaintReceived, not with {event.TYPE}")
    return Waiting(
        complaint_id=recorded.stream_id,
        reference=event.reference,
        legal_entity=event.legal_entity,
        unit=event.received_by_unit,
        category_codes=tuple(issue.category_code for issue in event.issues),
        product_code=next((i.product_code for i in event.issues if i.product_code), None),
        channel_code=event.channel_code,
        received_on=recorded.occurred.day,
        received_at=recorded.occurred.at,
        received_zone=recorded.occurred.zone,
        age_from=recorded.occurred.earliest or recorded.recorded_at,
        **_last(recorded),
    )


def _last(recorded: Recorded) -> dict[str, Any]:
    return {
        "last_event_at": recorded.recorded_at,
        "version": recorded.version,
        "position": recorded.position or 0,
    }


def _handled(row: Waiting, event: DomainEvent) -> dict[str, Any]:
    if type(event) not in HANDLING:
        return {}
    if isinstance(event, ComplaintAssigned):
        return {"handler": event.handler, "unit": event.unit or row.unit}
    if isinstance(event, ComplaintUnassigned):
        return {"handler": None}
    if isinstance(event, ComplaintReopened):
        return {"reopenings": row.reopenings + 1}
    if isinstance(event, ComplaintAssessed):
        return {
            "is_safety": event.is_safety,
            "rank": SAFETY if event.is_safety else ORDINARY,
            "severity_code": event.severity_code,
            "priority_code": event.priority_code,
        }
    return {}


def _stated(state: str, undecided: tuple[UUID, ...]) -> dict[str, Any]:
    is_open = state not in ENDED
    return {
        "state": state,
        "is_open": is_open,
        "is_shown": is_open or bool(undecided),
        "is_disputed": state == "DISPUTED",
        "undecided": undecided,
        "needs_decision": bool(undecided),
    }


def _attempted(attempt: Attempt) -> dict[str, Any]:
    return {
        "attempt": attempt,
        "stage": attempt.stage,
        "round": attempt.round,
        "is_acknowledged": attempt.is_acknowledged,
    }


def _due(deadlines: tuple[Deadline, ...]) -> dict[str, Any]:
    due = next_of_organisation(deadlines)
    return {
        "deadlines": deadlines,
        "next_due_kind": due.kind if due else None,
        "next_due_at": due.due_at if due else None,
        "next_warn_at": due.warn_at if due else None,
        "due_order": due.due_at if due else NEVER,
    }


ORDER = ("rank", "due_order", "complaint_id")

PROJECTION = Records(
    name="case_queue",
    version=VERSION,
    question="What waits, for whom: safety first, then what is overdue, then what is due next.",
    row=Waiting,
    fold=fold,
    indexes=(
        Index(ORDER, where="is_shown"),
        Index(("handler", *ORDER), where="is_shown"),
        Index(("unit", *ORDER), where="is_shown"),
        Index(("state", *ORDER), where="is_shown"),
        Index(("priority_code", *ORDER), where="is_shown"),
        Index(("legal_entity", *ORDER), where="is_shown"),
        Index(("reference",)),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which complaints to show; None means all. is_overdue is judged at the given instant."""

    legal_entity: str | None = None
    state: str | None = None
    handler: UUID | None = None
    is_unassigned: bool = False
    unit: str | None = None
    priority_code: str | None = None
    is_safety: bool | None = None
    is_overdue: bool | None = None


def page(
    wanted: Wanted, *, now: datetime, after: tuple[object, ...] | None = None, limit: int = 50
) -> Page:
    """One page of the queue. after: the place of the last row seen (kit: cursor, place_after)."""
    named = ("legal_entity", "state", "handler", "unit", "priority_code")
    given = [(name, getattr(wanted, name)) for name in named]
    where = [Where(name, "=", value) for name, value in given if value is not None]
    if wanted.is_unassigned:
        where.append(Where("handler", "is", None))
    if wanted.is_safety is not None:
        where.append(Where("rank", "=", SAFETY if wanted.is_safety else ORDINARY))
    if wanted.is_overdue is not None:
        where.append(Where("due_order", "<" if wanted.is_overdue else ">=", now))
    return Page(
        view="case_queue",
        row=Waiting,
        order=ORDER,
        where=(Where("is_shown", "is", True), *where),
        after=after,
        limit=limit,
    )


def one(complaint_id: UUID) -> Page:
    """The row of one complaint, open or not."""
    where = (Where("complaint_id", "=", complaint_id),)
    return Page(view="case_queue", row=Waiting, order=("complaint_id",), where=where, limit=1)


def by_reference(reference: str) -> Page:
    """The complaints with this reference, at most one for each legal entity."""
    where = (Where("reference", "=", reference),)
    return Page(view="case_queue", row=Waiting, order=("complaint_id",), where=where)


def is_overdue(row: Waiting, now: datetime) -> bool:
    """Whether something that the organisation owes is past its due date."""
    return row.due_order < now


def is_due_soon(row: Waiting, now: datetime) -> bool:
    """Whether the warning of the next due date has been reached and the date itself has not."""
    return row.next_warn_at is not None and row.next_warn_at <= now <= row.due_order


def age_days(row: Waiting, now: datetime) -> int:
    """Whole days since receipt; a day of receipt counts from its start."""
    return (now - row.age_from).days
