"""Which complaints of the case queue are asked for, page by page (7.3)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from projections._kit.questions import Page, Where
from projections.case_queue.row import ORDER, SAFETY, CaseRow

FLAGS = (
    "needs_decision",
    "is_suspended",
    "is_paused",
    "is_escalated",
    "is_external",
    "is_owing",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which complaints to show; None means all. is_overdue and awaits_approval are judged
    at the given instant."""

    legal_entity: str | None = None
    state: str | None = None
    handler: UUID | None = None
    is_unassigned: bool = False
    unit: str | None = None
    priority_code: str | None = None
    is_safety: bool | None = None
    is_overdue: bool | None = None
    needs_decision: bool | None = None
    awaits_approval: bool | None = None
    is_suspended: bool | None = None
    is_paused: bool | None = None
    is_escalated: bool | None = None
    is_external: bool | None = None
    is_owing: bool | None = None


def page(
    wanted: Wanted,
    *,
    now: datetime,
    reader: UUID | None = None,
    after: tuple[object, ...] | None = None,
    limit: int = 50,
) -> Page:
    """One page of the queue. after: the place of the last row seen (kit: cursor, place_after).

    reader: who asks; what they are excluded from is not there for them.
    """
    named = ("legal_entity", "state", "handler", "unit", "priority_code")
    chosen = [(name, getattr(wanted, name)) for name in named]
    where = [Where(name, "=", value) for name, value in chosen if value is not None]
    flags = [(name, getattr(wanted, name)) for name in FLAGS]
    where += [Where(name, "is", value) for name, value in flags if value is not None]
    if wanted.is_unassigned:
        where.append(Where("handler", "is", None))
    if wanted.is_safety is not None:
        where.append(Where("is_safety", "is", wanted.is_safety))
        where += [Where("rank", "=", SAFETY)] if wanted.is_safety else []
    if wanted.is_overdue is not None:
        where.append(Where("due_order", "<" if wanted.is_overdue else ">=", now))
    if wanted.awaits_approval is not None:
        where.append(Where("approval_until", ">=" if wanted.awaits_approval else "<", now))
    if reader is not None:
        where.append(Where("excluded", "lacks", reader))
    return Page(
        view="case_queue",
        row=CaseRow,
        order=ORDER,
        where=(Where("is_shown", "is", True), *where),
        after=after,
        limit=limit,
    )


def one(complaint_id: UUID) -> Page:
    """The row of one complaint, open or not."""
    where = (Where("complaint_id", "=", complaint_id),)
    return Page(view="case_queue", row=CaseRow, order=("complaint_id",), where=where, limit=1)


def by_reference(reference: str) -> Page:
    """The complaints with this reference, at most one for each legal entity."""
    where = (Where("reference", "=", reference),)
    return Page(view="case_queue", row=CaseRow, order=("complaint_id",), where=where)
