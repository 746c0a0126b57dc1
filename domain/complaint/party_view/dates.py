"""The dates of a party: when they are answered, and until when they may act (6.2, 7.4)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.after_ending import ended_with
from domain.complaint.events import (
    CommunicationImpossible,
    DeadlineExtended,
    DeadlineResumed,
    DeadlineSet,
    ResolutionAgreed,
    ResponseSent,
)
from domain.complaint.linking.brought_matter import whose_window
from domain.complaint.party_view.circle import Circle
from domain.complaint.party_view.sent import Step
from domain.complaint.party_view.shape import OwnDate, Sent, SentKind
from domain.complaint.reckoning import is_before
from domain.complaint.state import Complaint, DeadlineState
from domain.policy.kinds import ACKNOWLEDGEMENT, REOPEN_WINDOW, REPLY_WINDOW, RESPONSE
from domain.values import When

SAID = CommunicationImpossible | ResolutionAgreed | ResponseSent
"""What answers somebody: the time to reply that it opens is theirs."""
OF_THE_ORGANISATION = frozenset({ACKNOWLEDGEMENT, RESPONSE})
ANSWERS: tuple[SentKind, ...] = ("response", "agreement")
TELLS: dict[str, tuple[SentKind, ...]] = {
    ACKNOWLEDGEMENT: ("acknowledgement", *ANSWERS),
    RESPONSE: ANSWERS,
}
"""By what somebody is told what is due."""


def dates_in(
    steps: Iterable[Step],
    circle: Circle,
    complaint: Complaint,
    *,
    sent: Sequence[Sent],
    known_ids: Collection[UUID],
) -> Iterator[OwnDate]:
    """The circle's due dates, each for the day that it was told for.

    sent: what was sent to the circle. known_ids: the ids of that, of the remedies in it, and of
    what it was asked; an extension that no notice told them of does not move their date, and what
    another was answered or asked begins none of theirs.
    """
    due: dict[UUID, date] = {}
    steps = tuple(steps)
    untold = _untold(steps, known_ids)
    stages = {step.recorded.event_id: step.after.stage for step in steps}
    for step in (one for one in steps if getattr(one.event, "start_event_id", None) not in untold):
        event = step.event
        if isinstance(event, DeadlineSet) and (
            _is_their_time(step, complaint, circle)
            if event.kind == REPLY_WINDOW
            else _concerns(event, complaint, circle, known_ids)
        ):
            due[event.deadline_id] = event.due_on
        elif isinstance(event, DeadlineExtended) and event.deadline_id in due:
            if event.notice_event_id in known_ids or _names(sent, event.new_due_on):
                due[event.deadline_id] = event.new_due_on
        elif isinstance(event, DeadlineResumed):
            moved = {one.deadline_id: one.due_on for one in event.deadlines}
            due |= {key: day for key, day in moved.items() if key in due}
    for deadline_id, day in due.items():
        state = complaint.deadlines.get(deadline_id)
        if state is not None and state.status not in ("cancelled", "replaced"):
            of_stage = [one for one in sent if stages.get(one.sent_id) == state.stage]
            shown = _date(state, day, of_stage, known_ids)
            is_over = shown.status == "due" and ended_with(complaint, state)
            yield replace(shown, status="passed") if is_over else shown


def _names(sent: Iterable[Sent], day: date) -> bool:
    """Whether they were told of this day, or of a later one, by whatever word."""
    return any(one.expected_on is not None and one.expected_on >= day for one in sent)


def _untold(steps: Iterable[Step], known_ids: Collection[UUID]) -> set[UUID]:
    """The answers that went to others alone; who is answered after them has their time to reply."""
    untold = set[UUID]()
    for step in steps:
        if isinstance(step.event, SAID) and step.recorded.event_id not in known_ids:
            untold.add(step.recorded.event_id)
        elif isinstance(step.event, SAID):
            known = step.before.deadlines.values()
            untold -= {each.fact.start_event_id for each in known if each.is_open}
    return untold


def _is_their_time(step: Step, complaint: Complaint, circle: Circle) -> bool:
    """Whether it is somebody of the circle who has this time to reply."""
    window: Any = step.event
    whose = whose_window(step.before.changed(deadlines=complaint.deadlines), window)
    return not circle.ids.isdisjoint(whose) if whose else circle.is_own(complaint)


def _concerns(
    event: DeadlineSet, complaint: Complaint, circle: Circle, known_ids: Collection[UUID]
) -> bool:
    about = event.about
    if about is not None and about.kind == "party":
        return about.id in circle.ids
    if about is not None and about.kind in ("remedy", "request"):
        return about.id in known_ids
    if event.party == "complainant" and event.start_event_id in known_ids:
        return True
    if event.kind == REOPEN_WINDOW:
        return bool(circle.members(complaint))
    is_theirs = event.party == "complainant" or event.kind in OF_THE_ORGANISATION
    return is_theirs and circle.is_own(complaint)


def _date(
    state: DeadlineState, day: date, sent: Sequence[Sent], known_ids: Collection[UUID]
) -> OwnDate:
    """What another was told does not fulfil what is due to them, until they are told it too."""
    is_ours = state.fact.party != "complainant"
    is_remedy = state.fact.about is not None and state.fact.about.kind == "remedy"
    is_met = state.status == "met" and (not is_ours or is_remedy or state.met_by in known_ids)
    fulfilled = state.met if is_met else _told_too(state, sent)
    return OwnDate(
        kind=state.fact.kind,
        by="us" if is_ours else "you",
        due_on=day,
        status="done" if fulfilled else "passed" if state.status == "lapsed" else "due",
        done_on=fulfilled.day if fulfilled else None,
    )


def _told_too(state: DeadlineState, sent: Sequence[Sent]) -> When | None:
    """When they were told themselves what is met once another one is told too."""
    if state.fact.kind not in TELLS:
        return None
    times = (one.sent for one in sent if one.kind in TELLS[state.fact.kind])
    return next((one for one in times if not is_before(one, state.fact.starts)), None)
