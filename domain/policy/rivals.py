"""Rules of a policy of which one would never be asked, as another is meant for the same (6.2)."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from domain.policy.clocks import DeadlineRule, ExtensionRule, Matter, PauseRule
from domain.policy.whole import Policy

Rule = DeadlineRule | ExtensionRule | PauseRule


def rivals(policy: Policy) -> Iterator[str]:
    """Each pair of rules that are meant for the same, in words.

    Where two are for something of their own that one complaint may be about, such as a product and
    a channel, or two products, the first of them in the policy holds.
    """
    every: tuple[Sequence[Rule], ...] = (policy.deadlines, policy.extensions, policy.pauses)
    for rules in every:
        for one, other in combinations(rules, 2):
            shared = _asked_for(one) & _asked_for(other)
            if shared and _meet(_only(one), _only(other)):
                kinds = ", ".join(sorted({kind for kind, *_ in shared}))
                yield (
                    f"{one.rule_id} and {other.rule_id} are both for {kinds} of the same "
                    "complaints, and only the first would hold: keep one of them, or say what "
                    "each is only for"
                )


def _asked_for(rule: Rule) -> set[tuple[str, object, object]]:
    """The kinds that it is for, each with its stage and start, or with the ground of a pause."""
    if isinstance(rule, DeadlineRule):
        return {(rule.kind, rule.stage, start) for start in rule.starts_from}
    if isinstance(rule, ExtensionRule):
        return {(kind, rule.stage, None) for kind in rule.kinds}
    return {(kind, rule.with_suspension, each) for kind in rule.kinds for each in rule.ground_codes}


def _only(rule: Rule) -> Matter:
    return Matter() if isinstance(rule, PauseRule) else rule.only


def _meet(one: Matter, other: Matter) -> bool:
    """Whether both are for all, or name the same of what a complaint may be about."""
    named = [
        (set(one.product_codes), set(other.product_codes)),
        (set(one.category_codes), set(other.category_codes)),
        (set(one.channel_codes), set(other.channel_codes)),
    ]
    return all(bool(own & theirs) or not (own or theirs) for own, theirs in named)
