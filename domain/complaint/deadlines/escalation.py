"""How a complaint rises by itself when a due date nears or passes (7.3)."""

from collections.abc import Iterator
from typing import Literal

from domain.complaint.events import ComplaintEscalated, DeadlineMissed
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.transition import Transition
from domain.policy import Policy


def risen(transition: Transition) -> Iterator[ComplaintEscalated]:
    """The escalation that a miss brings about, unless the complaint stands as high already."""
    if not isinstance(transition.event, DeadlineMissed):
        return
    deadline = transition.after.deadlines.get(transition.event.deadline_id)
    if deadline is not None:
        yield from escalation(transition.after, deadline, transition.context.policy, after="missed")


def escalation(
    complaint: Complaint,
    deadline: DeadlineState,
    policy: Policy,
    *,
    after: Literal["missed", "warned"],
) -> Iterator[ComplaintEscalated]:
    """The escalation that is due for this due date, once: never to where it stands already."""
    levels = [rule.to_level for rule in policy.escalations_of(deadline.fact.kind, after=after)]
    level = max(levels, default=0)
    if complaint.is_open and level > complaint.escalation_level:
        yield ComplaintEscalated(
            from_level=complaint.escalation_level, to_level=level, ground_code="deadline"
        )
