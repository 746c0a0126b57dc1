"""8.7 Effect: who neither owned an action nor did it judges whether it worked (invariant 20)."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.actions.planning import action_named
from domain.complaint.acts import Act
from domain.complaint.authority.separation import GroundMissing
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ActionEffectVerified
from domain.complaint.state import ActionState
from domain.errors import Refusal
from domain.roles import MANAGEMENT, OWNERS
from domain.values import Code, Money

Verdict = Literal["effective", "ineffective", "inconclusive"]


class NotCarriedOut(Refusal, code="NotCarriedOut"):
    """The effect of something that nobody did."""

    clause = "8.7"
    rule = "only what was carried out has an effect"
    instead = "complete the action first"


class OwnerVerifies(Refusal, code="OwnerVerifies"):
    """Somebody would judge their own action."""

    is_for_another = True
    clause = "8.7"
    rule = "who verifies an effect neither owned the action nor carried it out"
    instead = "ask somebody else, or adopt a policy that relaxes the separation"


class OwnerVerifiesTooSoon(Refusal, code="OwnerVerifiesTooSoon"):
    """The policy lets the owner, or who carried it out, judge only later."""

    is_for_another = True
    clause = "8.7"
    rule = "the effect of one's own action is verified only after some time"
    instead = "wait, or ask somebody else"


class EffectNotKnownYet(Refusal, code="EffectNotKnownYet"):
    """A success before it could have shown."""

    clause = "8.7"
    rule = "an action is not called effective before the time that the policy states has passed"
    instead = "wait until then, or record it as inconclusive"


class VerifyEffect(Act):
    """Somebody judges whether an action worked."""

    action_id: UUID
    verdict_code: Verdict
    method_code: Annotated[Code, Field(description="How they know, such as a sample")]
    benefit: Annotated[Money | None, Field(description="What it saved or earned")] = None
    ground_code: Annotated[
        Code | None,
        Field(description="Why who owned or did it may verify, where the policy lets them"),
    ] = None


def _may_verify(draft: Draft) -> None:
    carried_out = [each for each in draft.complaint.actions.values() if each.is_done]
    if not carried_out:
        raise NotCarriedOut(complaint=draft.complaint.reference)
    refusals = [refusal for each in carried_out if (refusal := _refused(draft, each))]
    if len(refusals) == len(carried_out):
        raise refusals[0]


def _refused(draft: Draft, action: ActionState) -> Refusal | None:
    """Why the actor may not judge this action; None where they may."""
    rule = draft.context.policy.separation
    if not action.is_of(draft.actor.id) or rule.verify_effect == "waived":
        return None
    if rule.verify_effect == "required":
        return OwnerVerifies(action_id=action.action_id, policy=draft.context.policy_ref.id)
    done_at = action.completed.latest if action.completed else None
    free_at = done_at + timedelta(hours=rule.hours or 0) if done_at else None
    if free_at is None or draft.context.now < free_at:
        return OwnerVerifiesTooSoon(
            action_id=action.action_id, hours=rule.hours, free_at=free_at or "unknown"
        )
    return None


def _check_window(draft: Draft, action: ActionState) -> None:
    days = draft.context.policy.effect_window_days
    done_on = action.completed.day if action.completed else None
    today = draft.occurred.day
    if days is None or done_on is None or today is None:
        return
    if today < (free_on := done_on + timedelta(days=days)):
        raise EffectNotKnownYet(
            kind_code=action.kind_code, action_id=action.action_id, days=days, not_before=free_on
        )


def _verify_effect(draft: Draft, command: VerifyEffect) -> None:
    action = action_named(draft.complaint, command.action_id)
    if not action.is_done:
        raise NotCarriedOut(
            kind_code=action.kind_code, action_id=action.action_id, status=action.status
        )
    if refusal := _refused(draft, action):
        raise refusal
    if command.verdict_code == "effective":
        _check_window(draft, action)
    is_own = action.is_of(draft.actor.id)
    ground = command.ground_code
    if is_own:
        ground = ground or draft.context.policy.separation.ground_code
        if ground is None:
            raise GroundMissing(act="relaxing the separation of duties")
    verified = ActionEffectVerified(
        action_id=action.action_id,
        verdict_code=command.verdict_code,
        method_code=command.method_code,
        benefit=command.benefit,
        verified_by=draft.actor.id,
        separation="relaxed" if is_own else "independent",
        ground_code=ground,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(verified, of=command)


verify_effect = Decider(
    "verify_effect",
    VerifyEffect,
    _verify_effect,
    clause="8.7",
    summary="Judge whether an action worked",
    roles=MANAGEMENT | OWNERS,
    may=_may_verify,
)
"""Judge the effect of an action that was carried out, in any state (8.7)."""
