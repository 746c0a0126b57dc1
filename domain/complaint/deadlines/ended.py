"""Which due dates a fact meets, and which no longer apply after it (6.2)."""

from collections.abc import Iterator

from domain.complaint.deadlines.cancelled_by import ground_to_drop, miss_voided
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.met_by import meets
from domain.complaint.deadlines.pause_arithmetic import gone_on
from domain.complaint.events import DeadlineCancelled, DeadlineMet, DeadlineResumed
from domain.complaint.state import DeadlineState
from domain.complaint.transition import Transition
from domain.policy.kinds import ACKNOWLEDGEMENT, RESPONSE


def ended_deadlines(
    transition: Transition,
) -> Iterator[DeadlineResumed | DeadlineMet | DeadlineCancelled]:
    """The due dates that this fact meets or ends, in the order in which they were set.

    One that stands still goes on first, as if that had been told before the act.
    """
    for deadline in transition.after.deadlines.values():
        if not deadline.is_open:
            continue
        if meets(transition, deadline):
            judged, resumed = gone_on(deadline, transition.when, transition.context)
            yield from resumed
            yield met(transition, judged)
        elif ground := ground_to_drop(transition, deadline):
            yield DeadlineCancelled(
                deadline_id=deadline.fact.deadline_id,
                ground_code=ground,
                voids_miss=miss_voided(transition, deadline),
            )


def met(transition: Transition, deadline: DeadlineState) -> DeadlineMet:
    """The fact that a due date is met by the turn's fact.

    A miss is voided only by something that was in time and is proved afterwards.
    """
    kind, when = deadline.fact.kind, transition.when
    if deadline.fact.about is None and kind == RESPONSE:
        when = transition.when_all_answered
    elif deadline.fact.about is None and kind == ACKNOWLEDGEMENT and not transition.is_answered:
        when = transition.when_all_acknowledged
    return DeadlineMet(
        deadline_id=deadline.fact.deadline_id,
        met=when,
        by_event_id=transition.recorded.event_id,
        is_late=is_late(when, due_on=deadline.due_on, due_at=deadline.due_at),
        voids_miss=miss_voided(transition, deadline, when),
    )
