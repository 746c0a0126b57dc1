"""Whether what was due came in time, folded from the facts about the due dates (6.2)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.lateness import Lateness, is_kept, lateness_of, miss_stands
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMissed,
    DeadlineResumed,
    DeadlineSet,
    DuplicateReleased,
)
from domain.event import DomainEvent

READ = (
    *(DeadlineSet, DeadlineMet, DeadlineMissed, DeadlineCancelled, DuplicateReleased),
    *(DeadlineExtended, DeadlineResumed),
)
OF_THE_MATTER = frozenset({"product_known", "reclassified"})
ANSWER_KINDS = frozenset({"response", "stage_response"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A due date; is_kept is None while nobody can say.

    was_missed: the clock recorded a miss, which stands; missed_at: of what was due then. from_id:
    the merged complaint that it came with.
    """

    deadline_id: UUID
    kind: str
    due_at: datetime
    is_kept: bool | None = None
    was_missed: bool = False
    missed_at: datetime | None = None
    from_id: UUID | None = None
    lateness: Lateness | None = None


Targets = tuple[Target, ...]


def targets_after(targets: Targets, event: DomainEvent, recorded_at: datetime) -> Targets:
    """The due dates after one more event, which was recorded then.

    A miss stays one unless it is voided, its date was set by what was told wrong, or it came with a
    complaint that left.
    """
    if not isinstance(event, READ):
        return targets
    if isinstance(event, DeadlineSet):
        return (*(t for t in targets if not _was_wrong(t, event)), _set(event))
    if isinstance(event, DuplicateReleased):
        return tuple(t for t in targets if t.from_id != event.from_id)
    if isinstance(event, DeadlineMissed):
        how = {"is_kept": False, "was_missed": True, "missed_at": event.due_at}
        return _with(targets, event.deadline_id, lateness="missed", **how)
    if isinstance(event, DeadlineMet):
        return tuple(_met(t, event, recorded_at) for t in targets)
    return _moved(targets, event)


def late(targets: Targets, lateness: Lateness) -> tuple[str, ...]:
    """The kinds of due dates that came to this, each once, in the order of the alphabet."""
    return tuple(sorted({target.kind for target in targets if target.lateness == lateness}))


def _set(event: DeadlineSet) -> Target:
    return Target(
        deadline_id=event.deadline_id,
        kind=event.kind,
        due_at=event.due_at,
        from_id=event.from_id,
    )


def _moved(targets: Targets, event: DomainEvent) -> Targets:
    """With what is due later now, and without what was cancelled as never missed."""
    if isinstance(event, DeadlineExtended):
        return _with(targets, event.deadline_id, due_at=event.new_due_at)
    if isinstance(event, DeadlineResumed):
        for one in event.deadlines:
            targets = _with(targets, one.deadline_id, due_at=one.due_at)
        return targets
    if isinstance(event, DeadlineCancelled) and event.voids_miss:
        return tuple(t for t in targets if t.deadline_id != event.deadline_id)
    return targets


def is_in_time(targets: Targets) -> bool | None:
    """Whether every due date of an answer that was decided was kept; None while none was."""
    answers = (target for target in targets if target.kind in ANSWER_KINDS)
    decided = [target.is_kept for target in answers if target.is_kept is not None]
    return all(decided) if decided else None


def _was_wrong(target: Target, anew: DeadlineSet) -> bool:
    """Whether it rested on what was told wrong: what is right now is judged in its place.

    What the matter is makes nothing later unless it was told wrong before.
    """
    is_replaced = target.deadline_id == anew.replaces
    return is_replaced and rested_on_what_was_wrong(anew, missed_at=target.missed_at)


def rested_on_what_was_wrong(anew: DeadlineSet, *, missed_at: datetime | None) -> bool:
    """Whether what is set anew takes the place of a day that nobody was to keep."""
    is_later = missed_at is not None and missed_at < anew.due_at
    return anew.ground_code == "corrected" or (anew.ground_code in OF_THE_MATTER and is_later)


def _met(target: Target, event: DeadlineMet, recorded_at: datetime) -> Target:
    if target.deadline_id != event.deadline_id:
        return target
    return replace(
        target,
        is_kept=is_kept(event, was_missed=target.was_missed),
        was_missed=miss_stands(event, was_missed=target.was_missed),
        lateness=lateness_of(event, due_at=target.due_at, recorded_at=recorded_at),
    )


def _with(targets: Targets, deadline_id: UUID, **how: Any) -> Targets:
    return tuple(replace(t, **how) if t.deadline_id == deadline_id else t for t in targets)
