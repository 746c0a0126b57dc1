"""7.3 Escalation: a higher level of the organisation takes a complaint up (Annex G)."""

from typing import Annotated, Literal

from pydantic import Field

from domain.acts import Act
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ComplaintEscalated

EscalationGround = Literal[
    "deadline", "severity", "safety", "complainant", "conflict", "repeat", "authority"
]


class LevelNotHigher(Refusal, code="LevelNotHigher"):
    """An escalation that leads down, or nowhere."""

    clause = "7.3"
    rule = "an escalation leads to a higher level"
    instead = "leave to_level out, or give a higher one"


class Escalate(Act):
    """A higher level takes the complaint up; it does not come down again."""

    to_level: Annotated[int | None, Field(ge=1, le=99, description="The next one, unless told")] = (
        None
    )
    ground_code: EscalationGround


def _may_escalate(deed: Deed) -> None:
    deed.require_open()


def _escalate(deed: Deed, command: Escalate) -> None:
    from_level = deed.complaint.escalation_level
    to_level = command.to_level or from_level + 1
    if to_level <= from_level:
        raise LevelNotHigher(from_level=from_level, to_level=to_level)
    escalated = ComplaintEscalated(
        from_level=from_level,
        to_level=to_level,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(escalated, of=command)


escalate = Decision("escalate", Escalate, _escalate, may=_may_escalate)
"""Bring an open complaint before a higher level (7.3). Raises HasEnded, LevelNotHigher."""
