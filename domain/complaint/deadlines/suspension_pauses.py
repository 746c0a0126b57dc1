"""Clocks that stop and go on with the work, where the policy says so (6.2, 7.3)."""

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.complaint.deadlines.pause_arithmetic import resumptions
from domain.complaint.deadlines.state import Pause
from domain.complaint.deadlines.stopping import as_they_ran, stopped_by_suspension, sure
from domain.complaint.events import (
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
    HandlingResumed,
    HandlingSuspended,
)
from domain.complaint.transition import Transition


def stood_still(
    transition: Transition, new_id: Callable[[], UUID]
) -> Iterator[DeadlineSet | DeadlinePaused | DeadlineResumed]:
    """The pause that a suspension brings about, and its end with the work going on."""
    event, complaint = transition.event, transition.after
    if isinstance(event, HandlingSuspended) and complaint.is_open:
        yield from as_they_ran(complaint, _pauses(transition, event), new_id)
    if isinstance(event, HandlingResumed):
        every = transition.after.deadlines.values()
        paused = [one for one in every if one.status == "paused" and any(map(_is_its, one.pauses))]
        yield from resumptions(paused, _is_its, resumed=transition.when, context=transition.context)


def _pauses(transition: Transition, event: HandlingSuspended) -> Iterator[DeadlinePaused]:
    complaint, policy, ground_code = transition.after, transition.context.policy, event.ground_code
    said = transition.recorded
    stopped = stopped_by_suspension(complaint, policy, ground_code, transition.when)
    for rule, deadlines in stopped:
        if not event.approved_by:
            deadlines = sure(deadlines, said.entered_from, said.actor.id, transition.context)
        if deadlines:
            yield DeadlinePaused(
                deadline_ids=tuple(one.fact.deadline_id for one in deadlines),
                ground_code=ground_code,
                rule_id=rule.rule_id,
                with_suspension=True,
            )


def _is_its(pause: Pause) -> bool:
    """Whether the suspension paused it; what was paused by hand goes on by hand."""
    return pause.with_suspension
