"""How much a role may grant: limits on the remedies of a complaint (7.7, Annex F)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import ProposedRemedy
from domain.complaint.linking.split_family import kin
from domain.complaint.state import Complaint, RemedyState
from domain.errors import Refusal
from domain.policy import AuthorityRule
from domain.values import Money


class BeyondAuthority(Refusal, code="BeyondAuthority"):
    """A remedy that exceeds what the role may grant in this complaint."""

    is_for_another = True
    clause = "7.7"
    rule = "the remedies of this complaint together exceed the authority of the role"
    instead = "ask somebody with more authority, or offer less"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A remedy to be granted."""

    kind_code: str
    money: Money | None = None


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
