"""What issues that join, move or leave change (7.2, 7.5)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.events import (
    ComplaintDeclaredOutOfScope,
    IssueAdded,
    IssueDeclaredOutOfScope,
    IssueReclassified,
    IssueWithdrawn,
    ProductRecorded,
)
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.parts import Issue
from domain.complaint.receipt.fold import with_issues
from domain.complaint.state import Complaint, IssueState
from domain.recorded import Recorded


def _added(complaint: Complaint, event: IssueAdded, _recorded: Recorded) -> Complaint:
    if event.issue_id in complaint.issues:
        return complaint
    added = Issue(
        issue_id=event.issue_id,
        issue_no=event.issue_no,
        category_code=event.category_code,
        taxonomy_version=event.taxonomy_version,
        unit_complained_about=event.unit_complained_about,
        product_code=event.product_code,
    )
    issue = IssueState(issue_id=event.issue_id, issue_no=event.issue_no, told=added)
    return complaint.changed(issues={**complaint.issues, event.issue_id: issue})


def _reclassified(complaint: Complaint, event: IssueReclassified, _recorded: Recorded) -> Complaint:
    update = {"category_code": event.category_code, "taxonomy_version": event.taxonomy_version}
    return _told(complaint, event.issue_id, update)


def _product(complaint: Complaint, event: ProductRecorded, _recorded: Recorded) -> Complaint:
    update = {"product_code": event.product_code, "is_product_unlisted": None}
    return _told(complaint, event.issue_id, update)


def _told(complaint: Complaint, issue_id: UUID, update: dict[str, Any]) -> Complaint:
    """The complaint with an issue that is told otherwise; an unknown one changes nothing."""
    issue = complaint.issues.get(issue_id)
    if issue is None:
        return complaint
    changed = replace(issue, told=issue.told.model_copy(update=update))
    return complaint.changed(issues={**complaint.issues, issue_id: changed})


def _withdrawn(complaint: Complaint, event: IssueWithdrawn, _recorded: Recorded) -> Complaint:
    if not _is_open(complaint, event):
        return complaint
    return with_issues(complaint, "withdrawn", event.issue_id)


def _issue_out_of_scope(
    complaint: Complaint, event: IssueDeclaredOutOfScope, _recorded: Recorded
) -> Complaint:
    if not _is_open(complaint, event) or complaint.state not in BEFORE_DECISION:
        return complaint
    left = with_issues(complaint, "out_of_scope", event.issue_id)
    return left if left.open_issues else left.changed(state="OUT_OF_SCOPE")


def _out_of_scope(
    complaint: Complaint, _event: ComplaintDeclaredOutOfScope, _recorded: Recorded
) -> Complaint:
    """What was open stays so, for the case that the scope is challenged."""
    if complaint.state not in BEFORE_DECISION:
        return complaint
    return complaint.changed(state="OUT_OF_SCOPE")


def _is_open(complaint: Complaint, event: IssueWithdrawn | IssueDeclaredOutOfScope) -> bool:
    issue = complaint.issues.get(event.issue_id)
    return issue is not None and issue.status == "open"


CHANGES: Changes = {
    IssueAdded: _added,
    IssueReclassified: _reclassified,
    ProductRecorded: _product,
    IssueWithdrawn: _withdrawn,
    IssueDeclaredOutOfScope: _issue_out_of_scope,
    ComplaintDeclaredOutOfScope: _out_of_scope,
}
