"""Who may do and grant what: roles, separation of duties, limits on remedies (4.12, Annex F)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain.complaint.events import ProposedRemedy
from domain.complaint.linking.split_family import kin
from domain.complaint.state import Complaint, Decision, RemedyState
from domain.draft import Draft
from domain.errors import Refusal
from domain.policy import AuthorityRule
from domain.policy.duties import Duty
from domain.values import Money


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


class BeyondAuthority(Refusal, code="BeyondAuthority"):
    """A remedy that exceeds what the role may grant in this complaint."""

    is_for_another = True
    clause = "7.7"
    rule = "the remedies of this complaint together exceed the authority of the role"
    instead = "ask somebody with more authority, or offer less"


Separation = Literal["independent", "relaxed"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A remedy to be granted."""

    kind_code: str
    money: Money | None = None


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
    """When the actor did something last in the stage before; None where they took no part."""
    complaint = draft.complaint
    return complaint.took_part.get(complaint.stage - 1, {}).get(draft.actor.id)


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


def authority_for(draft: Draft, wanted: Iterable[Wanted], *, instead_of: UUID | None = None) -> str:
    """The rule by which the actor's role may grant these, beside what the complaint has already.

    instead_of: a remedy that these supersede. Measured on the sum over the complaint and all that
    was one with it before a split, per currency (invariant 9). Raises BeyondAuthority.
    """
    remedies = list(wanted)
    sums = _sums_with(draft, remedies, instead_of)
    if rule_id := _rule_of(draft, draft.actor.role, remedies, sums):
        return rule_id
    told = ", ".join(f"{total} {currency}" for currency, total in sorted(sums.items()))
    kinds = ", ".join(sorted({remedy.kind_code for remedy in remedies})) or "none"
    raise BeyondAuthority(role=draft.actor.role, kinds=kinds, sums=told or "none")


def takes_approver(draft: Draft, wanted: Iterable[Wanted], *, instead_of: UUID | None) -> bool:
    """Whether none but the approving roles may grant these, so that a decision would take two."""
    remedies, policy = list(wanted), draft.context.policy
    sums = _sums_with(draft, remedies, instead_of)
    others = {rule.role for rule in policy.authority} - {*policy.separation.approver_roles}
    return not any(_rule_of(draft, role, remedies, sums) for role in others)


def _sums_with(draft: Draft, remedies: list[Wanted], instead_of: UUID | None) -> dict[str, Decimal]:
    once_one = kin(draft.complaint, draft.context.others)
    standing = [
        remedy.money
        for complaint in (draft.complaint, *map(draft.other, once_one))
        for remedy in _granted(complaint)
        if remedy.remedy_id != instead_of
    ]
    return _sums(standing, [remedy.money for remedy in remedies])


def _rule_of(
    draft: Draft, role: str, remedies: list[Wanted], sums: dict[str, Decimal]
) -> str | None:
    for rule in draft.context.policy.authority:
        if rule.role == role and _covers(rule, remedies, sums):
            return rule.rule_id
    return None


def _granted(complaint: Complaint) -> list[RemedyState | ProposedRemedy]:
    """What the complaint has cost so far, or will by what is approved."""
    offered = (remedy for remedy in complaint.remedies.values() if remedy.is_granted)
    return [*offered, *_approved(complaint)]


def _approved(complaint: Complaint) -> tuple[ProposedRemedy, ...]:
    """What an approved decision grants that the complainant was not offered yet."""
    decision = complaint.decision
    if complaint.state != "DECIDED" or decision is None or decision.approver is None:
        return ()
    return tuple(each for each in decision.remedies if each.remedy_id not in complaint.remedies)


def _sums(standing: Iterable[Money | None], wanted: Iterable[Money | None]) -> dict[str, Decimal]:
    """What the complaint would come to, for each currency that is wanted."""
    new = [money for money in wanted if money]
    sums = {money.currency: Decimal(0) for money in new}
    for money in (*standing, *new):
        if money is not None and money.currency in sums:
            sums[money.currency] += Decimal(money.amount)
    return sums


def _covers(rule: AuthorityRule, wanted: Iterable[Wanted], sums: dict[str, Decimal]) -> bool:
    if rule.kinds and any(remedy.kind_code not in rule.kinds for remedy in wanted):
        return False
    if rule.is_unlimited:
        return True
    limits = {limit.currency: Decimal(limit.amount) for limit in rule.limits}
    return all(total <= limits.get(currency, Decimal(-1)) for currency, total in sums.items())
