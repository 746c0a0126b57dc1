"""One complaint as the case queue shows it, with its clocks and all its flags (7.3)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar
from uuid import UUID

from domain.complaint.lifecycle import State
from projections._kit.columns import changed
from projections._parts.attempts import Attempt
from projections._parts.commitments import Commitments
from projections._parts.deadlines_running import Deadline
from projections._parts.flags import Flags
from projections._parts.issues_counted import Issues

Brought = tuple["Receipt", ...]
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
SAFETY, ORDINARY = 0, 1
ORDER = ("rank", "due_order", "complaint_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The earliest receipt of what a merged complaint brought."""

    from_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """An exclusion that holds. from_id: for the sake of that complaint, which is merged here."""

    staff: UUID
    from_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What every list shows of a complaint."""

    complaint_id: Annotated[UUID, "The complaint."]
    reference: Annotated[str, "What the complainant was told to quote."]
    legal_entity: Annotated[str, "The entity that answers for it."]
    state: Annotated[State, "The state after the last event."] = "RECEIVED"
    stage: Annotated[int, "The stage of the present attempt at an answer, from 1."] = 1
    round: Annotated[int, "The round of the present attempt at an answer, from 1."] = 1
    is_open: Annotated[bool, "Whether it has not ended."] = True
    is_safety: Annotated[bool, "Whether the latest assessment found a matter of safety."] = False
    is_acknowledged: Annotated[bool, "Whether the present attempt is acknowledged."] = False
    is_disputed: Annotated[bool, "Whether the complainant disputes the answer now."] = False
    needs_decision: Annotated[bool, "Whether an outside fact awaits a decision."] = False
    awaits_approval: Annotated[bool, "Whether something asked for awaits a second person."] = False
    approval_until: Annotated[datetime, "Until when that may be approved, else 1970."] = LONG_AGO
    is_suspended: Annotated[bool, "Whether work on it stands still."] = False
    is_paused: Annotated[bool, "Whether all that the organisation owes stands still."] = False
    is_escalated: Annotated[bool, "Whether a higher level took it up."] = False
    is_external: Annotated[bool, "Whether an outside body has still to answer."] = False
    has_extra_care: Annotated[bool, "Whether it is handled with extra care."] = False
    is_owing: Annotated[bool, "Whether a remedy is owed or an action outstanding."] = False
    reopenings: Annotated[int, "How often it was taken up again."] = 0
    severity_code: Annotated[str | None, "The severity by the latest assessment."] = None
    priority_code: Annotated[str | None, "The priority by the latest assessment."] = None
    handler: Annotated[UUID | None, "The staff member who is answerable now."] = None
    unit: Annotated[str | None, "The handler's unit, else the one that received it."]
    category_codes: Annotated[tuple[str, ...], "The categories of its issues, in their order."]
    product_code: Annotated[str | None, "The product of its first issue that names one."]
    channel_code: Annotated[str, "How it reached the organisation."]
    contact_class: Annotated[str, "Whether it is a complaint, an enquiry, a dispute."]
    received_on: Annotated[date | None, "The day of receipt in its own zone, if known."]
    received_at: Annotated[datetime | None, "The instant of receipt, where it is known."]
    received_zone: Annotated[str | None, "The zone in which the day of receipt is meant."]
    age_from: Annotated[datetime, "Its age counts from here: the earliest receipt in it."]
    next_due_kind: Annotated[str | None, "What the organisation has to do next."] = None
    next_due_at: Annotated[datetime | None, "When that is or was due."] = None
    last_event_at: Annotated[datetime, "When the last event was recorded."]
    version: Annotated[int, "How many events the complaint has."]
    position: Annotated[int, "The position of the last event in the record."]


@dataclass(frozen=True, kw_only=True)
class CaseRow(Shown):
    """One complaint as the queue shows it."""

    is_shown: Annotated[bool, "Whether it is open, awaits a word or has promises to keep."] = True
    undecided: Annotated[tuple[UUID, ...], "The outside facts that await a decision."] = ()
    flags: Annotated[Flags, "What these flags rest on, and where it was merged."] = Flags()  # noqa: RUF009
    commitments: Annotated[Commitments, "What was promised, and what came of it."] = Commitments()  # noqa: RUF009
    excluded: Annotated[tuple[UUID, ...], "The staff to whom it is not shown."] = ()
    kept_out: Annotated[tuple[KeptOut, ...], "The exclusions that it is not shown by."] = ()
    issues: Annotated[Issues, "Its issues, also those that left it."]
    received_event_id: Annotated[UUID, "The event of its receipt."]
    own_from: Annotated[datetime, "Where its own age begins, without what was merged into it."]
    absorbed: Annotated[Brought, "The receipts of what was merged into it, and is part of it."] = ()
    deadlines: Annotated[tuple[Deadline, ...], "The due dates that still run, earliest first."] = ()
    next_warn_at: Annotated[datetime | None, "From when on that counts as due soon."] = None
    rank: Annotated[int, "0, first, for safety, or undecided words once ended; else 1."] = ORDINARY
    due_order: Annotated[datetime, "Next: what is due, else the end of 9999."] = NEVER
    attempt: Annotated[Attempt, "The present attempt at an answer."] = Attempt()  # noqa: RUF009


Row = TypeVar("Row", bound=Shown)


def is_overdue(row: CaseRow, now: datetime) -> bool:
    """Whether something that the organisation owes is past its due date."""
    return row.due_order < now


def as_of(row: Row, now: datetime) -> Row:
    """The row as it stands at an instant: what is too old to be approved awaits nobody."""
    return changed(row, {"awaits_approval": row.awaits_approval and row.approval_until >= now})


def is_due_soon(row: CaseRow, now: datetime) -> bool:
    """Whether the warning of the next due date has been reached and the date itself has not."""
    return row.next_warn_at is not None and row.next_warn_at <= now <= row.due_order


def is_represented(row: CaseRow, today: date) -> bool:
    """Whether somebody may act for a complainant on this day of the complaint's zone."""
    return any(each.covers(today) for each in row.flags.acting)


def age_days(row: Shown, now: datetime) -> int:
    """Whole days since the earliest receipt in it; a day of receipt counts from its start."""
    return (now - row.age_from).days
