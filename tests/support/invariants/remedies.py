"""What is granted and owed: authority over the sum, and no closing while something is owed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from domain.complaint import events as e
from domain.complaint.linking.split_family import kin
from domain.complaint.state import Complaint
from domain.policy import AuthorityRule, Policy
from domain.values import Money
from tests.support.office import Told

COUNTED = ("offered", "accepted", "fulfilled")


def invariant_9_what_is_granted_stays_within_the_authority(told: Told) -> Iterator[str]:
    """Measured on the sum over the complaint and all that was one with it, per currency."""
    now = dict(told.before)
    for before, one, after in told.steps:
        now[one.stream_id] = after
        event = one.event
        if before is None or not isinstance(event, e.RemedyOffered | e.DecisionApproved):
            continue
        rule = _rule(told.policy, event.authority_rule_id)
        if rule is None or rule.is_unlimited:
            continue
        granted = _granted(now, one.stream_id)
        limits = {each.currency: Decimal(each.amount) for each in rule.limits}
        for currency, total in granted.items():
            if _is_touched(event, before, currency) and total > limits.get(currency, Decimal(0)):
                yield f"{total} {currency} by {rule.rule_id}"


def invariant_9_who_grants_has_the_rule_that_it_names(told: Told) -> Iterator[str]:
    """An offer of a decision takes the rule of the approval, one outside it the actor's own."""
    for before, one, _ in told.steps:
        event = one.event
        if before is None or not isinstance(event, e.RemedyOffered | e.DecisionApproved):
            continue
        is_of_decision = isinstance(event, e.RemedyOffered) and event.source_code == "decision"
        if is_of_decision or event.authority_rule_id == "determination":
            continue
        rule = _rule(told.policy, event.authority_rule_id)
        if rule is None or rule.role != one.actor.role:
            yield f"{one.actor.role} by {event.authority_rule_id}"


def invariant_12_nothing_is_closed_while_something_is_owed(told: Told) -> Iterator[str]:
    """Unless it is tracked, and the policy lets it; and no offer outlives the closing."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintClosed) or before is None:
            continue
        owed = {each.remedy_id for each in before.remedies.values() if each.status == "accepted"}
        is_tracked = event.basis_code == "accepted_with_tracked_commitments"
        if owed and not (is_tracked and told.policy.may_close_with_tracked_commitments):
            yield f"closed as {event.basis_code} with {len(owed)} owed"
        if owed != set(event.outstanding_remedy_ids):
            yield "what is outstanding is not what is owed"
        after = told.after[one.stream_id]
        if any(each.status == "offered" for each in after.remedies.values()):
            yield "an offer still stands"


def what_is_carried_out_or_taken_back_is_not_owed_again_without_failing(
    told: Told,
) -> Iterator[str]:
    """Only a failure, or the complainant's acceptance of what stood open, makes it owed."""
    for before, one, after in told.steps:
        for remedy in after.remedies.values():
            was = before.remedies.get(remedy.remedy_id) if before else None
            if was is None or was.status == remedy.status or remedy.status != "accepted":
                continue
            if was.status in ("revoked", "superseded"):
                yield f"{was.status} and owed again by {one.event.TYPE}"
            if was.status == "fulfilled" and not isinstance(one.event, e.RemedyFailed):
                yield f"carried out and owed again by {one.event.TYPE}"


def _rule(policy: Policy, rule_id: str) -> AuthorityRule | None:
    return next((rule for rule in policy.authority if rule.rule_id == rule_id), None)


def _granted(complaints: Mapping[UUID, Complaint], of: UUID) -> Counter[str]:
    family = [complaints[of], *(complaints[each] for each in kin(complaints[of], complaints))]
    sums: Counter[str] = Counter()
    for complaint in family:
        for money in _standing(complaint):
            if money is not None:
                sums[money.currency] += Decimal(money.amount)  # type: ignore[assignment]
    return sums


def _standing(complaint: Complaint) -> Iterator[Money | None]:
    for remedy in complaint.remedies.values():
        if remedy.status in COUNTED:
            yield from (remedy.money, remedy.estimated_cost)
    decision = complaint.decision
    if complaint.state == "DECIDED" and decision is not None and decision.approver is not None:
        for each in decision.remedies:
            if each.remedy_id not in complaint.remedies:
                yield each.money


def _is_touched(
    event: e.RemedyOffered | e.DecisionApproved, before: Complaint, currency: str
) -> bool:
    if isinstance(event, e.RemedyOffered):
        return event.money is not None and event.money.currency == currency
    remedies = before.decision.remedies if before.decision else ()
    return any(each.money is not None and each.money.currency == currency for each in remedies)


REMEDIES = (
    invariant_9_what_is_granted_stays_within_the_authority,
    invariant_9_who_grants_has_the_rule_that_it_names,
    invariant_12_nothing_is_closed_while_something_is_owed,
    what_is_carried_out_or_taken_back_is_not_owed_again_without_failing,
)
