"""What is due from the receipt by a rule that is meant only now, where none was meant (6.2)."""

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.complaint.deadlines.applicable_rule import OF_RECEIPT, start_of_receipt
from domain.complaint.deadlines.changed_basis import Change
from domain.complaint.deadlines.rule_choice import most_specific
from domain.complaint.deadlines.setting import set_by
from domain.complaint.events import DeadlineSet
from domain.complaint.lifecycle import PRE
from domain.complaint.state import Complaint
from domain.complaint.transition import Transition
from domain.policy import DeadlineRule
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
    """The due dates of kinds of which nothing was ever due, as no rule was meant."""
    before, after = transition.before, transition.after
    if before is None or not after.is_open or after.is_import or after.stage > 1:
        return
    known = {one.fact.kind for one in after.deadlines.values()}
    for kind in [each for each in AWAITED if each not in known]:
        rule = _meant(transition, kind, after)
        if rule and _meant(transition, kind, before) is None and AWAITED[kind](after):
            starts = start_of_receipt(rule, after, transition.zone)
            field_values = {
                "start_event_id": after.received_event_id,
                "ground_code": change.ground_code,
                **change.brought,
            }
            yield set_by(transition, rule, starts, new_id).model_copy(update=field_values)


def _meant(transition: Transition, kind: str, complaint: Complaint) -> DeadlineRule | None:
    rules = transition.context.policy.deadlines
    starting = [one for one in rules if set(OF_RECEIPT).intersection(one.starts_from)]
    return most_specific([one for one in starting if one.kind == kind], complaint)
