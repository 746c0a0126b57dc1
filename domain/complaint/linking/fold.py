"""What links, merging and splitting change (7.3)."""

from dataclasses import replace
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.events import (
    ComplaintLinked,
    ComplaintMerged,
    ComplaintSplit,
    ComplaintUnlinked,
    ComplaintUnmerged,
    DuplicateAbsorbed,
    DuplicateReleased,
)
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.parts import Brought
from domain.complaint.receipt.fold import with_issues
from domain.complaint.state import Absorbed, Complaint, IssueState, Link
from domain.complaint.tracking.fold import with_levels
from domain.recorded import Recorded


def _linked(complaint: Complaint, event: ComplaintLinked, _recorded: Recorded) -> Complaint:
    link = Link(other_id=event.other_id, link=event.link, group_id=event.group_id)
    return complaint.changed(links=(*complaint.links, link))


def _unlinked(complaint: Complaint, event: ComplaintUnlinked, _recorded: Recorded) -> Complaint:
    gone = (event.other_id, event.link)
    left = tuple(each for each in complaint.links if (each.other_id, each.link) != gone)
    return complaint.changed(links=left)


def _merged(complaint: Complaint, event: ComplaintMerged, _recorded: Recorded) -> Complaint:
    if complaint.state not in BEFORE_DECISION:
        return complaint
    return complaint.changed(
        state="MERGED",
        merged_into=event.into_id,
        merged_reference=event.other_reference,
        before_merge=complaint.state,
        stood_at_merge=complaint.is_suspended,
    )


def _unmerged(complaint: Complaint, _event: ComplaintUnmerged, _recorded: Recorded) -> Complaint:
    if complaint.state != "MERGED" or complaint.before_merge is None:
        return complaint
    return complaint.changed(
        state=complaint.before_merge,
        merged_into=None,
        once_merged_into=complaint.once_merged_into | _named(complaint.merged_into),
        merged_reference=None,
        before_merge=None,
        is_suspended=complaint.stood_at_merge,
    )


def _named(complaint_id: UUID | None) -> set[UUID]:
    return {complaint_id} if complaint_id else set()


def _absorbed(complaint: Complaint, event: DuplicateAbsorbed, _recorded: Recorded) -> Complaint:
    if complaint.state not in BEFORE_DECISION:
        return complaint
    issues = {
        issue.issue_id: IssueState(issue_id=issue.issue_id, issue_no=issue.issue_no, told=issue)
        for issue in event.issues
    }
    absorbed = Absorbed(
        from_id=event.from_id,
        reference=event.other_reference,
        ground_code=event.ground_code,
        issue_ids=tuple(issues),
        received=event.received,
        acknowledged=event.acknowledged,
        severity_code=event.severity_code,
        handling_code=event.handling_code,
        documents=event.documents or (),
        people=event.people or (),
        brought=event.brought or _brought_of_old(event),
    )
    return complaint.changed(
        issues={**complaint.issues, **issues},
        absorbed={**complaint.absorbed, event.from_id: absorbed},
    )


def _brought_of_old(event: DuplicateAbsorbed) -> tuple[Brought, ...]:
    return (Brought(reference=event.other_reference, received=event.received),)


def _released(complaint: Complaint, event: DuplicateReleased, _recorded: Recorded) -> Complaint:
    absorbed = complaint.absorbed.get(event.from_id)
    if absorbed is None:
        return complaint
    released = replace(absorbed, is_released=True)
    left = {key: level for key, level in complaint.levels.items() if key != event.from_id}
    gone = with_levels(with_issues(complaint, "released", *event.issue_ids), left)
    return gone.changed(
        absorbed={**complaint.absorbed, event.from_id: released},
        consents={
            key: each for key, each in complaint.consents.items() if each.from_id != event.from_id
        },
        exclusions={
            key: each for key, each in complaint.exclusions.items() if each.from_id != event.from_id
        },
    )


def _split(complaint: Complaint, event: ComplaintSplit, _recorded: Recorded) -> Complaint:
    return with_issues(complaint, "released", *event.issue_ids).changed(
        split_into=(*complaint.split_into, *event.new_ids)
    )


CHANGES: Changes = {
    ComplaintLinked: _linked,
    ComplaintUnlinked: _unlinked,
    ComplaintMerged: _merged,
    ComplaintUnmerged: _unmerged,
    DuplicateAbsorbed: _absorbed,
    DuplicateReleased: _released,
    ComplaintSplit: _split,
}
