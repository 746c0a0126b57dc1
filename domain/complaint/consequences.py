"""What follows from a fact by the rules alone: due dates, what lapses, escalation (6.2)."""

from collections.abc import Callable, Iterator
from uuid import UUID

from domain.complaint.authority.lapsed_approvals import lapsed_approvals
from domain.complaint.deadlines.ended import ended_deadlines
from domain.complaint.deadlines.escalation import risen
from domain.complaint.deadlines.extension_notices import told_otherwise
from domain.complaint.deadlines.set_anew import set_anew
from domain.complaint.deadlines.setting import started_deadlines
from domain.complaint.deadlines.suspension_pauses import stood_still
from domain.complaint.deadlines.voided_misses import proved_afterwards
from domain.complaint.events import (
    ComplainantLeft,
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
    RemedyAccepted,
    RemedyLapsed,
)
from domain.complaint.parties.access import wanted_of
from domain.complaint.state import Complaint
from domain.complaint.transition import Transition
from domain.event import DomainEvent

__all__ = ["consequences"]

OF_DUE_DATES = (
    DeadlineSet,
    DeadlineMet,
    DeadlineCancelled,
    DeadlineExtended,
    DeadlinePaused,
    DeadlineResumed,
)
"""What makes nothing due, and ends nothing but what was asked for about the same due date."""


def consequences(transition: Transition, new_id: Callable[[str], UUID]) -> list[DomainEvent]:
    """The facts that a fact brings about, in order; each may have consequences of its own.

    new_id: makes an id for something so called.
    """
    if isinstance(transition.event, OF_DUE_DATES):
        return [*lapsed_approvals(transition)]
    if isinstance(transition.event, DeadlineMissed):
        return [*risen(transition), *lapsed_approvals(transition)]
    ended = list(ended_deadlines(transition))
    over = frozenset(one.deadline_id for one in ended if not isinstance(one, DeadlineResumed))
    return [
        *lapsed_approvals(transition, over),
        *ended,
        *stood_still(transition, lambda: new_id("deadline")),
        *started_deadlines(transition, lambda: new_id("deadline"), ended=over),
        *set_anew(transition, lambda: new_id("deadline"), ended=over),
        *told_otherwise(transition, lambda: new_id("deadline"), ended=over),
        *proved_afterwards(transition),
        *_taken_by_the_rest(transition),
        *_lapsed_offers(transition),
    ]


def _taken_by_the_rest(transition: Transition) -> Iterator[RemedyAccepted]:
    """What all took who are still there is owed once whoever had not taken it is gone (7.9)."""
    if not isinstance(transition.event, ComplainantLeft):
        return
    for remedy in transition.after.remedies.values():
        wanted = wanted_of(transition.after, remedy.whose)
        if remedy.status == "offered" and wanted and set(wanted) <= set(remedy.accepted_by):
            yield RemedyAccepted(
                remedy_id=remedy.remedy_id, kind_code=remedy.kind_code, party_id=wanted[0]
            )


def _lapsed_offers(transition: Transition) -> Iterator[RemedyLapsed]:
    """An offer lapses with its window, and with the closing of the complaint (invariant 12).

    What was offered by a letter that did not arrive, or went to one of several alone before the
    others knew, lapses once another decision takes its place.
    """
    event = transition.event
    if isinstance(event, ComplaintClosed) and transition.has_ended:
        lapsed = set(transition.after.remedies)
    elif isinstance(event, DeadlineLapsed):
        deadline = transition.after.deadlines.get(event.deadline_id)
        about = deadline.fact.about if deadline else None
        lapsed = {about.id} if about else set()
    elif isinstance(event, DecisionProposed):
        lapsed = _never_told_to_all(transition.after)
    else:
        return
    for remedy in transition.after.remedies.values():
        if remedy.remedy_id in lapsed and remedy.status == "offered":
            yield RemedyLapsed(remedy_id=remedy.remedy_id, kind_code=remedy.kind_code)


def _never_told_to_all(complaint: Complaint) -> set[UUID]:
    """What decisions granted, but for what an answer that stands names."""
    granted = {key for key, one in complaint.remedies.items() if one.source_code == "decision"}
    for answer in complaint.answers:
        named = set(answer.remedy_ids)
        granted = granted | named if answer.has_failed else granted - named
    return granted
