"""From when the time of whoever complains counts, where what starts it is told later (7.9)."""

from domain.complaint.deadlines.proofs import names_proof
from domain.complaint.events import KnownStateImported
from domain.decision_context import DecisionContext
from domain.policy.kinds import REMEDY_WINDOW, REOPEN_WINDOW, REPLY_WINDOW
from domain.recorded import Recorded
from domain.values import When

THEIRS = frozenset({REPLY_WINDOW, REOPEN_WINDOW, REMEDY_WINDOW, "internal_review_window"})
"""Time that the organisation gives them; what another body gives counts as that body counts it."""


def counts_from(kind: str, when: When, act: Recorded, context: DecisionContext) -> When:
    """When it happened; of time that is theirs who complain, when it was entered.

    Nobody shortens that by their word: earlier than its entry it counts with a proof alone. What an
    import asserts is its source's. when: as it is told now.
    """
    logged = When(at=act.recorded_at, zone=when.zone or context.zone)
    is_told_later = when.day is not None and logged.day is not None and when.day < logged.day
    is_imported = isinstance(act.event, KnownStateImported)
    if kind not in THEIRS or is_imported or not is_told_later:
        return when
    due_at = when.latest or act.recorded_at
    return when if names_proof(act, context, due_at=due_at) else logged
