"""Complaints beside each other: references, mergers, splits, links, one answer for each issue."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain.complaint import events as e
from domain.complaint.deadlines.carry_over import resumed_now
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.linking.linking import SEEN_FROM_THE_OTHER
from domain.complaint.linking.moved_issues import moved_here
from domain.complaint.state import Complaint, IssueState
from tests.support.office import Office, Told

DUE_TOGETHER = ("response", "top_management_notice")


def invariant_3_a_reference_stays_and_is_one_complaint_s_alone(told: Told) -> Iterator[str]:
    """From the receipt on."""
    for before, after in told.touched():
        if before is not None and before.reference != after.reference:
            yield f"{before.reference} became {after.reference}"
    references = Counter(each.reference for each in told.after.values())
    yield from (reference for reference, count in references.items() if count > 1)


def invariant_15_what_is_merged_is_answered_in_the_other(told: Told) -> Iterator[str]:
    """Both before a decision; the target has the source's open issues."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintMerged) or before is None:
            continue
        now = told.after[event.into_id]
        if before.state not in BEFORE_DECISION or told.before[event.into_id].state not in (
            BEFORE_DECISION
        ):
            yield f"{before.state} into {told.before[event.into_id].state}"
        here = {each.issue_id for each in before.open_issues}
        there = {each.issue_id for each in now.open_issues}
        if len(moved_here(now, before, here) & there) != len(here):
            yield "an open issue did not come over"


def invariant_15_no_due_date_of_the_whole_gets_later(told: Told) -> Iterator[str]:
    """By merging: a pause counts as if it ended now, a miss stays as early as it was."""
    for before, one, _ in told.steps:
        if not isinstance(one.event, e.ComplaintMerged) or before is None:
            continue
        target, now = told.before[one.event.into_id], told.after[one.event.into_id]
        for kind in DUE_TOGETHER:
            was = [*_due(told, before, kind), *_due(told, target, kind)]
            after = _due(told, now, kind)
            if was and (not after or after[0] > min(was)):
                yield f"{kind} was due {min(was)}, now {after}"


def what_is_unmerged_is_due_as_it_was(told: Told) -> Iterator[str]:
    """Nothing of the whole that came from the complaint that goes is left in the other."""
    for _, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.DuplicateReleased):
            continue
        after = told.after[one.stream_id]
        left = [each for each in after.deadlines.values() if each.is_open]
        if any(each.fact.from_id == event.from_id and each.fact.about is None for each in left):
            yield "a due date of another complaint stays"
        source = told.after[event.from_id]
        if source.state == "MERGED" and source.merged_into == after.complaint_id:
            yield "released, and merged still"


def _due(told: Told, complaint: Complaint, kind: str) -> list[datetime]:
    """When the organisation owes this to the complaint as a whole, as if no clock stood still."""
    return sorted(
        resumed_now(each, told.context).due_at
        for each in complaint.deadlines.values()
        if each.fact.kind == kind and each.is_open and each.fact.about is None
    )


def invariant_15_a_merged_complaint_leads_to_one_that_is_not(office: Office) -> Iterator[str]:
    """No circle; and each of the two knows of the other."""
    for complaint in office.complaints.values():
        seen: set[UUID] = set()
        here = complaint
        while here.state == "MERGED" and here.merged_into is not None:
            if here.complaint_id in seen:
                yield "a circle"
                break
            seen.add(here.complaint_id)
            there = office.complaints[here.merged_into]
            absorbed = there.absorbed.get(here.complaint_id)
            if absorbed is None or absorbed.is_released:
                yield f"merged into {there.state}, which does not know it"
            here = there
        for each in complaint.absorbed.values():
            source = office.complaints[each.from_id]
            if not each.is_released and source.merged_into != complaint.complaint_id:
                yield f"absorbed what is {source.state}"


def an_issue_is_open_in_one_complaint_at_most(office: Office) -> Iterator[str]:
    """Of what is merged only the target answers; of what is split only the part."""
    held = Counter(
        _origin(office, complaint, issue)
        for complaint in office.complaints.values()
        if complaint.state != "MERGED"
        for issue in complaint.open_issues
    )
    yield from (f"{issue_id} in {count}" for issue_id, count in held.items() if count > 1)


def _origin(office: Office, complaint: Complaint, issue: IssueState) -> UUID:
    """The id under which an issue was first told."""
    while origin := issue.told.moved_from:
        complaint = office.complaints[origin.complaint_id]
        issue = complaint.issues[origin.issue_id]
    return issue.issue_id


def issue_ids_are_unique_across_complaints(office: Office) -> Iterator[str]:
    """Also where issues move between them."""
    known = Counter(each for complaint in office.complaints.values() for each in complaint.issues)
    yield from (f"{issue_id} in {count}" for issue_id, count in known.items() if count > 1)


def a_link_stands_in_both_histories(office: Office) -> Iterator[str]:
    """Each seen from its side."""
    for complaint in office.complaints.values():
        for link in complaint.links:
            other = office.complaints[link.other_id]
            seen = {(each.other_id, each.link) for each in other.links}
            if (complaint.complaint_id, SEEN_FROM_THE_OTHER[link.link]) not in seen:
                yield f"{link.link} is not known to the other"


def what_is_split_off_keeps_its_receipt_and_its_clocks(told: Told) -> Iterator[str]:
    """And at least one open issue stays."""
    for before, one, after in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintSplit) or before is None:
            continue
        if not after.open_issues:
            yield "nothing stays"
        for new_id in event.new_ids:
            part = told.after[new_id]
            if (part.received, part.split_from) != (before.received, before.complaint_id):
                yield "a part has another receipt"
            if _due(told, part, "response") != _due(told, before, "response"):
                yield "a part has another clock"
            if (part.assessment, part.is_acknowledged) != (
                before.assessment,
                before.is_acknowledged,
            ):
                yield "a part is judged or acknowledged otherwise"


SEVERAL = (
    invariant_3_a_reference_stays_and_is_one_complaint_s_alone,
    invariant_15_what_is_merged_is_answered_in_the_other,
    invariant_15_no_due_date_of_the_whole_gets_later,
    what_is_unmerged_is_due_as_it_was,
    what_is_split_off_keeps_its_receipt_and_its_clocks,
)
AMONG_ALL = (
    invariant_15_a_merged_complaint_leads_to_one_that_is_not,
    an_issue_is_open_in_one_complaint_at_most,
    issue_ids_are_unique_across_complaints,
    a_link_stands_in_both_histories,
)
