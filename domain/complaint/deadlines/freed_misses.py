"""6.2 The miss of a day that was told wrong counts no more, also where a new target followed it."""

from collections.abc import Iterator
from datetime import datetime

from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.proofs import is_proved
from domain.complaint.deadlines.state import NEW_TARGET
from domain.complaint.events import DeadlineCancelled, DeadlineSet
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition


def has_target(complaint: Complaint, missed: DeadlineState) -> bool:
    """Whether it was missed, and a day that somebody named took its place."""
    target = _replacing(complaint, missed)
    return missed.was_missed and target is not None and target.fact.rule_id == NEW_TARGET


def freed(
    transition: Transition, missed: DeadlineState, right: DeadlineSet
) -> Iterator[DeadlineCancelled]:
    """That its miss is void, where by the right day nothing was missed; the target stays."""
    if not _is_missed(transition, missed, right):
        own = missed.fact.deadline_id
        yield DeadlineCancelled(deadline_id=own, ground_code="superseded", voids_miss=True)


def _is_missed(transition: Transition, missed: DeadlineState, right: DeadlineSet) -> bool:
    """Whether it was done after the right day, or entered so without a proof, or is not done."""
    complaint, latest = transition.after, missed
    while target := _replacing(complaint, latest):
        latest = target
    if latest.met is None or latest.met_by is None:
        return right.due_at < _known(transition)
    if is_late(latest.met, due_on=right.due_on, due_at=right.due_at):
        return True
    entered = latest.met_entered_at
    is_shown = is_proved(latest.met_by, transition.context, due_at=right.due_at)
    return not is_shown and entered is not None and entered > right.due_at


def _known(transition: Transition) -> datetime:
    """Until when it was awaited: now, unless the complaint ended before."""
    complaint = transition.after
    is_over = not complaint.is_open and complaint.ending
    return complaint.ending.recorded_at if is_over and complaint.ending else transition.context.now


def _replacing(complaint: Complaint, deadline: DeadlineState) -> DeadlineState | None:
    own = deadline.fact.deadline_id
    return next((one for one in complaint.deadlines.values() if one.fact.replaces == own), None)
