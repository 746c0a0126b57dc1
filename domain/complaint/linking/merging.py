"""7.3 Merging: complaints about the same matter become one, with one answer."""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approvals import approved_alone
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintMerged, DuplicateAbsorbed
from domain.complaint.issues.selecting import open_issues
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.linking.brought_matter import brought_by, first_received
from domain.complaint.linking.events import MergeGround
from domain.complaint.linking.linking import another
from domain.complaint.linking.merged_history import bodies_having
from domain.complaint.linking.merged_people import (
    People,
    carry_what_is_owed,
    let_them_join,
    people_of,
)
from domain.complaint.linking.moved_assessment import (
    acknowledged_at,
    escalate_as_high,
    judge_as_strictly,
)
from domain.complaint.linking.moved_deadlines import keep_the_earlier
from domain.complaint.linking.moved_exclusions import exclude_from_both
from domain.complaint.linking.moved_issues import moved_issue, numbered_after, pointers
from domain.complaint.linking.split_family import ever_one_matter
from domain.complaint.objectivity.excluding import is_left_unjudged
from domain.complaint.parties.access import is_excluded
from domain.complaint.preconditions import HasEnded
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.policy.kinds import ACKNOWLEDGEMENT


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


class OutsideBodyHasIt(Refusal, code="OutsideBodyHasIt"):
    """What an outside body has would be answered, and closed, where nobody knows of the body."""

    clause = "7.9"
    rule = "no complaint goes on in another one while an outside body has it"
    instead = "link the two, and merge them once the body has spoken or returned it"


class NobodyWouldJudge(Refusal, code="NobodyWouldJudge"):
    """Whom one of the two keeps out, and whom the other one does, are all who may judge it."""

    clause = "4.7"
    rule = "merging does not keep out everybody who may approve, or review, what becomes of it"
    instead = "link the two, and answer each by itself"


class MergeComplaint(Act):
    """This complaint goes on as part of another one about the same."""

    NEEDS_HISTORY: ClassVar[bool] = True
    NEEDS_HISTORIES: ClassVar[bool] = True

    into_id: Annotated[UUID, Field(description="The complaint that goes on")]
    ground_code: Annotated[MergeGround, Field(description="Whose complaints the two are")] = (
        "same_complainant"
    )

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """The one that goes on; and all that is one matter with either, to keep somebody out of."""
        there = known.get(self.into_id)
        far = ever_one_matter(there, known) if complaint and complaint.exclusions else ()
        near = ever_one_matter(complaint, known) if there and there.exclusions else ()
        return {self.into_id, *far, *near}

    def read_whole(
        self, _complaint: Complaint | None, _known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """The one that goes on."""
        return (self.into_id,)


def check_before_decision(complaint: Complaint) -> None:
    """Refuse what is decided or has ended. Raises DecisionStands, HasEnded."""
    if not complaint.is_open:
        raise HasEnded.of(complaint)
    if complaint.state not in BEFORE_DECISION:
        raise DecisionStands(complaint=complaint.reference, state=complaint.state)


def _may_merge(draft: Draft) -> None:
    check_before_decision(draft.complaint)
    if bodies := bodies_having(draft):
        raise OutsideBodyHasIt(**bodies)


def _merge(draft: Draft, command: MergeComplaint) -> None:
    source, target = draft.complaint, another(draft, command.into_id)
    _check_target(source, target)
    _check_judged(draft, source, target)
    people = people_of(draft, source, target, command.ground_code)
    merged = ComplaintMerged(
        into_id=target.complaint_id,
        other_reference=target.reference,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    absorbed = _absorbed(draft, source, target, people).model_copy(
        update={"ground_code": command.ground_code}
    )
    cause = len(draft.facts)
    draft.add(merged, of=command)
    draft.add(absorbed, of=command, to=target.complaint_id, caused_by=cause)
    exclude_from_both(draft, source, target, cause)
    let_them_join(draft, source, target, people, cause)
    joined = source.party_id in people.joining
    own_only = frozenset({ACKNOWLEDGEMENT}) if joined else frozenset[str]()
    keep_the_earlier(draft, source, target, cause, but=own_only)
    carry_what_is_owed(draft, source, target, people, cause)
    judge_as_strictly(draft, source, target, cause)
    escalate_as_high(draft, source, target, cause)


def _absorbed(
    draft: Draft, source: Complaint, target: Complaint, people: People
) -> DuplicateAbsorbed:
    numbered = numbered_after(target, source, open_issues(source), lambda: draft.new_id("issue"))
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
                own_no=issue.told.own_no or issue.issue_no,
            )
            for issue, new_id, number in numbered
        ),
        received=first_received(source),
        acknowledged=acknowledged_at(source, draft.context.history),
        severity_code=judged.severity_code if judged else None,
        is_safety=judged.is_safety if judged else None,
        priority_code=judged.priority_code if judged else None,
        handling_code=judged.handling_code if judged else None,
        documents=pointers(source),
        brought=brought_by(source),
        people=people.came or None,
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


def _check_judged(draft: Draft, source: Complaint, target: Complaint) -> None:
    """Refuse to keep out by two exclusions whom one could not: who acts counts for nobody here.

    Raises NobodyWouldJudge.
    """
    staff = draft.context.staff_roles.keys() - {draft.actor.id}
    here, there = ({one for one in staff if is_excluded(of, one)} for of in (source, target))
    if not is_left_unjudged(draft, here ^ there, staff - here - there):
        return
    if not approved_alone(draft, MergeComplaint):
        raise NobodyWouldJudge(here=source.reference, there=target.reference)


merge_complaint = Decider(
    "merge_complaint",
    MergeComplaint,
    _merge,
    clause="7.3",
    summary="Merge the complaint into another one about the same",
    may=_may_merge,
)
"""Merge this complaint into another one, both before a decision (7.3)."""
