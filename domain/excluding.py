"""4.7 Excluded staff: who may neither handle, decide, review nor read a complaint (Annex D)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.authority import check_role
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ExclusionAccepted, Recourse, StaffExcluded
from domain.evolving.parties import OUTSIDE
from domain.standing import check_may_handle, is_excluded
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


class ExcludeStaff(Act):
    """Somebody may neither act on the complaint nor read it."""

    staff: Annotated[UUID | None, Field(description="Whoever acts, unless told")] = None
    ground_code: Annotated[Code, Field(description="Such as complained_about or related")]
    explanation: VisibleText | None = None


class AcceptExclusion(Act):
    """There is nobody else: the excluded one goes on under a safeguard."""

    staff: Annotated[UUID | None, Field(description="Whoever acts, unless told")] = None
    ground_code: Literal["no_one_else"] = "no_one_else"
    safeguard_code: Annotated[Code, Field(description="Such as outside_review_of_the_answer")]


def check_not_excluded(deed: Deed, staff_id: UUID) -> None:
    """Refuse to give work to a member of staff who is excluded. Raises IsExcluded."""
    check_may_handle(deed.complaint, staff_id)


def check_names_outside(deed: Deed, recourse: tuple[Recourse, ...]) -> None:
    """Refuse what somebody excluded tells the complainant without a way outside.

    Raises OutsideNotNamed.
    """
    if not is_excluded(deed.complaint, deed.actor.id):
        return
    if OUTSIDE.isdisjoint(each.kind for each in recourse):
        raise OutsideNotNamed(complaint=deed.complaint.reference)


def _exclude(deed: Deed, command: ExcludeStaff) -> None:
    staff = command.staff or deed.actor.id
    if staff != deed.actor.id:
        check_role(deed, "management_representative")
    if is_excluded(deed.complaint, staff):
        raise AlreadyExcluded(complaint=deed.complaint.reference, staff=staff)
    excluded = StaffExcluded(
        staff=staff,
        ground_code=command.ground_code,
        explanation=command.explanation,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(excluded, of=command)


def _may_accept(deed: Deed) -> None:
    complaint, policy = deed.complaint, deed.situation.policy
    if policy.separation.handle_conflicted != "waived":
        raise ConflictNotWaived(policy=policy.policy_id)
    check_role(deed, "management_representative")
    if all(each.is_accepted for each in complaint.exclusions.values()):
        raise NotExcluded(complaint=complaint.reference)
    if not complaint.is_outside_named:
        raise OutsideNotNamed(complaint=complaint.reference)


def _accept(deed: Deed, command: AcceptExclusion) -> None:
    staff = command.staff or deed.actor.id
    if not is_excluded(deed.complaint, staff):
        raise NotExcluded(complaint=deed.complaint.reference, staff=staff)
    accepted = ExclusionAccepted(
        staff=staff,
        ground_code=command.ground_code,
        safeguard_code=command.safeguard_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(accepted, of=command)


exclude_staff = Decision("exclude_staff", ExcludeStaff, _exclude)
"""Exclude somebody, in any state: oneself, or as management another (4.7).

Raises NotTheirRole, AlreadyExcluded.
"""

accept_exclusion = Decision(
    "accept_exclusion", AcceptExclusion, _accept, may=_may_accept, is_for_conflicted=True
)
"""Let somebody excluded go on, where the policy waives the duty and nobody else is there (4.7).

Raises ConflictNotWaived, NotTheirRole, NotExcluded, OutsideNotNamed.
"""
