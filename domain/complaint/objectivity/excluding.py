"""4.7 Excluded staff: who may neither handle, decide, review nor read a complaint (Annex D)."""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.authority.separation import check_role
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ExclusionAccepted, Recourse, StaffExcluded
from domain.complaint.linking.moved_exclusions import (
    exclude_from_matter,
    is_out_of_matter,
    left_in_matter,
)
from domain.complaint.linking.split_family import ever_one_matter
from domain.complaint.parties.access import check_may_handle, is_excluded
from domain.complaint.parties.fold import OUTSIDE
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.privacy import P3
from domain.roles import INQUIRY, MANAGEMENT
from domain.values import Code, VisibleText


class AlreadyExcluded(Refusal, code="AlreadyExcluded"):
    """A second exclusion of the same person."""

    clause = "4.7"
    rule = "this member of staff is excluded already"
    instead = "go on without them"


class NotExcluded(Refusal, code="NotExcluded"):
    """An exclusion is accepted that there is not."""

    clause = "4.7"
    rule = "nobody is excluded whose exclusion could be accepted"
    instead = "exclude the person first"


class ConflictNotWaived(Refusal, code="ConflictNotWaived"):
    """The policy keeps everybody with a conflict out."""

    clause = "4.7"
    rule = "under this policy nobody handles a complaint in which they have a conflict"
    instead = "ask somebody else, or adopt a policy that waives handle_conflicted"
    is_for_another = True


class OutsideNotNamed(Refusal, code="OutsideNotNamed"):
    """Somebody with a conflict goes on, and the complainant knows of nobody outside."""

    clause = "4.7"
    rule = "who has a conflict goes on only once the complainant was told of a way outside"
    instead = "acknowledge the complaint, or send an update, with recourse outside"


CONTROLLING = frozenset({"auditor", "privacy_officer", "top_management"})
"""Who checks what the others do: nobody keeps them from a complaint alone."""
ABOVE = "top_management"


class ExcludeStaff(Act):
    """Somebody may neither act on the complaint nor read it."""

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE,)

    staff: Annotated[UUID | None, Field(description="Whoever acts, unless told")] = None
    ground_code: Annotated[Code, Field(description="Such as complained_about or related")]
    explanation: Annotated[VisibleText | None, P3] = None

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """All that was ever one matter with it."""
        return ever_one_matter(complaint, known)


class AcceptExclusion(Act):
    """There is nobody else: the excluded one goes on under a safeguard."""

    staff: Annotated[UUID | None, Field(description="Whoever acts, unless told")] = None
    ground_code: Literal["no_one_else"] = "no_one_else"
    safeguard_code: Annotated[Code, Field(description="Such as outside_review_of_the_answer")]


def check_not_excluded(draft: Draft, staff_id: UUID) -> None:
    """Refuse to give work to a member of staff who is excluded. Raises IsExcluded."""
    check_may_handle(draft.complaint, staff_id)


def check_names_outside(draft: Draft, recourse: tuple[Recourse, ...]) -> None:
    """Refuse what somebody excluded tells the complainant without a way outside.

    Raises OutsideNotNamed.
    """
    if not is_excluded(draft.complaint, draft.actor.id):
        return
    if OUTSIDE.isdisjoint(each.kind for each in recourse):
        raise OutsideNotNamed(complaint=draft.complaint.reference)


def _exclude(draft: Draft, command: ExcludeStaff) -> None:
    staff = command.staff or draft.actor.id
    if staff != draft.actor.id:
        check_role(draft, "management_representative", ABOVE)
    if is_out_of_matter(draft.complaint, draft.context.others, staff):
        raise AlreadyExcluded(complaint=draft.complaint.reference, staff=staff)
    takes_two = staff != draft.actor.id and (_controls(draft, staff) or _is_last(draft, staff))
    approval = approval_of(draft, ActForApproval(act=command), is_needed=takes_two)
    excluded = StaffExcluded(
        staff=staff,
        ground_code=command.ground_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
        **approval,
    )
    cause = len(draft.facts)
    draft.add(excluded, of=command)
    exclude_from_matter(draft, excluded, cause)


def _controls(draft: Draft, staff: UUID) -> bool:
    return not CONTROLLING.isdisjoint(draft.context.staff_roles.get(staff, ()))


def _is_last(draft: Draft, staff: UUID) -> bool:
    """Whether nobody would be left in the whole matter to approve, or to review, in their place.

    Who acts counts for nobody: what they recorded, such as this, they do not lift. To handle it
    others are called in: a handler who is complained about goes at once, also as the last.
    """
    known = draft.context.staff_roles.keys()
    return is_left_unjudged(draft, [staff], left_in_matter(draft, known - {staff, draft.actor.id}))


def is_left_unjudged(draft: Draft, gone: Iterable[UUID], left: Iterable[UUID]) -> bool:
    """Whether those who are left can approve, or review, less than those who are gone could."""
    roles, policy = draft.context.staff_roles, draft.context.policy
    judging = {*policy.separation.approver_roles, "reviewer"}

    def judged_by(some: Iterable[UUID]) -> set[str]:
        own = {role for one in some for role in roles.get(one, ())}
        return {each for role in own for each in policy.acts_as(role)} & judging

    return not judged_by(gone) <= judged_by(left)


def _may_accept(draft: Draft) -> None:
    complaint, policy = draft.complaint, draft.context.policy
    if policy.separation.handle_conflicted != "waived":
        raise ConflictNotWaived(policy=policy.policy_id)
    check_role(draft, "management_representative")
    if all(each.is_accepted for each in complaint.exclusions.values()):
        raise NotExcluded(complaint=complaint.reference)
    if not complaint.is_outside_named:
        raise OutsideNotNamed(complaint=complaint.reference)


def _accept(draft: Draft, command: AcceptExclusion) -> None:
    staff = command.staff or draft.actor.id
    if not is_excluded(draft.complaint, staff):
        raise NotExcluded(complaint=draft.complaint.reference, staff=staff)
    accepted = ExclusionAccepted(
        staff=staff,
        ground_code=command.ground_code,
        safeguard_code=command.safeguard_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(accepted, of=command)


exclude_staff = Decider(
    "exclude_staff",
    ExcludeStaff,
    _exclude,
    clause="4.7",
    summary="Exclude a member of staff from the complaint",
    roles=INQUIRY | MANAGEMENT,
)
"""Exclude somebody, in any state: oneself, or as management another (4.7).

With an approval who controls, or is the last to approve or review; top management approves it too.
"""

accept_exclusion = Decider(
    "accept_exclusion",
    AcceptExclusion,
    _accept,
    clause="4.7",
    summary="Let somebody excluded go on, since nobody else is there",
    roles=MANAGEMENT,
    may=_may_accept,
    is_for_conflicted=True,
)
"""Let somebody excluded go on, where the policy waives the duty and nobody else is there (4.7)."""
