"""Clocks that stop and go on with the work, where the policy says so (6.2, 7.3)."""

from collections.abc import Iterator

from domain.complaint.deadlines.pause_arithmetic import resumptions, stopped_by_suspension
from domain.complaint.deadlines.state import Pause
from domain.complaint.events import (
    DeadlinePaused,
    DeadlineResumed,
    HandlingResumed,
    HandlingSuspended,
)
from domain.complaint.transition import Transition


def stood_still(transition: Transition) -> Iterator[DeadlinePaused | DeadlineResumed]:
    """The pause that a suspension brings about, and its end with the work going on."""
    event, policy = transition.event, transition.context.policy
    if isinstance(event, HandlingSuspended) and transition.after.is_open:
        for rule, deadlines in stopped_by_suspension(transition.after, policy, event.ground_code):
            yield DeadlinePaused(
                deadline_ids=tuple(one.fact.deadline_id for one in deadlines),
                ground_code=event.ground_code,
                rule_id=rule.rule_id,
                with_suspension=True,
            )
    if isinstance(event, HandlingResumed):
        every = transition.after.deadlines.values()
        paused = [one for one in every if one.status == "paused" and any(map(_is_its, one.pauses))]
        yield from resumptions(paused, _is_its, resumed=transition.when, context=transition.context)


def _is_its(pause: Pause) -> bool:
    """Whether the suspension paused it; what was paused by hand goes on by hand."""
    return pause.with_suspension
