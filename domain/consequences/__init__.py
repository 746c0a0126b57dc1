"""What follows from a fact by the rules alone: due dates, what lapses, escalation (6.2)."""

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.consequences.anew import set_anew
from domain.consequences.ending import ended_deadlines
from domain.consequences.proved import proved_afterwards
from domain.consequences.rising import risen
from domain.consequences.standstill import stood_still
from domain.consequences.starting import started_deadlines
from domain.consequences.turn import Turn
from domain.consequences.unapproved import lapsed_approvals
from domain.event import DomainEvent
from domain.events import (
    ComplaintClosed,
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
    DecisionProposed,
    RemedyLapsed,
)

__all__ = ["consequences"]

WITHOUT_CONSEQUENCES = (
    DeadlineSet,
    DeadlineMet,
    DeadlineCancelled,
    DeadlineExtended,
    DeadlinePaused,
    DeadlineResumed,
)


def consequences(turn: Turn, new_id: Callable[[str], UUID]) -> list[DomainEvent]:
    """The facts that a fact brings about, in order; each may have consequences of its own.

    new_id: makes an id for something so called.
    """
    if isinstance(turn.event, WITHOUT_CONSEQUENCES):
        return []
    if isinstance(turn.event, DeadlineMissed):
        return [*risen(turn)]
    ended = list(ended_deadlines(turn))
    over = frozenset(one.deadline_id for one in ended)
    return [
        *ended,
        *stood_still(turn),
        *started_deadlines(turn, lambda: new_id("deadline"), ended=over),
        *set_anew(turn, lambda: new_id("deadline"), ended=over),
        *proved_afterwards(turn),
        *_lapsed_offers(turn),
        *lapsed_approvals(turn, over),
    ]


def _lapsed_offers(turn: Turn) -> Iterator[RemedyLapsed]:
    """An offer lapses with its window, and with the closing of the complaint (invariant 12).

    What a response offered that did not arrive lapses once another decision takes its place.
    """
    event = turn.event
    if isinstance(event, ComplaintClosed) and turn.has_ended:
        lapsed = set(turn.after.remedies)
    elif isinstance(event, DeadlineLapsed):
        deadline = turn.after.deadlines.get(event.deadline_id)
        about = deadline.fact.about if deadline else None
        lapsed = {about.id} if about else set()
    elif isinstance(event, DecisionProposed):
        answer = turn.after.answer
        lapsed = set(answer.remedy_ids) if answer and answer.has_failed else set()
    else:
        return
    for remedy in turn.after.remedies.values():
        if remedy.remedy_id in lapsed and remedy.status == "offered":
            yield RemedyLapsed(remedy_id=remedy.remedy_id, kind_code=remedy.kind_code)
