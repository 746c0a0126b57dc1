"""Which due dates run, as the events of made-up complaints tell it, without a view."""

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from uuid import UUID

from domain.complaint import events as e
from domain.event import DomainEvent
from domain.recorded import Recorded
from services.commands.deadline_clock import DueDeadline

OVER = (e.DeadlineMet, e.DeadlineMissed, e.DeadlineLapsed, e.DeadlineCancelled)


class RunningDates:
    """All due dates that run, the earliest first."""

    def __init__(self) -> None:
        self._due: dict[UUID, datetime] = {}
        self._known: dict[UUID, tuple[int, DueDeadline]] = {}
        self._line: list[tuple[datetime, UUID]] = []

    def take(self, recorded: Recorded, number: int) -> None:
        """Learn what an event of the complaint of this number says of due dates."""
        event = recorded.event
        if isinstance(event, e.DeadlineSet):
            deadline = DueDeadline(recorded.stream_id, event.deadline_id, event.party)
            self._known[event.deadline_id] = (number, deadline)
        for deadline_id in _stopped(event):
            self._due.pop(deadline_id, None)
        for deadline_id, due_at in _running(event):
            self._due[deadline_id] = due_at
            heappush(self._line, (due_at, deadline_id))

    def passed(self, at: datetime) -> Iterator[tuple[datetime, int, DueDeadline]]:
        """Those that are due before then, with the number of their complaint, each once."""
        while self._line and self._line[0][0] < at:
            due_at, deadline_id = heappop(self._line)
            if self._due.get(deadline_id) == due_at:
                yield due_at, *self._known.pop(deadline_id)


def _stopped(event: DomainEvent) -> tuple[UUID, ...]:
    if isinstance(event, e.DeadlineSet) and event.replaces:
        return (event.replaces,)
    if isinstance(event, e.DeadlinePaused):
        return event.deadline_ids
    return (event.deadline_id,) if isinstance(event, OVER) else ()


def _running(event: DomainEvent) -> list[tuple[UUID, datetime]]:
    if isinstance(event, e.DeadlineSet):
        return [(event.deadline_id, event.due_at)]
    resumed = event.deadlines if isinstance(event, e.DeadlineResumed) else ()
    return [(one.deadline_id, one.due_at) for one in resumed]
