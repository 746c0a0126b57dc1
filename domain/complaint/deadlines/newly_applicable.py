"""What is due from the receipt by a rule that is meant only now, where none was meant (6.2)."""

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.complaint.deadlines.applicable_rule import OF_RECEIPT, start_of_receipt
from domain.complaint.deadlines.changed_basis import Change
from domain.complaint.deadlines.rule_choice import most_specific
from domain.complaint.deadlines.setting import set_by
from domain.complaint.events import DeadlineSet
from domain.complaint.lifecycle import PRE
from domain.complaint.linking.brought_matter import without_what_came
from domain.complaint.state import Complaint
from domain.complaint.transition import Transition
from domain.policy import DeadlineRule, Policy
from domain.policy.kinds import ACKNOWLEDGEMENT, FAST_RESOLUTION_WINDOW, RESPONSE

AWAITED: dict[str, Callable[[Complaint], bool]] = {
    ACKNOWLEDGEMENT: lambda complaint: not complaint.is_acknowledged,
    "assessment": lambda complaint: complaint.assessment is None,
    "holding_response": lambda complaint: complaint.state in PRE,
    FAST_RESOLUTION_WINDOW: lambda complaint: complaint.state in PRE,
    RESPONSE: lambda complaint: complaint.state in PRE,
}
"""What may be due from the receipt, and whether it was not done yet."""


def first_meant(
    transition: Transition, change: Change, new_id: Callable[[], UUID]
) -> Iterator[DeadlineSet]:
    """The due dates of kinds of which nothing was ever due, as no rule was meant.

    A clock from the receipt is for the points that came with it; what else came brings its own.
    """
    before, after = transition.before, transition.after
    if before is None or not after.is_open or after.is_import or after.stage > 1:
        return
    policy = transition.context.policy
    for kind in [each for each in AWAITED if was_never_due(after, each)]:
        rule = _meant(policy, kind, after)
        if rule and _meant(policy, kind, before) is None:
            starts = start_of_receipt(rule, after, transition.zone)
            field_values = {
                "start_event_id": after.received_event_id,
                "ground_code": change.ground_code,
                **change.brought,
            }
            yield set_by(transition, rule, starts, new_id).model_copy(update=field_values)


def comes_first_with_another(complaint: Complaint, kind: str, policy: Policy) -> bool:
    """Whether it is awaited, and due of no point of the complaint's own, nor ever was."""
    return was_never_due(complaint, kind) and _meant(policy, kind, complaint) is None


def was_never_due(complaint: Complaint, kind: str) -> bool:
    """Whether it is awaited, and nothing of its kind was ever due, but with what left again."""
    known = {
        one.fact.kind
        for one in complaint.deadlines.values()
        if one.fact.from_id is None or one.status not in ("cancelled", "replaced")
    }
    return kind in AWAITED and kind not in known and AWAITED[kind](complaint)


def _meant(policy: Policy, kind: str, complaint: Complaint) -> DeadlineRule | None:
    rules = [one for one in policy.deadlines if set(OF_RECEIPT).intersection(one.starts_from)]
    of_kind = [one for one in rules if one.kind == kind]
    return most_specific(of_kind, without_what_came(complaint))
