"""What a policy binds whoever acts to: each field, and in which direction it binds less (4.12)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from domain.policy.clocks import DeadlineRule, ExtensionRule, PauseRule
from domain.policy.duties import DUTIES, AuthorityRule, Separation
from domain.policy.erasure_bases import ErasureBasis
from domain.policy.kinds import HOLD_BACK
from domain.policy.lists import URGENCY, ListedCode, Severity, SeverityScale
from domain.policy.whole import Policy

STRENGTH = {"waived": 0, "self_after_hours": 1, "required": 2}
NAME = "only what it is called"
PROMISE = "what is promised to whoever complains: no role may do more by it"

Bound = Callable[[Any, Any], bool]
"""Whether the new one of two, given whole, binds no less in a field than the present one."""


def _same(name: str) -> Bound:
    return lambda new, present: getattr(new, name) == getattr(present, name)


def _no_more(name: str) -> Bound:
    """As much at the most; None is without bound."""

    def holds(new: Any, present: Any) -> bool:
        bound, value = getattr(present, name), getattr(new, name)
        return bound is None or (value is not None and value <= bound)

    return holds


def _no_less(name: str) -> Bound:
    """As much at the least; None is nothing at all."""

    def holds(new: Any, present: Any) -> bool:
        bound, value = getattr(present, name), getattr(new, name)
        return bound is None or (value is not None and value >= bound)

    return holds


def _among(name: str, *, none_is_any: bool = False) -> Bound:
    """Nothing that was not there before."""

    def holds(new: Any, present: Any) -> bool:
        known, named = getattr(present, name), getattr(new, name)
        if none_is_any and not (known and named):
            return not known
        return {*named} <= {*known}

    return holds


def _one_of_ours(name: str) -> Bound:
    """The same where the present one names any; None is every one."""
    return lambda new, present: getattr(present, name) in (None, getattr(new, name))


def _no_wider_matter(new: Any, present: Any) -> bool:
    return bool(present.only.covers(new.only))


def _no_weaker(duty: str) -> Bound:
    return lambda new, present: STRENGTH[getattr(new, duty)] >= STRENGTH[getattr(present, duty)]


def _hours(new: Separation, present: Separation) -> bool:
    return new.hours is None or present.hours is None or new.hours >= present.hours


def _limits(new: AuthorityRule, present: AuthorityRule) -> bool:
    limits = {one.currency: Decimal(one.amount) for one in present.limits}
    return present.is_unlimited or all(
        Decimal(one.amount) <= limits.get(one.currency, -1) for one in new.limits
    )


def _each_within(name: str) -> Bound:
    """Each of a list is within one that was there before."""
    return lambda new, present: all(
        any(is_within(one, known) for known in getattr(present, name)) for one in getattr(new, name)
    )


def _separation(new: Policy, present: Policy) -> bool:
    return is_within(new.separation, present.separation)


def _stand_ins(new: Policy, present: Policy) -> bool:
    """No role does the work of roles that no single one did."""
    joined = [present.acts_as(one.role) for one in present.stand_ins]
    return all(any(new.acts_as(one.role) <= known for known in joined) for one in new.stand_ins)


def _authority(new: Policy, present: Policy) -> bool:
    """What an approver grants may take a second person; what anybody else does counts."""
    separation = new.separation
    grants = [
        rule
        for rule in new.authority
        if separation.approve != "required" or rule.role not in separation.approver_roles
    ]
    return all(any(is_within(rule, known) for known in present.authority) for rule in grants)


def _held_back(new: Policy, present: Policy) -> bool:
    """What staff wait for is no sooner over: each is within one, and none of a matter is gone."""
    ours, known = (
        [one for one in each.deadlines if one.kind in HOLD_BACK] for each in (new, present)
    )
    own = [one for one in known if one.stage or not one.only.is_any]

    def is_as_long(one: DeadlineRule, each: DeadlineRule) -> bool:
        days_off = set(present.calendar(each.calendar_id).weekend)
        is_of_work = one.unit == "working_days"
        is_shorter = is_of_work and not days_off <= {*new.calendar(one.calendar_id).weekend}
        return is_within(one, each) and not is_shorter

    return all(any(is_as_long(one, each) for each in known) for one in ours) and all(
        any(is_as_long(one, each) for one in ours) for each in own
    )


def _no_earlier(new: Any, present: Any) -> bool:
    """The same end of the day, or a later one."""
    day_ends, known = new.day_ends, present.day_ends
    return bool(day_ends == known or (day_ends and known and day_ends >= known))


def _severity(new: Policy, present: Policy) -> bool:
    return is_within(new.severity, present.severity)


def _steps(new: SeverityScale, present: SeverityScale) -> bool:
    known = {step.code: step for step in present.steps}
    return all(is_within(step, known[step.code]) for step in new.steps if step.code in known)


def _no_less_urgent(new: Severity, present: Severity) -> bool:
    return URGENCY.index(new.priority_code) <= URGENCY.index(present.priority_code)


BOUNDS: Mapping[type[Any], Mapping[str, Bound | str]] = {
    Policy: {
        **dict.fromkeys(("policy_id", "title", "contact_point_code"), NAME),
        **dict.fromkeys(("escalations", "calendars"), PROMISE),
        **dict.fromkeys(("defaults", "lists"), "what may be said, not what may be done"),
        "day_ends": _no_earlier,
        "stages": _no_less("stages"),
        "severity": _severity,
        "deadlines": _held_back,
        "pauses": _each_within("pauses"),
        "extensions": _each_within("extensions"),
        "is_investigation_optional": _no_more("is_investigation_optional"),
        "may_close_with_tracked_commitments": _no_more("may_close_with_tracked_commitments"),
        "approval_waived_for": _among("approval_waived_for"),
        "effect_window_days": _no_less("effect_window_days"),
        "separation": _separation,
        "stand_ins": _stand_ins,
        "erasure_bases": _each_within("erasure_bases"),
        "disclosure_bases": _each_within("disclosure_bases"),
        "authority": _authority,
    },
    Separation: {
        **{duty: _no_weaker(duty) for duty in DUTIES},
        "hours": _hours,
        "approver_roles": _among("approver_roles"),
        "ground_code": NAME,
    },
    AuthorityRule: {
        "rule_id": NAME,
        "role": _same("role"),
        "kinds": _among("kinds", none_is_any=True),
        "limits": _limits,
        "is_unlimited": _no_more("is_unlimited"),
    },
    DeadlineRule: {
        "rule_id": NAME,
        "kind": _same("kind"),
        "starts_from": _among("starts_from"),
        "stage": _one_of_ours("stage"),
        "only": _no_wider_matter,
        "amount": _no_less("amount"),
        "unit": _same("unit"),
        "day_ends": _no_earlier,
        **dict.fromkeys(("party", "calendar_id", "warn_percent"), PROMISE),
    },
    PauseRule: {
        "rule_id": NAME,
        "kinds": _among("kinds"),
        "ground_codes": _among("ground_codes"),
        "with_suspension": _no_more("with_suspension"),
        "unit": _same("unit"),
        "at_most": _no_more("at_most"),
        "back_dating_days": _no_more("back_dating_days"),
    },
    ExtensionRule: {
        "rule_id": NAME,
        "kinds": _among("kinds"),
        "stage": _one_of_ours("stage"),
        "only": _no_wider_matter,
        "amount": _no_more("amount"),
        "unit": _same("unit"),
        "times": _no_more("times"),
        "role": _same("role"),
        "needs_notice": _no_less("needs_notice"),
        "needs_agreement": _no_less("needs_agreement"),
        "ground_codes": _among("ground_codes", none_is_any=True),
    },
    ErasureBasis: {"code": _same("code"), "label": NAME, "condition": _one_of_ours("condition")},
    SeverityScale: {"version": NAME, "steps": _steps},
    Severity: {"code": _same("code"), "label": NAME, "priority_code": _no_less_urgent},
    ListedCode: {"code": _same("code"), "label": NAME},
}
"""Each field of what binds: its direction, or in words why it has none."""


def is_within(new: Any, present: Any) -> bool:
    """Whether a rule, or a whole policy, binds in every field no less than the present one."""
    return all(
        bound(new, present) for bound in BOUNDS[type(new)].values() if not isinstance(bound, str)
    )
