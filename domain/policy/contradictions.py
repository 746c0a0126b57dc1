"""Where the rules of a policy contradict each other, or can never apply (5.3).

Asked of a file alone, as what they cover is.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from domain.policy.clocks import DeadlineRule, ExtensionRule, Matter
from domain.policy.coverage import Rule, every_rule, only_of, purposes
from domain.policy.duties import AuthorityRule
from domain.policy.whole import Policy

NO_DAY = "00:00"


def contradictions(policy: Policy) -> Iterator[str]:
    """Each contradiction in words: the rule, the values, what to do."""
    yield from _days_without_time(policy)
    yield from _never_first(policy)
    yield from _of_no_complaint(policy)
    for rule in policy.authority:
        yield from _limits_in_one(rule)
    for one, other in combinations(policy.authority, 2):
        yield from _limits_of_two(one, other)


def _days_without_time(policy: Policy) -> Iterator[str]:
    ends = [("the policy", policy.day_ends)]
    ends += [(one.rule_id, one.day_ends) for one in policy.deadlines if one.day_ends]
    for named, day_ends in ends:
        if day_ends == NO_DAY:
            yield f"{named} has day_ends {NO_DAY}, at which a day begins: 24:00 is the end of a day"


def _never_first(policy: Policy) -> Iterator[str]:
    """Rules before which another one always goes: it is for the same or more, and comes first."""
    for rules in every_rule(policy):
        for number, rule in enumerate(rules):
            before = [one for one in rules[:number] if _goes_before(one, rule)]
            wanted = purposes(rule)
            if before and wanted <= {each for one in before for each in purposes(one, wide=True)}:
                ids = ", ".join(one.rule_id for one in before)
                yield (
                    f"{rule.rule_id} never applies, as {ids} is for all that it is for and stands "
                    f"before it: put {rule.rule_id} first, or leave it out"
                )


def _goes_before(one: Rule, other: Rule) -> bool:
    """Whether it does in all cases. Of two for the same it is told that they are."""
    first, later = only_of(one), only_of(other)
    is_as_close = first.is_any == later.is_any
    return is_as_close and first.covers(later)


def _of_no_complaint(policy: Policy) -> Iterator[str]:
    """Rules for what no complaint can be: a code that is in no list, a stage that never comes."""
    rules: tuple[DeadlineRule | ExtensionRule, ...] = (*policy.deadlines, *policy.extensions)
    for rule in rules:
        for name, code in _unlisted(rule.only, policy):
            yield (
                f"{rule.rule_id} is only for {code}, which is not in the policy's list of {name}: "
                "add it there, or take it out of the rule"
            )
        if rule.stage and rule.stage > policy.stages:
            yield (
                f"{rule.rule_id} is for stage {rule.stage}, and the policy has {policy.stages}: "
                "give another stage, or more stages"
            )


def _unlisted(only: Matter, policy: Policy) -> Iterator[tuple[str, str]]:
    """A product is known by being named."""
    named = [
        ("categories", only.category_codes, policy.lists.categories),
        ("channels", only.channel_codes, policy.lists.channels),
    ]
    for name, codes, listed in named:
        yield from ((name, code) for code in codes if listed is not None and not listed.has(code))


def _limits_in_one(rule: AuthorityRule) -> Iterator[str]:
    for one, other in combinations(rule.limits, 2):
        if one.currency == other.currency:
            yield (
                f"{rule.rule_id} limits {one.currency} to {one.amount} and to {other.amount}: "
                "keep one of them"
            )
    if rule.is_unlimited and rule.limits:
        yield f"{rule.rule_id} is_unlimited and has limits: keep one of them"


def _limits_of_two(one: AuthorityRule, other: AuthorityRule) -> Iterator[str]:
    """Two limits for one role and currency, of the same remedies or of some that both are for."""
    if one.role != other.role:
        return
    if {*one.kinds} == {*other.kinds}:
        shared = {*_most(one)} & {*_most(other)}
        if shared or one.is_unlimited or other.is_unlimited:
            yield (
                f"{one.rule_id} and {other.rule_id} both say how much {one.role} grants of the "
                f"same remedies ({', '.join(sorted(shared)) or 'any currency'}), and the higher "
                "would hold: keep one of them"
            )
        return
    for wide, rule in ((one, other), (other, one)):
        if _is_as_wide(wide, rule) and _is_as_high(wide, rule):
            yield (
                f"{rule.rule_id} limits nothing, as {wide.rule_id} lets {rule.role} grant as much "
                "of the same remedies, or more: keep one of them, or say other kinds"
            )


def _most(rule: AuthorityRule) -> dict[str, Decimal]:
    return {one.currency: Decimal(one.amount) for one in rule.limits}


def _is_as_wide(wide: AuthorityRule, rule: AuthorityRule) -> bool:
    return not wide.kinds or (bool(rule.kinds) and {*rule.kinds} <= {*wide.kinds})


def _is_as_high(wide: AuthorityRule, rule: AuthorityRule) -> bool:
    if wide.is_unlimited or rule.is_unlimited:
        return wide.is_unlimited
    most = _most(wide)
    return all(amount <= most.get(each, Decimal(-1)) for each, amount in _most(rule).items())
