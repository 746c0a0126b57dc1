"""From when the time to reply counts, where the answer is told of afterwards (7.9)."""

from domain.complaint.deadlines.proofs import is_proved, names_proof
from domain.decision_context import DecisionContext
from domain.policy.kinds import REPLY_WINDOW
from domain.recorded import Recorded
from domain.values import When


def counts_from(kind: str, when: When, act: Recorded, context: DecisionContext) -> When:
    """When it happened; of a time to reply when it was entered: nobody shortens it by their word.

    when: as it is told now. Earlier than its entry it counts with a proof alone.
    """
    logged = When(at=act.recorded_at, zone=when.zone or context.zone)
    is_told_later = when.day is not None and logged.day is not None and when.day < logged.day
    if kind != REPLY_WINDOW or not is_told_later:
        return when
    due_at = when.latest or act.recorded_at
    is_shown = names_proof(act, context, due_at=due_at) or is_proved(
        act.event_id, context, due_at=due_at
    )
    return when if is_shown else logged
