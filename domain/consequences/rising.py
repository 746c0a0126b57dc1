"""How a complaint rises by itself when a due date nears or passes (7.3)."""

from collections.abc import Iterator
from typing import Literal

from domain.consequences.turn import Turn
from domain.events import ComplaintEscalated, DeadlineMissed
from domain.policy import Policy
from domain.state import Complaint, DeadlineState


def risen(turn: Turn) -> Iterator[ComplaintEscalated]:
    """The escalation that a miss brings about, unless the complaint stands as high already."""
    if not isinstance(turn.event, DeadlineMissed):
        return
    deadline = turn.after.deadlines.get(turn.event.deadline_id)
    if deadline is not None:
        yield from escalation(turn.after, deadline, turn.situation.policy, after="missed")


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
