"""7.3 What goes from one complaint into another: issues under new ids, documents by pointer."""

from collections.abc import Callable, Collection
from uuid import UUID

from domain.complaint.events import Issue
from domain.complaint.linking.brought_matter import documents_elsewhere
from domain.complaint.parts import DocumentPointer, MovedFrom
from domain.complaint.state import Complaint, IssueState


def moved_issue(issue: IssueState, source: Complaint, new_id: UUID, **changed: object) -> Issue:
    """The issue as another complaint tells it, under an id that no other complaint has."""
    origin = MovedFrom(complaint_id=source.complaint_id, issue_id=issue.issue_id)
    update = {
        "issue_id": new_id,
        "moved_from": origin,
        "party_ids": None,
        "own_no": None,
        **changed,
    }
    return issue.told.model_copy(update=update)


def moved_here(holder: Complaint, source: Complaint, issue_ids: Collection[UUID]) -> set[UUID]:
    """The ids that these issues of the source have in the complaint that holds them.

    Where a record of old says nothing of a move, an issue kept its id.
    """
    found: set[UUID] = set()
    for issue in holder.issues.values():
        origin = issue.told.moved_from
        is_kept = origin is None and issue.issue_id in issue_ids
        is_moved = (
            origin is not None
            and origin.complaint_id == source.complaint_id
            and origin.issue_id in issue_ids
        )
        if is_kept or is_moved:
            found.add(issue.issue_id)
    return found


def numbered_after(
    target: Complaint, source: Complaint, issues: list[IssueState], new_id: Callable[[], UUID]
) -> list[tuple[IssueState, UUID, int]]:
    """Each issue with the id and the number that it gets in the target, after the target's own.

    One that was there before has the same again.
    """
    known = {each.told.moved_from: each for each in target.issues.values()}
    last = max((each.issue_no for each in target.issues.values()), default=0)
    numbered = []
    for issue in issues:
        origin = MovedFrom(complaint_id=source.complaint_id, issue_id=issue.issue_id)
        if before := known.get(origin):
            numbered.append((issue, before.issue_id, before.issue_no))
            continue
        last += 1
        numbered.append((issue, new_id(), last))
    return numbered


def pointers(complaint: Complaint) -> tuple[DocumentPointer, ...] | None:
    """Where the documents of a complaint lie, for one that goes on with its matter."""
    own = [
        DocumentPointer(
            document_id=each.document_id,
            complaint_id=complaint.complaint_id,
            reference=complaint.reference,
        )
        for each in complaint.documents.values()
        if not each.is_removed
    ]
    return (*own, *documents_elsewhere(complaint)) or None
