"""7.3 Escalation: a higher level of the organisation takes a complaint up (Annex G)."""

from typing import Annotated, Literal

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintEscalated
from domain.errors import Refusal
from domain.roles import MANAGEMENT

EscalationGround = Literal[
    "deadline", "severity", "safety", "complainant", "conflict", "repeat", "authority"
]


class LevelNotHigher(Refusal, code="LevelNotHigher"):
    """An escalation that leads down, or nowhere."""

    clause = "7.3"
    rule = "an escalation leads to a higher level"
    instead = "leave to_level out, or give a higher one"


HIGHEST = 99


class Escalate(Act):
    """A higher level takes the complaint up; it does not come down again."""

    to_level: Annotated[
        int | None, Field(ge=1, le=HIGHEST, description="The next one, unless told")
    ] = None
    ground_code: EscalationGround


def _may_escalate(draft: Draft) -> None:
    complaint = draft.require_open()
    if complaint.escalation_level >= HIGHEST:
        raise LevelNotHigher(
            instead="leave it: there is no level above", from_level=complaint.escalation_level
        )


def _escalate(draft: Draft, command: Escalate) -> None:
    from_level = draft.complaint.escalation_level
    to_level = command.to_level or from_level + 1
    if to_level <= from_level:
        raise LevelNotHigher(from_level=from_level, to_level=to_level)
    escalated = ComplaintEscalated(
        from_level=from_level,
        to_level=to_level,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(escalated, of=command)


escalate = Decider(
    "escalate",
    Escalate,
    _escalate,
    clause="7.3",
    summary="Bring the complaint before a higher level",
    roles=MANAGEMENT,
    may=_may_escalate,
)
"""Bring an open complaint before a higher level (7.3)."""
