"""The issues of a complaint: their categories, and which of them are still part of it (7.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from domain.complaint.events import (
    ComplaintForwarded,
    ComplaintReceived,
    ComplaintReopened,
    ComplaintSplit,
    DecisionRejected,
    DuplicateAbsorbed,
    DuplicateReleased,
    InternalReviewRequested,
    Issue,
    IssueAdded,
    IssueDeclaredOutOfScope,
    IssueReclassified,
    IssueWithdrawn,
    ProductRecorded,
)
from domain.event import DomainEvent
from domain.recorded import Recorded

Left = Literal["withdrawn", "out_of_scope", "forwarded", "released", "split"]
JOINING = (ComplaintReceived, DuplicateAbsorbed)
BACK = (ComplaintReopened, DecisionRejected, InternalReviewRequested)
LEADS_TO: dict[type[DomainEvent], str] = {
    DecisionRejected: "DISPUTED",
    InternalReviewRequested: "REVIEW",
}
READ = frozenset(
    {*JOINING, *BACK, IssueAdded, IssueReclassified, IssueWithdrawn, IssueDeclaredOutOfScope}
    | {ComplaintForwarded, DuplicateReleased, ComplaintSplit, ProductRecorded}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCounted:
    """One issue; left_as: how it left the complaint, if it did."""

    issue_id: UUID
    category_code: str
    product_code: str | None
    left_as: Left | None = None


Issues = tuple[IssueCounted, ...]


def issues_after(issues: Issues, recorded: Recorded, before: str | None) -> Issues:
    """The issues after one more event, in the order in which they joined.

    before: the state before it, which tells whether what an outsider said took effect.
    """
    event = recorded.event
    if type(event) not in READ:
        return issues
    if isinstance(event, JOINING):
        return _joined(issues, [_counted(each) for each in _in_order(event.issues)])
    if isinstance(event, IssueAdded):
        return _joined(issues, [_counted(event)])
    if isinstance(event, IssueReclassified | ProductRecorded):
        changes = event.model_dump(include={"category_code", "product_code"})
        return _changed(issues, [event.issue_id], **changes)
    if isinstance(event, BACK):
        led_to = LEADS_TO.get(type(event), recorded.state)
        is_back = recorded.state == led_to != before
        return _changed(issues, event.issue_ids, left_as=None) if is_back else issues
    left_as, issue_ids = _leaving(event)
    return _changed(issues, issue_ids, left_as=left_as) if left_as else issues


def remaining(issues: Issues) -> Issues:
    """The issues that are part of the complaint; all of them where each has left it."""
    return tuple(each for each in issues if each.left_as is None) or issues


def _leaving(event: DomainEvent) -> tuple[Left | None, Iterable[UUID]]:
    if isinstance(event, IssueWithdrawn):
        return "withdrawn", [event.issue_id]
    if isinstance(event, IssueDeclaredOutOfScope):
        return "out_of_scope", [event.issue_id]
    if isinstance(event, DuplicateReleased):
        return "released", event.issue_ids
    if isinstance(event, ComplaintSplit):
        return "split", event.issue_ids
    if isinstance(event, ComplaintForwarded) and event.to_kind == "other_body":
        return "forwarded", event.issue_ids
    return None, ()


def _in_order(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: issue.issue_no)


def _counted(issue: Issue | IssueAdded) -> IssueCounted:
    return IssueCounted(
        issue_id=issue.issue_id,
        category_code=issue.category_code,
        product_code=issue.product_code,
    )


def _joined(issues: Issues, new: Iterable[IssueCounted]) -> Issues:
    """An issue that comes back takes its place of before."""
    known = {each.issue_id: each for each in issues}
    return tuple({**known, **{each.issue_id: each for each in new}}.values())


def _changed(issues: Issues, issue_ids: Iterable[UUID], **changes: str | None) -> Issues:
    wanted = set(issue_ids)
    return tuple(
        replace(each, **changes) if each.issue_id in wanted else each  # type: ignore[arg-type]
        for each in issues
    )
