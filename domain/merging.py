"""7.3 Merging: complaints about the same matter become one, with one answer."""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.carrying import keep_the_earlier
from domain.deed import Decision, Deed, HasEnded
from domain.errors import Refusal
from domain.events import ComplaintMerged, DuplicateAbsorbed
from domain.events.linking import MergeGround
from domain.issues import open_issues
from domain.judging import acknowledged_at, judge_as_strictly
from domain.linking import another
from domain.matter import brought_by, first_received
from domain.merged_people import People, carry_what_is_owed, let_them_join, people_of
from domain.moved_issues import moved_issue, numbered_after, pointers
from domain.policy.kinds import ACKNOWLEDGEMENT
from domain.state import BEFORE_DECISION, Complaint


class DecisionStands(Refusal, code="DecisionStands"):
    """Joined or parted when the answer is drafted or given."""

    clause = "7.3"
    rule = "complaints are merged and split only before a decision is proposed"
    instead = "have the decision returned first; once it is answered, link the complaints"


class MergedAlready(Refusal, code="MergedAlready"):
    """The complaint that would go on is itself part of another one."""

    clause = "7.3"
    rule = "the other complaint is merged itself"
    instead = "name the complaint that its issues went to"


class OtherLegalEntity(Refusal, code="OtherLegalEntity"):
    """Another organisation is answerable for the other complaint."""

    clause = "7.3"
    rule = "only complaints to one and the same legal entity are merged"
    instead = "link them, or forward this one"


class SafetyWouldBeLost(Refusal, code="SafetyWouldBeLost"):
    """A matter of safety would become part of a complaint that counts as none."""

    clause = "7.5"
    rule = "a matter of safety is merged only into a complaint that is assessed as one"
    instead = "assess the other complaint as a matter of safety first"


class MergeComplaint(Act):
    """This complaint goes on as part of another one about the same."""

    NEEDS_HISTORY: ClassVar[bool] = True
    NEEDS_HISTORIES: ClassVar[bool] = True

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
    people = people_of(deed, source, target, command.ground_code)
    merged = ComplaintMerged(
        into_id=target.complaint_id,
        other_reference=target.reference,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    absorbed = _absorbed(deed, source, target, people).model_copy(
        update={"ground_code": command.ground_code}
    )
    cause = len(deed.facts)
    deed.add(merged, of=command)
    deed.add(absorbed, of=command, to=target.complaint_id, caused_by=cause)
    let_them_join(deed, source, target, people, cause)
    joined = source.party_id in people.joining
    own_only = frozenset({ACKNOWLEDGEMENT}) if joined else frozenset[str]()
    keep_the_earlier(deed, source, target, cause, but=own_only)
    carry_what_is_owed(deed, source, target, people, cause)
    judge_as_strictly(deed, source, target, cause)


def _absorbed(
    deed: Deed, source: Complaint, target: Complaint, people: People
) -> DuplicateAbsorbed:
    numbered = numbered_after(target, source, open_issues(source), lambda: deed.new_id("issue"))
    judged = source.assessment
    return DuplicateAbsorbed(
        from_id=source.complaint_id,
        other_reference=source.reference,
        ground_code="same_complainant",
        issues=tuple(
            moved_issue(
                issue,
                source,
                new_id,
                issue_no=number,
                party_ids=people.owners(issue, source, target),
            )
            for issue, new_id, number in numbered
        ),
        received=first_received(source),
        acknowledged=acknowledged_at(source, deed.situation.history),
        severity_code=judged.severity_code if judged else None,
        is_safety=judged.is_safety if judged else None,
        priority_code=judged.priority_code if judged else None,
        handling_code=judged.handling_code if judged else None,
        documents=pointers(source),
        brought=brought_by(source),
    )


def _check_target(source: Complaint, target: Complaint) -> None:
    """No circle can come of it: what is merged neither merges nor is merged into."""
    if target.state == "MERGED":
        raise MergedAlready(
            other=target.reference, into=target.merged_reference or target.merged_into
        )
    check_before_decision(target)
    if source.legal_entity != target.legal_entity:
        raise OtherLegalEntity(here=source.legal_entity, there=target.legal_entity)
    if source.is_safety and not target.is_safety:
        raise SafetyWouldBeLost(other=target.reference)


merge_complaint = Decision("merge_complaint", MergeComplaint, _merge, may=_may_merge)
"""Merge this complaint into another one, both before a decision (7.3).

Raises HasEnded, DecisionStands, ItIsItself, NoSuchComplaint, MergedAlready, OtherLegalEntity,
SafetyWouldBeLost, NotTheSameComplainant, NoIssueOpen.
"""
