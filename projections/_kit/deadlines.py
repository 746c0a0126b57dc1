"""The due dates of a complaint that still run, folded from the facts about them (6.2, 7.1)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.event import DomainEvent
from domain.events import (
    DeadlineCancelled,
    DeadlineLapsed,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
)

ENDINGS = (DeadlineMet, DeadlineLapsed, DeadlineCancelled)
READ = frozenset({DeadlineSet, DeadlineMissed, *ENDINGS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A due date that still runs, missed or not; party: whose it is to keep."""

    deadline_id: UUID
    kind: str
    party: str
    due_at: datetime
    warn_at: datetime | None
    is_missed: bool


def deadlines_after(deadlines: tuple[Deadline, ...], event: DomainEvent) -> tuple[Deadline, ...]:
    """The due dates that run after one more event, earliest first."""
    if type(event) not in READ:
        return deadlines
    if isinstance(event, DeadlineSet):
        left = [each for each in deadlines if each.deadline_id != event.replaces]
        return tuple(sorted([*left, _set(event)], key=lambda d: (d.due_at, d.deadline_id)))
    if isinstance(event, ENDINGS):
        return tuple(each for each in deadlines if each.deadline_id != event.deadline_id)
    if isinstance(event, DeadlineMissed):
        return tuple(_missed(each, event.deadline_id) for each in deadlines)
    return deadlines


def next_of_organisation(deadlines: tuple[Deadline, ...]) -> Deadline | None:
    """The earliest that the organisation itself has to keep."""
    return next((each for each in deadlines if each.party == "organisation"), None)


def _set(event: DeadlineSet) -> Deadline:
    return Deadline(
        deadline_id=event.deadline_id,
        kind=event.kind,
        party=event.party,
        due_at=event.due_at,
        warn_at=event.warn_at,
        is_missed=False,
    )


def _missed(deadline: Deadline, deadline_id: UUID) -> Deadline:
    return replace(deadline, is_missed=True) if deadline.deadline_id == deadline_id else deadline
