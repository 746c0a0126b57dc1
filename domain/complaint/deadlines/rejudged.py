"""Whether what is done was in time, once its due date or its own time is told right (6.2)."""

from collections.abc import Iterator
from dataclasses import replace

from domain.complaint.deadlines.changed_basis import right_time
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.lateness import voids_miss
from domain.complaint.deadlines.pause_arithmetic import gone_on
from domain.complaint.deadlines.proofs import is_proved
from domain.complaint.events import DeadlineMet, DeadlineMissed, DeadlineSet, RecordCorrected
from domain.complaint.state import DeadlineState
from domain.complaint.transition import Transition


def judged_anew(
    transition: Transition, deadline: DeadlineState, right: DeadlineSet | None
) -> Iterator[DeadlineMissed | DeadlineMet]:
    """That it is met by the same fact, late or not as is right now.

    What was missed is so by the right day too, if entered after that and without a proof.
    right: the due date set anew; None where it stays, and only the fact's own time may be another.
    """
    corrected = isinstance(transition.event, RecordCorrected) and transition.event.target_event_id
    if deadline.met_by is None:
        return
    is_of_fact = corrected == deadline.met_by
    met = (right_time(transition, deadline.met_by) if is_of_fact else None) or deadline.met
    if met is None or (right is None and met == deadline.met):
        return
    # Before it was recorded so, a clock that stood still did not go on when it was met.
    stood = replace(deadline, status="paused")
    due = right or gone_on(stood, met, transition.context)[0]
    late = is_late(met, due_on=due.due_on, due_at=due.due_at)
    is_over = deadline.was_over_when_known(due.due_at)
    is_shown = is_over or is_proved(deadline.met_by, transition.context, due_at=due.due_at)
    was_missed, entered = deadline.was_missed, deadline.met_entered_at
    if right and was_missed:
        was_missed = entered is None or entered > right.due_at
        if was_missed:
            yield DeadlineMissed(deadline_id=right.deadline_id, due_at=right.due_at)
    yield DeadlineMet(
        deadline_id=right.deadline_id if right else deadline.fact.deadline_id,
        met=met,
        by_event_id=deadline.met_by,
        is_late=late,
        voids_miss=voids_miss(was_missed=was_missed, is_late=late, is_proved=is_shown),
        entered_at=deadline.met_entered_at,
    )
