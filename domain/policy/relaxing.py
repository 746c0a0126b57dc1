"""Whether a policy lets one person do what another one keeps for two (4.7, 4.12)."""

from decimal import Decimal

from domain.policy.duties import AuthorityRule, Separation
from domain.policy.whole import Policy

STRENGTH = {"waived": 0, "self_after_hours": 1, "required": 2}
DUTIES = ("approve", "review", "verify_effect", "erase", "handle_conflicted")


def relaxes(new: Policy, present: Policy) -> bool:
    """Whether the new policy keeps fewer duties apart, or lets a role do or grant more."""
    grants = [rule for rule in new.authority if _is_one_person(rule, new)]
    return (
        _keeps_less_apart(new.separation, present.separation)
        or not {*new.approval_waived_for} <= {*present.approval_waived_for}
        or any(not _is_joined_in(new.acts_as(one.role), present) for one in new.stand_ins)
        or any(not _is_within(rule, present) for rule in grants)
    )


def _keeps_less_apart(new: Separation, present: Separation) -> bool:
    weaker = any(STRENGTH[getattr(new, duty)] < STRENGTH[getattr(present, duty)] for duty in DUTIES)
    sooner = new.hours is not None and present.hours is not None and new.hours < present.hours
    return weaker or sooner or not {*new.approver_roles} <= {*present.approver_roles}


def _is_joined_in(roles: frozenset[str], policy: Policy) -> bool:
    """Whether one role does the work of all these."""
    return any(roles <= policy.acts_as(one.role) for one in policy.stand_ins)


def _is_one_person(rule: AuthorityRule, policy: Policy) -> bool:
    """Whether whoever has the role grants it alone; what an approver grants may take a second."""
    separation = policy.separation
    return separation.approve != "required" or rule.role not in separation.approver_roles


def _is_within(rule: AuthorityRule, present: Policy) -> bool:
    return any(_covers(known, rule) for known in present.authority if known.role == rule.role)


def _covers(known: AuthorityRule, rule: AuthorityRule) -> bool:
    """Whether all that a rule lets a role grant was granted by this one already."""
    if known.kinds and not (rule.kinds and {*rule.kinds} <= {*known.kinds}):
        return False
    if known.is_unlimited or rule.is_unlimited:
        return known.is_unlimited
    limits = {one.currency: Decimal(one.amount) for one in known.limits}
    return all(Decimal(one.amount) <= limits.get(one.currency, -1) for one in rule.limits)
