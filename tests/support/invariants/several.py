"""Complaints beside each other: references, mergers, splits, links, one answer for each issue."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.linking import SEEN_FROM_THE_OTHER
from domain.state import BEFORE_DECISION, Complaint
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
    """Both before a decision; the target has the source's open issues, and the earlier due date."""
    for before, one, _ in told.steps():
        event = one.event
        if not isinstance(event, e.ComplaintMerged) or before is None:
            continue
        target, now = told.before[event.into_id], told.after[event.into_id]
        if before.state not in BEFORE_DECISION or target.state not in BEFORE_DECISION:
            yield f"{before.state} into {target.state}"
        open_there = {each.issue_id for each in now.open_issues}
        if not {each.issue_id for each in before.open_issues} <= open_there:
            yield "an open issue did not come over"
        for kind in DUE_TOGETHER:
            here, there = _due(before, kind), _due(now, kind)
            # What the target had missed stays missed: it cannot be due any earlier.
            if here and (not there or there[0] > here[0]) and not _has_missed(target, kind):
                yield f"{kind} was due {here}, now {there}"


def _has_missed(complaint: Complaint, kind: str) -> bool:
    return any(
        each.fact.kind == kind and each.status == "missed" for each in complaint.deadlines.values()
    )


def _due(complaint: Complaint, kind: str) -> list[datetime]:
    """When the organisation owes this to the complaint as a whole, earliest first."""
    return sorted(
        each.due_at
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
        issue.issue_id
        for complaint in office.complaints.values()
        if complaint.state != "MERGED"
        for issue in complaint.open_issues
    )
    yield from (f"{issue_id} in {count}" for issue_id, count in held.items() if count > 1)


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
    for before, one, after in told.steps():
        event = one.event
        if not isinstance(event, e.ComplaintSplit) or before is None:
            continue
        if not after.open_issues:
            yield "nothing stays"
        for new_id in event.new_ids:
            part = told.after[new_id]
            if (part.received, part.split_from) != (before.received, before.complaint_id):
                yield "a part has another receipt"
            if sorted(map(str, _due(part, "response"))) != sorted(
                map(str, _due(before, "response"))
            ):
                yield "a part has another clock"


SEVERAL = (
    invariant_3_a_reference_stays_and_is_one_complaint_s_alone,
    invariant_15_what_is_merged_is_answered_in_the_other,
    what_is_split_off_keeps_its_receipt_and_its_clocks,
)
AMONG_ALL = (
    invariant_15_a_merged_complaint_leads_to_one_that_is_not,
    an_issue_is_open_in_one_complaint_at_most,
    a_link_stands_in_both_histories,
)
