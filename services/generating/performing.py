"""A plan carried out: by the command service, each step at its own moment, in order."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from adapters.clock import standing_at
from domain.complaint.events import ComplaintReceived
from domain.complaint.lifecycle import ENDED
from domain.errors import Refusal
from domain.registry import COMMANDS
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.deadline_clock import DueDeadline, to_pass
from services.generating.due import RunningDates
from services.generating.filling import filled, member_of_staff
from services.generating.steps import Step
from services.generating.turns import TURN, InTurn

CALLERS = 64
CLOCK_LOOKS_AFTER = timedelta(seconds=1)
Due = tuple[datetime, int, Step | DueDeadline]
"""When something is to be done, to which complaint, and what."""


@dataclass(slots=True)
class Tally:
    """What was made so far. refused: complaints that went no further, as a rule refused it."""

    commands: int = 0
    events: int = 0
    refused: int = 0
    state_of: dict[UUID, str] = field(default_factory=dict)

    @property
    def by_outcome(self) -> dict[str, int]:
        """How many complaints are in each state."""
        return dict(sorted(Counter(self.state_of.values()).items()))


class Performance:
    """Carries out a plan. What belongs to one complaint is done one after the other.

    A complaint, and what was split off it or joins it, have one number here: that of the first.
    """

    def __init__(
        self, complaints: CommandService, record: InTurn, on_received: Callable[[], None]
    ) -> None:
        self._complaints, self._record, self._on_received = complaints, record, on_received
        self._callers = asyncio.Semaphore(CALLERS)
        self._due = RunningDates()
        self._ids: dict[int, UUID] = {}
        self._states: dict[int, Any] = {}
        self._refused: set[int] = set()
        self._turn = -1
        self.tally = Tally()

    async def of(self, steps: Iterable[Step], *, until: date) -> Tally:
        """Do all of it, and let the clock pass what is due until that day."""
        for day, of_day in groupby(steps, key=lambda step: step.at.date()):
            await self._day(day + timedelta(days=1), of_day)
        await self._day(until, ())
        return self.tally

    async def _day(self, ends: date, steps: Iterable[Step]) -> None:
        """What one day brings, and what was due meanwhile; nothing is due on the day it is set."""
        midnight = datetime.combine(ends, time(), UTC)
        due: list[Due] = [
            (due_at + CLOCK_LOOKS_AFTER, number, deadline)
            for due_at, number, deadline in self._due.passed(midnight - CLOCK_LOOKS_AFTER)
        ]
        due += [(step.at, max(step.complaint, ~step.complaint), step) for step in steps]
        last: dict[int, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            for one in sorted(due, key=lambda each: each[0]):
                await self._callers.acquire()
                self._turn += 1
                number = one[1]
                last[number] = group.create_task(self._one(one, self._turn, last.get(number)))

    async def _one(self, due: Due, turn: int, before: asyncio.Task[None] | None) -> None:
        at, number, act = due
        TURN.set(turn)
        try:
            if before:
                await before
            if number not in self._refused:
                with standing_at(at):
                    await self._act(act, number)
        finally:
            self._record.end(turn)
            self._callers.release()

    async def _act(self, act: Step | DueDeadline, number: int) -> None:
        request = self._request(act) if isinstance(act, Step) else to_pass(act)
        try:
            result = await self._complaints.run(request)
        except Refusal:
            if isinstance(act, Step):
                self._refused.add(number)
                self.tally.refused += 1
            return
        self.tally.commands += 1
        for one in result.events:
            self.tally.events += 1
            self.tally.state_of[one.stream_id] = str(one.state)
            self._due.take(one, number)
        if isinstance(act, Step):
            self._know(act, result)

    def _request(self, step: Step) -> CommandRequest:
        kind = COMMANDS[step.command]
        body = filled(step.body, self._states.get(step.complaint), self._ids)
        return CommandRequest(
            name=step.command,
            command=kind.model.model_validate(body),
            actor=member_of_staff(*step.by),
            stream_id=self._ids.get(step.complaint),
        )

    def _know(self, step: Step, result: CommandResult) -> None:
        """Remember the ids and the state that later steps need."""
        if step.complaint not in self._ids and step.complaint >= 0:
            self._on_received()
        self._ids[step.complaint] = result.stream_id
        for one in result.events:
            if one.stream_id != result.stream_id and isinstance(one.event, ComplaintReceived):
                self._ids[~step.complaint] = one.stream_id
        self._states[step.complaint] = result.state
        if result.state.state in ENDED:
            del self._states[step.complaint]
