"""7.3 Merging: complaints about the same matter become one, with one answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.actors import SYSTEM
from domain.acts import Act
from domain.carried import carried, of_the_whole
from domain.deed import Decision, Deed, HasEnded
from domain.errors import Refusal
from domain.events import (
    ComplaintMerged,
    DuplicateAbsorbed,
    Issue,
)
from domain.events.linking import MergeGround
from domain.issues import open_issues
from domain.linking import another
from domain.policy.kinds import RESPONSE, TOP_MANAGEMENT_NOTICE
from domain.state import BEFORE_DECISION, Complaint, IssueState

ALWAYS_DUE = frozenset({RESPONSE, TOP_MANAGEMENT_NOTICE})
"""What stays due even where nothing of its kind is due in the complaint that goes on."""


class DecisionStands(Refusal):
    """Joined or parted when the answer is drafted or given."""

    clause = "7.3"
    rule = "complaints are merged and split only before a decision is proposed"
    instead = "have the decision returned first; once it is answered, link the complaints"


class MergedAlready(Refusal):
    """The complaint that would go on is itself part of another one."""

    clause = "7.3"
    rule = "the other complaint is merged itself"
    instead = "name the complaint that its issues went to"


class OtherLegalEntity(Refusal):
    """Another organisation is answerable for the other complaint."""

    clause = "7.3"
    rule = "only complaints to one and the same legal entity are merged"
    instead = "link them, or forward this one"


class SafetyWouldBeLost(Refusal):
    """A matter of safety would become part of a complaint that counts as none."""

    clause = "7.5"
    rule = "a matter of safety is merged only into a complaint that is assessed as one"
    instead = "assess the other complaint as a matter of safety first"


class MergeComplaint(Act):
    """This complaint goes on as part of another one about the same."""

    into_id: Annotated[UUID, Field(description="The complaint that goes on")]
    ground_code: Annotated[MergeGround, Field(description="Whose complaints the two are")] = (
        "same_complainant"
    )

    def others(
        self, _complaint: Complaint | None, _known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """The one that goes on."""
        return (self.into_id,)


def check_before_decision(complaint: Complaint) -> None:
    """Refuse what is decided or has ended. Raises DecisionStands, HasEnded."""
    if not complaint.is_open:
        raise HasEnded(complaint=complaint.reference, state=complaint.state)
    if complaint.state not in BEFORE_DECISION:
        raise DecisionStands(complaint=complaint.reference, state=complaint.state)


def _may_merge(deed: Deed) -> None:
    check_before_decision(deed.complaint)


def _merge(deed: Deed, command: MergeComplaint) -> None:
    source, target = deed.complaint, another(deed, command.into_id)
    _check_target(source, target)
    issues = open_issues(source)
    merged = ComplaintMerged(
        into_id=target.complaint_id,
        other_reference=target.reference,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    absorbed = DuplicateAbsorbed(
        from_id=source.complaint_id,
        other_reference=source.reference,
        ground_code=command.ground_code,
        issues=numbered_after(target, issues),
    )
    cause = len(deed.facts)
    deed.add(merged, of=command)
    deed.add(absorbed, of=command, to=target.complaint_id, caused_by=cause)
    _keep_the_earlier(deed, source, target, cause)


def _check_target(source: Complaint, target: Complaint) -> None:
    """No circle can come of it: what is merged neither merges nor is merged into."""
    if target.state == "MERGED":
        raise MergedAlready(other=target.reference, into=target.merged_into)
    check_before_decision(target)
    if source.legal_entity != target.legal_entity:
        raise OtherLegalEntity(here=source.legal_entity, there=target.legal_entity)
    if source.is_safety and not target.is_safety:
        raise SafetyWouldBeLost(other=target.reference)


def numbered_after(target: Complaint, issues: Sequence[IssueState]) -> tuple[Issue, ...]:
    """The issues with numbers that follow the target's; one that was there keeps its number."""
    known = {issue.issue_id: issue.issue_no for issue in target.issues.values()}
    last = max(known.values(), default=0)
    numbered = []
    for issue in issues:
        if issue.issue_id not in known:
            last += 1
        number = known.get(issue.issue_id, last)
        numbered.append(issue.told.model_copy(update={"issue_no": number}))
    return tuple(numbered)


def _keep_the_earlier(deed: Deed, source: Complaint, target: Complaint, cause: int) -> None:
    """What was due earlier in the source is due so in the target (invariant 15)."""
    present = {due.fact.kind: due for due in of_the_whole(target)}
    for due in of_the_whole(source):
        there = present.get(due.fact.kind)
        if there is None and due.fact.kind not in ALWAYS_DUE:
            continue
        if there and (there.status == "missed" or there.due_at <= due.due_at):
            continue
        replaced = there.fact.deadline_id if there else None
        again = carried(due, deed.new_id("deadline"), replaces=replaced)
        deed.add(again, to=target.complaint_id, actor=SYSTEM, caused_by=cause)


merge_complaint = Decision("merge_complaint", MergeComplaint, _merge, may=_may_merge)
"""Merge this complaint into another one, both before a decision (7.3).

Raises HasEnded, DecisionStands, ItIsItself, NoSuchComplaint, MergedAlready, OtherLegalEntity,
SafetyWouldBeLost, NoIssueOpen.
"""
