"""The due dates of a complaint that still run, folded from the facts about them (6.2, 7.1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    DeadlineResumed,
    DeadlineSet,
)
from domain.complaint.lifecycle import ANSWERED
from domain.event import DomainEvent
from domain.policy.kinds import MAY_RUN_AFTER_ENDING, OVER_ONCE_ANSWERED

ENDINGS = (DeadlineMet, DeadlineLapsed, DeadlineCancelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A due date that still runs, missed or paused or not; party: whose it is to keep."""

    deadline_id: UUID
    kind: str
    party: str
    due_at: datetime
    warn_at: datetime | None
    is_missed: bool
    is_paused: bool = False


Deadlines = tuple[Deadline, ...]


def deadlines_after(deadlines: Deadlines, event: DomainEvent) -> Deadlines:
    """The due dates that run after one more event, earliest first."""
    after = _AFTER.get(type(event))
    if after is None:
        return deadlines
    return tuple(sorted(after(deadlines, event), key=lambda one: (one.due_at, one.deadline_id)))


def still_due(deadlines: Deadlines, state: str) -> Deadlines:
    """What runs in this state, but what was missed and can be done no more."""
    if state not in ANSWERED or not any(map(_is_over, deadlines)):
        return deadlines
    return tuple(one for one in deadlines if not _is_over(one))


def _is_over(one: Deadline) -> bool:
    return one.is_missed and one.kind in OVER_ONCE_ANSWERED


def awaited(deadlines: Deadlines, *, is_open: bool) -> Deadlines:
    """What somebody still waits for: of a complaint that ended only what outlives an ending."""
    return tuple(one for one in deadlines if is_open or one.kind in MAY_RUN_AFTER_ENDING)


def next_of_organisation(deadlines: Deadlines) -> Deadline | None:
    """The earliest that the organisation itself has to keep, and that does not stand still."""
    waiting = (one for one in deadlines if one.party == "organisation" and not one.is_paused)
    return next(waiting, None)


def is_standing_still(deadlines: Deadlines) -> bool:
    """Whether the organisation owes something, and all of that stands still."""
    owed = [one.is_paused for one in deadlines if one.party == "organisation"]
    return bool(owed) and all(owed)


def _set(deadlines: Deadlines, event: DeadlineSet) -> Iterable[Deadline]:
    yield from (one for one in deadlines if one.deadline_id != event.replaces)
    yield Deadline(
        deadline_id=event.deadline_id,
        kind=event.kind,
        party=event.party,
        due_at=event.due_at,
        warn_at=event.warn_at,
        is_missed=False,
    )


def _ended(deadlines: Deadlines, event: Any) -> Iterable[Deadline]:
    return (one for one in deadlines if one.deadline_id != event.deadline_id)


def _missed(deadlines: Deadlines, event: DeadlineMissed) -> Iterable[Deadline]:
    return _with(deadlines, (event.deadline_id,), is_missed=True)


def _extended(deadlines: Deadlines, event: DeadlineExtended) -> Iterable[Deadline]:
    moved = {"due_at": event.new_due_at, "warn_at": event.new_warn_at}
    return _with(deadlines, (event.deadline_id,), **moved)


def _paused(deadlines: Deadlines, event: DeadlinePaused) -> Iterable[Deadline]:
    return _with(deadlines, event.deadline_ids, is_paused=True)


def _resumed(deadlines: Deadlines, event: DeadlineResumed) -> Iterable[Deadline]:
    for moved in event.deadlines:
        due = {"due_at": moved.due_at, "warn_at": moved.warn_at}
        deadlines = tuple(_with(deadlines, (moved.deadline_id,), is_paused=False, **due))
    return deadlines


def _with(deadlines: Deadlines, ids: Iterable[UUID], **changes: Any) -> Iterable[Deadline]:
    named = set(ids)
    return (replace(one, **changes) if one.deadline_id in named else one for one in deadlines)


_AFTER: dict[type[DomainEvent], Callable[[Deadlines, Any], Iterable[Deadline]]] = {
    DeadlineSet: _set,
    **dict.fromkeys(ENDINGS, _ended),
    DeadlineMissed: _missed,
    DeadlineExtended: _extended,
    DeadlinePaused: _paused,
    DeadlineResumed: _resumed,
}
READ = frozenset(_AFTER)
"""The types of events that say something of due dates."""
