"""7.2, 7.3 What is told of an issue is told of it in all complaints that it is merged through."""

from collections.abc import Iterator
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import IssueReclassified, ProductRecorded
from domain.complaint.linking.moved_issues import moved_here
from domain.complaint.state import Complaint
from domain.system_actors import SYSTEM

OfIssue = IssueReclassified | ProductRecorded


def tell_of_the_issue(draft: Draft, event: OfIssue, cause: int) -> None:
    """Tell the same of the same issue wherever it goes on, and where it came from (7.3)."""
    reached = {draft.complaint.complaint_id}
    ahead: list[tuple[Complaint, UUID]] = [(draft.complaint, event.issue_id)]
    while ahead:
        here, issue_id = ahead.pop()
        for there, same_id in list(_beside(draft, here, issue_id)):
            issue = there.issues.get(same_id)
            if there.complaint_id in reached or issue is None:
                continue
            reached.add(there.complaint_id)
            same = event.told_elsewhere(issue_id=same_id, issue_no=issue.issue_no)
            draft.add(same, to=there.complaint_id, actor=SYSTEM, caused_by=cause)
            ahead.append((there, same_id))


def _beside(draft: Draft, here: Complaint, issue_id: UUID) -> Iterator[tuple[Complaint, UUID]]:
    if here.merged_into is not None:
        there = draft.other(here.merged_into)
        yield from ((there, each) for each in moved_here(there, here, {issue_id}))
    came = {each.from_id for each in here.absorbed_now if issue_id in each.issue_ids}
    origin = here.issues[issue_id].told.moved_from
    for from_id in came:
        if origin is None or origin.complaint_id == from_id:
            yield draft.other(from_id), origin.issue_id if origin else issue_id
