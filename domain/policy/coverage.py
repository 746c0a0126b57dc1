"""What the rules of a policy cover twice, and what they leave without a day (6.2).

Asked of a file alone: a version that is published already is read as it is.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from domain.policy.clocks import DeadlineRule, ExtensionRule, Matter, PauseRule
from domain.policy.whole import NEEDED, Policy

Rule = DeadlineRule | ExtensionRule | PauseRule


def overlaps(policy: Policy) -> Iterator[str]:
    """Each pair of rules that are meant for the same, in words.

    Where two are for something of their own that one complaint may be about, such as a product and
    a channel, or two products, the first of them in the policy holds.
    """
    for rules in every_rule(policy):
        for one, other in combinations(rules, 2):
            shared = purposes(one) & purposes(other)
            if shared and _meet(only_of(one), only_of(other)):
                kinds = ", ".join(sorted({kind for kind, *_ in shared}))
                yield (
                    f"{one.rule_id} and {other.rule_id} are both for {kinds} of the same "
                    "complaints, and only the first would hold: keep one of them, or say what "
                    "each is only for"
                )


def gaps(policy: Policy) -> Iterator[str]:
    """Each kind that must be due of every complaint, and by this policy is so of some alone."""
    for kind, starts in NEEDED:
        rules = [one for one in policy.deadlines if one.kind == kind]
        meant = [one for one in rules if not {*starts}.isdisjoint(one.starts_from)]
        if meant and not any(one.only.is_any and one.stage in (None, 1) for one in meant):
            ids = ", ".join(one.rule_id for one in meant)
            yield f"{kind} is due of some complaints alone ({ids}): add a rule for all of them"


def every_rule(policy: Policy) -> tuple[Sequence[Rule], ...]:
    """The rules of which one is chosen, in the order in which they are asked."""
    return (policy.deadlines, policy.extensions, policy.pauses)


def purposes(rule: Rule, *, wide: bool = False) -> set[tuple[str, object, object]]:
    """The kinds that it is for, each with its stage and start, or with the ground of a pause.

    wide: a pause that stops with the work may be told by hand too.
    """
    if isinstance(rule, DeadlineRule):
        return {(rule.kind, rule.stage, start) for start in rule.starts_from}
    if isinstance(rule, ExtensionRule):
        return {(kind, rule.stage, None) for kind in rule.kinds}
    ways = {rule.with_suspension, False} if wide else {rule.with_suspension}
    return {(kind, way, each) for kind in rule.kinds for way in ways for each in rule.ground_codes}


def only_of(rule: Rule) -> Matter:
    """The complaints that it is for."""
    return Matter() if isinstance(rule, PauseRule) else rule.only


def _meet(one: Matter, other: Matter) -> bool:
    """Whether both are for all complaints, or name the same of what they are about."""
    named = [
        (set(one.product_codes), set(other.product_codes)),
        (set(one.category_codes), set(other.category_codes)),
        (set(one.channel_codes), set(other.channel_codes)),
    ]
    return all(bool(own & theirs) or not (own or theirs) for own, theirs in named)
