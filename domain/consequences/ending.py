"""Which due dates a fact meets, and which no longer apply after it (6.2)."""

from collections.abc import Iterator

from domain.consequences.dropping import ground_to_drop, miss_voided
from domain.consequences.meeting import meets
from domain.consequences.turn import Turn
from domain.due_dates import is_late
from domain.events import DeadlineCancelled, DeadlineMet
from domain.state import DeadlineState


def ended_deadlines(turn: Turn) -> Iterator[DeadlineMet | DeadlineCancelled]:
    """The due dates that this fact meets or ends, in the order in which they were set."""
    for deadline in turn.after.deadlines.values():
        if not deadline.is_open:
            continue
        if meets(turn, deadline):
            yield met(turn, deadline)
        elif ground := ground_to_drop(turn, deadline):
            yield DeadlineCancelled(
                deadline_id=deadline.fact.deadline_id,
                ground_code=ground,
                voids_miss=miss_voided(turn, deadline),
            )


def met(turn: Turn, deadline: DeadlineState) -> DeadlineMet:
    """The fact that a due date is met by the turn's fact.

    A miss is voided only by something that was in time and is proved afterwards.
    """
    return DeadlineMet(
        deadline_id=deadline.fact.deadline_id,
        met=turn.when,
        by_event_id=turn.recorded.event_id,
        is_late=is_late(turn.when, due_on=deadline.due_on, due_at=deadline.due_at),
        voids_miss=miss_voided(turn, deadline),
    )
