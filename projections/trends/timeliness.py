"""Whether answers came in time, folded from the facts about their due dates (6.2)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.lateness import is_kept, miss_stands
from domain.complaint.events import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
    DuplicateReleased,
)
from domain.event import DomainEvent

READ = (DeadlineSet, DeadlineMet, DeadlineMissed, DeadlineCancelled, DuplicateReleased)
OF_THE_MATTER = frozenset({"product_known", "reclassified"})
ANSWER_KINDS = frozenset({"response", "stage_response"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A due date of an answer; is_kept is None while nobody can say.

    was_missed: the clock recorded a miss, which stands; missed_at: of what was due then. from_id:
    the merged complaint that it came with.
    """

    deadline_id: UUID
    is_kept: bool | None = None
    was_missed: bool = False
    missed_at: datetime | None = None
    from_id: UUID | None = None


def targets_after(targets: tuple[Target, ...], event: DomainEvent) -> tuple[Target, ...]:
    """The due dates of answers after one more event.

    A miss stays one unless it is voided, its date was set by what was told wrong, or it came with a
    complaint that left.
    """
    if not isinstance(event, READ):
        return targets
    if isinstance(event, DeadlineSet) and event.kind in ANSWER_KINDS:
        stand = (t for t in targets if not _was_wrong(t, event))
        return (*stand, Target(deadline_id=event.deadline_id, from_id=event.from_id))
    if isinstance(event, DuplicateReleased):
        return tuple(t for t in targets if t.from_id != event.from_id)
    if isinstance(event, DeadlineMissed):
        how = {"is_kept": False, "was_missed": True, "missed_at": event.due_at}
        return tuple(_judged(t, event.deadline_id, **how) for t in targets)
    if isinstance(event, DeadlineMet):
        return tuple(_met(t, event) for t in targets)
    is_void = isinstance(event, DeadlineCancelled) and event.voids_miss
    gone = event.deadline_id if is_void else None
    return tuple(t for t in targets if t.deadline_id != gone)


def is_in_time(targets: tuple[Target, ...]) -> bool | None:
    """Whether every due date that was decided was kept; None while none was."""
    decided = [target.is_kept for target in targets if target.is_kept is not None]
    return all(decided) if decided else None


def _was_wrong(target: Target, anew: DeadlineSet) -> bool:
    """Whether it rested on what was told wrong: what is right now is judged in its place.

    What the matter is makes nothing later unless it was told wrong before.
    """
    if target.deadline_id != anew.replaces:
        return False
    is_later = target.missed_at is not None and target.missed_at < anew.due_at
    return anew.ground_code == "corrected" or (anew.ground_code in OF_THE_MATTER and is_later)


def _met(target: Target, event: DeadlineMet) -> Target:
    stands = miss_stands(event, was_missed=target.was_missed)
    kept = is_kept(event, was_missed=target.was_missed)
    return _judged(target, event.deadline_id, is_kept=kept, was_missed=stands)


def _judged(target: Target, deadline_id: UUID, **how: Any) -> Target:
    return replace(target, **how) if target.deadline_id == deadline_id else target
