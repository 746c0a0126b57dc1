"""Which misses become void once it is told what proves that something came in time (4.9, 6.2)."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from domain.complaint.corrections.corrected_fields import PROOF
from domain.complaint.deadlines.after_ending import ground_of
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.lateness import voids_miss
from domain.complaint.deadlines.proofs import is_proved
from domain.complaint.events import DeadlineCancelled, DeadlineMet, RecordCorrected
from domain.complaint.moment import STATE
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition
from domain.policy.kinds import MAY_RUN_AFTER_ENDING
from domain.values import When


def proved_afterwards(transition: Transition) -> Iterator[DeadlineMet | DeadlineCancelled]:
    """The misses that a correction makes void: it names the proof of an act."""
    event = transition.event
    if not isinstance(event, RecordCorrected) or event.field != PROOF:
        return
    target_id, context = event.target_event_id, transition.context
    known = replace(context, history=(*context.history, transition.recorded))
    for deadline in transition.after.deadlines.values():
        if not is_proved(target_id, known, due_at=deadline.due_at):
            continue
        if deadline.status == "met" and deadline.met_by == target_id:
            yield from _met(deadline)
        elif deadline.status == "missed":
            yield from _ended(transition.after, deadline, target_id)


def _met(deadline: DeadlineState) -> Iterator[DeadlineMet]:
    if deadline.met and deadline.met_by and _is_void(deadline, deadline.met):
        yield DeadlineMet(
            deadline_id=deadline.fact.deadline_id,
            met=deadline.met,
            by_event_id=deadline.met_by,
            is_late=False,
            voids_miss=True,
            entered_at=deadline.met_entered_at,
        )


def _ended(
    complaint: Complaint, deadline: DeadlineState, target_id: UUID
) -> Iterator[DeadlineCancelled]:
    ended = complaint.moments.get((STATE, None))
    if complaint.is_open or ended is None or ended.event_id != target_id:
        return
    if deadline.fact.kind not in MAY_RUN_AFTER_ENDING and _is_void(deadline, ended.when):
        yield DeadlineCancelled(
            deadline_id=deadline.fact.deadline_id,
            ground_code=ground_of(complaint),
            voids_miss=True,
        )


def _is_void(deadline: DeadlineState, when: When) -> bool:
    late = is_late(when, due_on=deadline.due_on, due_at=deadline.due_at)
    return bool(voids_miss(was_missed=deadline.was_missed, is_late=late, is_proved=True))
