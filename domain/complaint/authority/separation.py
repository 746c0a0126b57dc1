"""Who may do what: roles, and the separation of duties (4.7, 4.12, Annex F)."""

from datetime import datetime, timedelta
from typing import Literal

from domain.complaint.draft import Draft
from domain.complaint.linking.merged_history import goes_on_in
from domain.complaint.state import Decision
from domain.errors import Refusal
from domain.policy.duties import Duty


class NotAnApprover(Refusal, code="NotAnApprover"):
    """An act that is an approver's, by somebody of another role."""

    is_for_another = True
    clause = "4.12"
    rule = "only an approver may do this"
    instead = "ask somebody with one of the approving roles of the policy"


class NotTheirRole(Refusal, code="NotTheirRole"):
    """An act that is another role's."""

    is_for_another = True
    clause = "4.12"
    rule = "this is the work of another role"
    instead = "ask somebody of that role, or adopt a policy in which this role stands in for it"


class ApproverIsAuthor(Refusal, code="ApproverIsAuthor"):
    """Somebody would approve what they wrote."""

    is_for_another = True
    clause = "4.7"
    rule = "nobody approves their own decision"
    instead = "ask another approver, or adopt a policy that relaxes the separation"


class TooSoonAlone(Refusal, code="TooSoonAlone"):
    """The policy lets the author approve only later."""

    is_for_another = True
    clause = "4.7"
    rule = "an author approves their own decision only after some time"
    instead = "wait, or ask another approver"


class ReviewerTookPart(Refusal, code="ReviewerTookPart"):
    """The reviewer of a stage took part in the one before."""

    is_for_another = True
    clause = "4.7"
    rule = "who reviews took no part in the stage before"
    instead = "ask somebody who did not"


class ReviewsTooSoon(Refusal, code="ReviewsTooSoon"):
    """The policy lets somebody of the stage before review only later."""

    is_for_another = True
    clause = "4.7"
    rule = "who took part in the stage before reviews only after some time"
    instead = "wait, or ask somebody who did not"


class GroundMissing(Refusal, code="GroundMissing"):
    """A relaxation, an ending or a change without its reason."""

    clause = "4.12"
    rule = "this needs a ground"
    instead = "give a ground_code"


Separation = Literal["independent", "relaxed"]


def check_is_approver(draft: Draft) -> None:
    """Refuse whoever has no approving role of the policy. Raises NotAnApprover."""
    roles = draft.context.policy.separation.approver_roles
    if draft.actor.role not in roles:
        raise NotAnApprover(role=draft.actor.role, approving_roles=", ".join(roles))


def check_role(draft: Draft, *roles: str) -> None:
    """Refuse whoever has none of these roles and stands in for none. Raises NotTheirRole."""
    if draft.context.policy.acts_as(draft.actor.role).isdisjoint(roles):
        raise NotTheirRole(role=draft.actor.role, roles=", ".join(roles))


def check_reviewer(draft: Draft) -> None:
    """Refuse at stage n who took part in stage n - 1, unless the policy lets them (invariant 7).

    Raises ReviewerTookPart, ReviewsTooSoon.
    """
    took_part = _took_part_before(draft)
    rule = draft.context.policy.separation
    if took_part is None or rule.review == "waived":
        return
    if rule.review == "required":
        raise ReviewerTookPart(stage=draft.complaint.stage)
    free_at = took_part + timedelta(hours=rule.hours or 0)
    if draft.context.now < free_at:
        raise ReviewsTooSoon(hours=rule.hours, free_at=free_at)


def separation_of_reviewer(draft: Draft) -> Separation:
    """How the actor stands to the stage before: independent, or relaxed by the policy."""
    return "independent" if _took_part_before(draft) is None else "relaxed"


def _took_part_before(draft: Draft) -> datetime | None:
    """When the actor did something last in the stage before; None where they took no part.

    What they did in a complaint that goes on in this one they did of its matter.
    """
    before = draft.complaint.stage - 1
    matter = (draft.complaint, *goes_on_in(draft))
    acted = (each.took_part.get(before, {}).get(draft.actor.id) for each in matter)
    return max(filter(None, acted), default=None)


def check_self_approval(draft: Draft, proposed_at: datetime) -> None:
    """Refuse the author of what was proposed then as its approver, unless the policy lets them.

    Raises ApproverIsAuthor, TooSoonAlone.
    """
    check_alone(draft, draft.context.policy.separation.approve, proposed_at, ApproverIsAuthor)


def check_alone(draft: Draft, duty: Duty, since: datetime, refused: type[Refusal]) -> None:
    """Refuse to one person what a duty keeps for two, unless the policy lets them.

    since: when they did their own part. Raises what is to be refused, TooSoonAlone.
    """
    hours = draft.context.policy.separation.hours
    if duty == "required":
        raise refused(policy=draft.context.policy_ref.id)
    if duty == "self_after_hours":
        free_at = since + timedelta(hours=hours or 0)
        if draft.context.now < free_at:
            raise TooSoonAlone(hours=hours, free_at=free_at)


def separation_of(
    draft: Draft, decision: Decision, ground_code: str | None
) -> tuple[Separation, str | None]:
    """How the approver stands to the author and to the stage before: independent, or relaxed.

    A relaxation comes with its ground. Raises ApproverIsAuthor, TooSoonAlone, GroundMissing.
    """
    if draft.actor.id == decision.author:
        check_self_approval(draft, decision.proposed_at)
    elif separation_of_reviewer(draft) == "independent":
        return "independent", ground_code
    ground = ground_code or draft.context.policy.separation.ground_code
    if ground is None:
        raise GroundMissing(act="relaxing the separation of duties")
    return "relaxed", ground
