"""What is due from the receipt by a rule that is meant only now, where none was meant (6.2)."""

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.consequences.applying import most_specific
from domain.consequences.changed_footing import Change
from domain.consequences.meant import OF_RECEIPT, start_of_receipt
from domain.consequences.starting import set_by
from domain.consequences.turn import Turn
from domain.events import DeadlineSet
from domain.policy import DeadlineRule
from domain.policy.kinds import ACKNOWLEDGEMENT, FAST_RESOLUTION_WINDOW, RESPONSE
from domain.state import PRE, Complaint

AWAITED: dict[str, Callable[[Complaint], bool]] = {
    ACKNOWLEDGEMENT: lambda complaint: not complaint.is_acknowledged,
    "assessment": lambda complaint: complaint.assessment is None,
    "holding_response": lambda complaint: complaint.state in PRE,
    FAST_RESOLUTION_WINDOW: lambda complaint: complaint.state in PRE,
    RESPONSE: lambda complaint: complaint.state in PRE,
}
"""What may be due from the receipt, and whether it was not done yet."""


def first_meant(turn: Turn, change: Change, new_id: Callable[[], UUID]) -> Iterator[DeadlineSet]:
    """The due dates of kinds of which nothing was ever due, as no rule was meant."""
    before, after = turn.before, turn.after
    if before is None or not after.is_open or after.is_import or after.stage > 1:
        return
    known = {one.fact.kind for one in after.deadlines.values()}
    for kind in [each for each in AWAITED if each not in known]:
        rule = _meant(turn, kind, after)
        if rule and _meant(turn, kind, before) is None and AWAITED[kind](after):
            starts = start_of_receipt(rule, after, turn.zone)
            told = {
                "start_event_id": after.received_event_id,
                "ground_code": change.ground_code,
                **change.brought,
            }
            yield set_by(turn, rule, starts, new_id).model_copy(update=told)


def _meant(turn: Turn, kind: str, complaint: Complaint) -> DeadlineRule | None:
    rules = turn.situation.policy.deadlines
    starting = [one for one in rules if set(OF_RECEIPT).intersection(one.starts_from)]
    return most_specific([one for one in starting if one.kind == kind], complaint)
