"""Which due dates a fact meets, and which no longer apply after it (6.2)."""

from collections.abc import Callable, Iterator
from typing import Literal

from domain.consequences.turn import (
    ACKNOWLEDGEMENT,
    MAY_RUN_AFTER_ENDING,
    PERIODIC_UPDATE,
    REMEDY_DUE,
    REMEDY_WINDOW,
    REOPEN_WINDOW,
    REPLY_WINDOW,
    RESPONSE,
    TOP_MANAGEMENT_NOTICE,
    Turn,
)
from domain.due_dates import is_late
from domain.events import (
    ComplaintAcknowledged,
    ComplaintAssessed,
    ComplaintForwarded,
    ComplaintReopened,
    DeadlineCancelled,
    DeadlineMet,
    DecisionAccepted,
    DecisionRejected,
    ResolutionAgreed,
)
from domain.state import DeadlineState, RemedyStatus

Ground = Literal["withdrawn", "out_of_scope", "forwarded", "closed", "set_in_error", "superseded"]
Judge = Callable[[Turn, DeadlineState], bool]

ANSWERS_OF_COMPLAINANT = (DecisionAccepted, DecisionRejected, ResolutionAgreed)
TAKEN_UP: frozenset[RemedyStatus] = frozenset({"accepted", "declined", "fulfilled"})
WITHOUT_PURPOSE: dict[str, frozenset[RemedyStatus]] = {
    REMEDY_DUE: frozenset({"declined", "revoked", "superseded"}),
    REMEDY_WINDOW: frozenset({"lapsed", "revoked", "superseded"}),
}
"""When a due date about a remedy has nothing left to wait for, missed or not."""


def ended_deadlines(turn: Turn) -> Iterator[DeadlineMet | DeadlineCancelled]:
    """The due dates that this fact meets or ends, in the order in which they were set."""
    for deadline in turn.after.deadlines.values():
        if not deadline.is_open:
            continue
        meets = _MEETS.get(deadline.fact.kind)
        if meets is not None and meets(turn, deadline):
            yield met(turn, deadline)
        elif ground := _ground(turn, deadline):
            yield DeadlineCancelled(deadline_id=deadline.fact.deadline_id, ground_code=ground)


def met(turn: Turn, deadline: DeadlineState) -> DeadlineMet:
    """The fact that a due date is met by the turn's fact.

    A miss is voided only by something that was in time and is proved afterwards.
    """
    fact = deadline.fact
    late = is_late(turn.when, due_on=fact.due_on, due_at=fact.due_at)
    is_proved = turn.recorded.entered_from is not None
    voids = deadline.was_missed and not late and is_proved
    return DeadlineMet(
        deadline_id=fact.deadline_id,
        met=turn.when,
        by_event_id=turn.recorded.event_id,
        is_late=late,
        voids_miss=True if voids else None,
    )


def _remedy_is(turn: Turn, deadline: DeadlineState, statuses: frozenset[RemedyStatus]) -> bool:
    about = deadline.fact.about
    remedy = turn.after.remedies.get(about.id) if about else None
    return remedy is not None and remedy.status in statuses


_MEETS: dict[str, Judge] = {
    ACKNOWLEDGEMENT: lambda turn, _deadline: (
        isinstance(turn.event, ComplaintAcknowledged) or turn.is_answered
    ),
    RESPONSE: lambda turn, _deadline: turn.is_answered,
    PERIODIC_UPDATE: lambda turn, _deadline: turn.is_contacted or turn.is_answered,
    REPLY_WINDOW: lambda turn, _deadline: (
        turn.moves(out_of="RESPONDED") and isinstance(turn.event, ANSWERS_OF_COMPLAINANT)
    ),
    REMEDY_DUE: lambda turn, deadline: _remedy_is(turn, deadline, frozenset({"fulfilled"})),
    REMEDY_WINDOW: lambda turn, deadline: _remedy_is(turn, deadline, TAKEN_UP),
}
"""By which facts each kind of due date is met."""


def has_its_fact(kind: str) -> bool:
    """Whether a kind of due date is met by facts of its own, so that nothing else can show it."""
    return kind in _MEETS or kind == REOPEN_WINDOW


def _ground(turn: Turn, deadline: DeadlineState) -> Ground | None:
    """Why a due date no longer applies after this fact; None where it does."""
    kind = deadline.fact.kind
    if kind == TOP_MANAGEMENT_NOTICE and _is_no_safety_matter(turn):
        return "set_in_error"
    if _remedy_is(turn, deadline, WITHOUT_PURPOSE.get(kind, frozenset())):
        return "superseded"
    if deadline.status != "running":
        return None
    if turn.has_ended and kind not in MAY_RUN_AFTER_ENDING:
        return _ground_of_ending(turn)
    return "superseded" if _is_window_over(turn, kind) else None


def _is_window_over(turn: Turn, kind: str) -> bool:
    if kind == REPLY_WINDOW:
        return turn.moves(out_of="RESPONDED")
    return kind == REOPEN_WINDOW and isinstance(turn.event, ComplaintReopened) and turn.moves()


def _is_no_safety_matter(turn: Turn) -> bool:
    return isinstance(turn.event, ComplaintAssessed) and not turn.after.is_safety


def _ground_of_ending(turn: Turn) -> Ground:
    if isinstance(turn.event, ComplaintForwarded):
        return "forwarded"
    return "withdrawn" if turn.after.state == "WITHDRAWN" else "closed"
