"""4.7, 4.12 Two people: who approves an act did not ask for it, and acts with a key of their own.

Where the policy keeps author and approver apart, the first person's command is recorded as a
request and nothing else follows from it; the second person's decides it anew.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.complaint.acts import Approvable
from domain.complaint.authority.approval_requests import ActForApproval, Grant
from domain.complaint.authority.separation import GroundMissing, NotAnApprover, check_alone
from domain.complaint.draft import Draft
from domain.errors import Refusal
from domain.recorded import Recorded


class ApprovesOwnAct(Refusal, code="ApprovesOwnAct"):
    """Somebody would approve what they asked for, or the correction of what they recorded."""

    is_for_another = True
    clause = "4.7"
    rule = "nobody approves what they asked for themselves, or recorded themselves"
    instead = "ask another approver, or adopt a policy that relaxes the separation"


def approval_of(
    draft: Draft, for_approval: ActForApproval, *, is_needed: bool = True
) -> dict[str, Any]:
    """Who approved an act that takes a second person, as the fields of its fact.

    Where nobody did yet the act is to be asked for, and what the draft holds is dropped. is_needed:
    whether it takes an approver at all. Raises NotAnApprover, ApprovesOwnAct, TooSoonAlone,
    GroundMissing.
    """
    model = type(for_approval.act)
    if draft.grant is not None:
        check_may_approve(draft, model)
        return _granted(draft, draft.grant, for_approval.about)
    if not is_needed:
        return {}
    if alone := approved_alone(draft, model):
        return alone
    draft.for_approval = for_approval
    return {"approved_by": draft.actor.id}


def approved_alone(draft: Draft, act: type[Approvable]) -> dict[str, Any]:
    """The approval that the actor gives alone where the policy waives the second person."""
    rule = draft.context.policy.separation
    if rule.approve != "waived" or not rule.ground_code or not _may_approve(draft, act):
        return {}
    relaxed = {"separation": "relaxed", "separation_ground_code": rule.ground_code}
    return {"approved_by": draft.actor.id, **relaxed}


def _may_approve(draft: Draft, act: type[Approvable]) -> bool:
    policy, role = draft.context.policy, draft.actor.role
    is_approver = role in policy.separation.approver_roles
    return is_approver or not policy.acts_as(role).isdisjoint(act.ALSO_APPROVE)


def check_may_approve(draft: Draft, act: type[Approvable]) -> None:
    """Refuse whoever has no role that may approve such an act. Raises NotAnApprover."""
    if not _may_approve(draft, act):
        roles = ", ".join(act.approving_roles(draft.context.policy))
        raise NotAnApprover(role=draft.actor.role, approving_roles=roles)


def check_two_people(draft: Draft, author: UUID, since: datetime) -> bool:
    """Whether the actor is somebody else than this author, who acted then; else as policy lets.

    Raises ApprovesOwnAct, TooSoonAlone.
    """
    if draft.actor.id != author:
        return True
    check_alone(draft, draft.context.policy.separation.approve, since, ApprovesOwnAct)
    return False


def _granted(draft: Draft, grant: Grant, about: Recorded | None) -> dict[str, Any]:
    request = grant.request
    are_two = check_two_people(draft, request.author, request.requested_at)
    if about is not None and about.actor.kind == "staff":
        are_two &= check_two_people(draft, about.actor.id, request.requested_at)
    field_values = {"approved_by": draft.actor.id, "approval_id": request.approval_id}
    if are_two:
        return field_values | {"separation": "independent"}
    ground = grant.ground_code or draft.context.policy.separation.ground_code
    if ground is None:
        raise GroundMissing(act="approving one's own request")
    return field_values | {"separation": "relaxed", "separation_ground_code": ground}
