"""Whether what is done was in time, once its due date or its own time is told right (6.2)."""

from collections.abc import Iterator

from domain.consequences.changed_footing import right_start
from domain.consequences.turn import Turn
from domain.corrected import is_proved
from domain.due_dates import is_late
from domain.events import DeadlineMet, DeadlineSet, RecordCorrected
from domain.lateness import voids_miss
from domain.state import DeadlineState


def judged_anew(
    turn: Turn, deadline: DeadlineState, right: DeadlineSet | None
) -> Iterator[DeadlineMet]:
    """That it is met by the same fact, late or not as is right now.

    right: the due date set anew; None where it stays, and only the fact's own time may be another.
    """
    corrected = isinstance(turn.event, RecordCorrected) and turn.event.target_event_id
    is_of_fact = corrected == deadline.met_by
    met = (right_start(turn) if is_of_fact else None) or deadline.met
    if met is None or deadline.met_by is None or (right is None and met == deadline.met):
        return
    due = right or deadline
    late = is_late(met, due_on=due.due_on, due_at=due.due_at)
    is_shown = is_proved(deadline.met_by, turn.situation.history)
    yield DeadlineMet(
        deadline_id=right.deadline_id if right else deadline.fact.deadline_id,
        met=met,
        by_event_id=deadline.met_by,
        is_late=late,
        voids_miss=voids_miss(was_missed=deadline.was_missed, is_late=late, is_proved=is_shown),
        entered_at=deadline.met_entered_at,
    )
