"""How much a role may grant: limits on the remedies of a complaint (7.7, Annex F)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import ProposedRemedy
from domain.complaint.linking.split_family import kin
from domain.complaint.state import Complaint, RemedyState
from domain.errors import Refusal
from domain.policy import AuthorityRule, Policy
from domain.values import Money


class BeyondAuthority(Refusal, code="BeyondAuthority"):
    """A remedy that exceeds what the role may grant in this complaint."""

    is_for_another = True
    clause = "7.7"
    rule = "the remedies of this complaint together exceed the authority of the role"
    instead = (
        "ask somebody with more authority, offer less, or tell the estimated_cost if none is told"
    )


COSTLESS = frozenset({"apology", "explanation", "information", "referral", "correction"})
"""Kinds of remedies that cost nothing by themselves; of others a limited role tells the cost."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A remedy to be granted, and what it comes to."""

    kind_code: str
    costs: tuple[Money, ...] = ()

    @property
    def is_boundless(self) -> bool:
        """Whether it has a cost that nobody has told."""
        return not self.costs and self.kind_code not in COSTLESS


def authority_for(
    draft: Draft, wanted: Iterable[Wanted], *, instead_of: Collection[UUID] = ()
) -> str:
    """The rule by which the actor's role may grant these, beside what the complaint has already.

    instead_of: remedies in whose place these are. Measured on the sum over the whole matter: the
    complaint, and all that is or was one with it, per currency (invariant 9). Raises
    BeyondAuthority.
    """
    remedies = list(wanted)
    sums = _sums_with(draft, remedies, instead_of)
    if rule_id := _rule_of(draft, draft.actor.role, remedies, sums):
        return rule_id
    untold = ["an untold cost"] if any(each.is_boundless for each in remedies) else []
    amounts = ", ".join(
        [*(f"{total} {currency}" for currency, total in sorted(sums.items())), *untold]
    )
    kinds = ", ".join(sorted({remedy.kind_code for remedy in remedies})) or "none"
    raise BeyondAuthority(role=draft.actor.role, kinds=kinds, sums=amounts or "none")


def takes_approver(draft: Draft, wanted: Iterable[Wanted], *, instead_of: Collection[UUID]) -> bool:
    """Whether none but the approving roles may grant these, so that a decision would take two."""
    remedies, policy = list(wanted), draft.context.policy
    sums = _sums_with(draft, remedies, instead_of)
    others = {rule.role for rule in policy.authority} - {*policy.separation.approver_roles}
    return not any(_rule_of(draft, role, remedies, sums) for role in others)


def stays_within(
    draft: Draft, rule_id: str, wanted: Iterable[Wanted], *, instead_of: Collection[UUID]
) -> bool:
    """Whether the rule by which something was granted covers these too, and is no approver's."""
    remedies, policy = list(wanted), draft.context.policy
    sums = _sums_with(draft, remedies, instead_of)
    return any(
        rule.rule_id == rule_id
        and rule.role not in policy.separation.approver_roles
        and _covers(rule, remedies, sums)
        for rule in policy.authority
    )


def is_one_persons(draft: Draft, remedy: RemedyState, wanted: Wanted) -> bool:
    """Whether what single people granted stays one person's to grant now that it is one matter.

    Counted is what is paid by now, and this remedy; what two people granted is theirs.
    """
    complaint, policy = draft.complaint, draft.context.policy
    family = [draft.other(each) for each in kin(complaint, draft.context.others)]
    others = [each for one in family for each in one.remedies.values() if each.is_of_one]
    is_known = any(rule.rule_id == remedy.rule_id for rule in policy.authority)
    if not (is_known and remedy.is_of_one and any(each.spent for each in others)):
        return True
    here = [each for each in complaint.remedies.values() if each.is_of_one]
    sums = _sums((money for each in (*here, *others) for money in each.spent), wanted.costs)
    granting = {each.rule_id for each in (remedy, *here, *others)}
    return any(_covers(rule, [wanted], sums) for rule in _of_one_person(policy, granting))


def _of_one_person(policy: Policy, granting: Collection[str]) -> list[AuthorityRule]:
    """The rules within which one person grants: of an approver alone, those of all others."""
    if policy.separation.approve != "required":
        return [rule for rule in policy.authority if rule.rule_id in granting]
    approving = {*policy.separation.approver_roles}
    is_approvers = any(r.rule_id in granting and r.role in approving for r in policy.authority)
    return [
        rule
        for rule in policy.authority
        if rule.role not in approving and (is_approvers or rule.rule_id in granting)
    ]


def _sums_with(
    draft: Draft, remedies: list[Wanted], instead_of: Collection[UUID]
) -> dict[str, Decimal]:
    one_with = kin(draft.complaint, draft.context.others)
    standing = [
        money
        for complaint in (draft.complaint, *map(draft.other, one_with))
        for money in _granted(complaint, instead_of)
    ]
    return _sums(standing, [money for remedy in remedies for money in remedy.costs])


def _rule_of(
    draft: Draft, role: str, remedies: list[Wanted], sums: dict[str, Decimal]
) -> str | None:
    for rule in draft.context.policy.authority:
        if rule.role == role and _covers(rule, remedies, sums):
            return rule.rule_id
    return None


def _granted(complaint: Complaint, instead_of: Collection[UUID]) -> list[Money]:
    """What the complaint has cost so far, or will by what is approved."""
    every = complaint.remedies.values()
    offered = [
        money
        for remedy in every
        for money in (remedy.spent if remedy.remedy_id in instead_of else remedy.costs)
    ]
    return [*offered, *(money for each in _approved(complaint) for money in costs_of(each))]


def _approved(complaint: Complaint) -> tuple[ProposedRemedy, ...]:
    """What an approved decision grants that the complainant was not offered yet."""
    decision = complaint.decision
    if complaint.state != "DECIDED" or decision is None or decision.approver is None:
        return ()
    return tuple(each for each in decision.remedies if each.remedy_id not in complaint.remedies)


def costs_of(remedy: Any) -> tuple[Money, ...]:
    """What a remedy comes to as it is asked for or proposed: its money, and the cost beside it."""
    return tuple(each for each in (remedy.money, remedy.estimated_cost) if each)


def _sums(standing: Iterable[Money], wanted: Iterable[Money]) -> dict[str, Decimal]:
    """What the complaint would come to, for each currency that is wanted."""
    new = list(wanted)
    sums = {money.currency: Decimal(0) for money in new}
    for money in (*standing, *new):
        if money.currency in sums:
            sums[money.currency] += Decimal(money.amount)
    return sums


def _covers(rule: AuthorityRule, wanted: Iterable[Wanted], sums: dict[str, Decimal]) -> bool:
    if rule.kinds and any(remedy.kind_code not in rule.kinds for remedy in wanted):
        return False
    if rule.is_unlimited:
        return True
    if any(remedy.is_boundless for remedy in wanted):
        return False
    limits = {limit.currency: Decimal(limit.amount) for limit in rule.limits}
    return all(total <= limits.get(currency, Decimal(-1)) for currency, total in sums.items())
