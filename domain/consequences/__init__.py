"""What follows from a fact by the rules alone: due dates, and offers that lapse (6.2, 7.1)."""

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.consequences.ending import ended_deadlines
from domain.consequences.starting import started_deadlines
from domain.consequences.turn import Turn
from domain.decision import Situation
from domain.event import DomainEvent
from domain.events import (
    ComplaintClosed,
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
    RemedyLapsed,
)
from domain.recorded import Recorded
from domain.state import Complaint

__all__ = ["consequences"]

WITHOUT_CONSEQUENCES = (DeadlineSet, DeadlineMet, DeadlineMissed, DeadlineCancelled)


def consequences(
    before: Complaint | None,
    after: Complaint,
    recorded: Recorded,
    situation: Situation,
    new_id: Callable[[str], UUID],
) -> list[DomainEvent]:
    """The facts that a fact brings about, in order; each may have consequences of its own.

    before, after: the complaint around the fact. new_id: makes an id for something so called.
    """
    if isinstance(recorded.event, WITHOUT_CONSEQUENCES):
        return []
    turn = Turn(before, after, recorded, situation)
    return [
        *ended_deadlines(turn),
        *started_deadlines(turn, lambda: new_id("deadline")),
        *_lapsed_offers(turn),
    ]


def _lapsed_offers(turn: Turn) -> Iterator[RemedyLapsed]:
    """An offer lapses with its window, and with the closing of the complaint (invariant 12)."""
    event = turn.event
    if isinstance(event, ComplaintClosed) and turn.has_ended:
        lapsed = set(turn.after.remedies)
    elif isinstance(event, DeadlineLapsed):
        deadline = turn.after.deadlines.get(event.deadline_id)
        about = deadline.fact.about if deadline else None
        lapsed = {about.id} if about else set()
    else:
        return
    for remedy in turn.after.remedies.values():
        if remedy.remedy_id in lapsed and remedy.status == "offered":
            yield RemedyLapsed(remedy_id=remedy.remedy_id, kind_code=remedy.kind_code)
