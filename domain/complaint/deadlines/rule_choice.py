"""Which of a policy's rules are meant for a complaint as it is (6.2, Annex B)."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from domain.complaint.state import Complaint
from domain.policy import DeadlineRule, Matter, Start


class _Aimed(Protocol):
    """A rule that may be for one stage and for some complaints alone."""

    @property
    def stage(self) -> int | None: ...

    @property
    def only(self) -> Matter: ...


R = TypeVar("R", bound=_Aimed)


def is_for(rule: _Aimed, complaint: Complaint) -> bool:
    """Whether the rule is for this complaint in its present stage."""
    return rule.stage in (None, complaint.stage) and fits(rule.only, complaint)


def fits(only: Matter, complaint: Complaint) -> bool:
    """Whether a complaint is of this matter: by its open issues, else by those answered."""
    answered = [one for one in complaint.issues.values() if one.status == "settled"]
    issues = [one.told for one in complaint.open_issues or answered]
    return only.fits(
        products=[one.product_code for one in issues if one.product_code],
        categories=[one.category_code for one in issues],
        channel=complaint.channel_code,
    )


def closest(rules: Iterable[R]) -> R | None:
    """Of rules that all fit, the one that is meant most closely; of equals, the first."""
    return max(rules, key=_closeness, default=None)


def most_specific(rules: Iterable[R], complaint: Complaint) -> R | None:
    """The rule that is meant most closely for this complaint; of equals, the first."""
    return closest(rule for rule in rules if is_for(rule, complaint))


def rules_begun(
    rules: Sequence[DeadlineRule], starts: Iterable[Start], complaint: Complaint
) -> list[DeadlineRule]:
    """The rules that these starts set going, one of each kind, in the policy's order."""
    meant = set(starts)
    starting = [rule for rule in rules if meant.intersection(rule.starts_from)]
    kinds = dict.fromkeys(rule.kind for rule in starting)
    chosen = [
        most_specific([rule for rule in starting if rule.kind == kind], complaint) for kind in kinds
    ]
    return [rule for rule in starting if any(rule is one for one in chosen)]


def _closeness(rule: _Aimed) -> tuple[bool, bool]:
    return (not rule.only.is_any, rule.stage is not None)
