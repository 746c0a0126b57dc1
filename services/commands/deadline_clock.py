"""Due dates that have passed become Missed or Lapsed, once each, however often it is looked."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from adapters.clock import now
from adapters.event_json import Unreadable
from domain.complaint.deadlines.passing import PassDeadline, WarnOfDeadline
from domain.errors import Refusal
from domain.system_actors import system_actor
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.not_stored import TooContended
from services.commands.stream_heads import NotFound
from services.policies.policy_in_force import PolicyInForce

logger = structlog.get_logger(__name__)

AT_ONCE = 200
MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class DueDeadline:
    """A running deadline that is past, or of which it is time to warn, as the view tells it."""

    complaint_id: UUID
    deadline_id: UUID
    party: str


class DueDates(Protocol):
    """Where stored due dates are looked up; a view that lags makes the tick late, not wrong."""

    async def passed(self, at: datetime, limit: int) -> Sequence[DueDeadline]:
        """Running deadlines that were due before ``at``, the earliest first."""

    def warned(self, at: datetime, kinds: Collection[str]) -> AsyncIterator[DueDeadline]:
        """Running deadlines of these kinds whose warning is due, and which are not past."""


class Policies(Protocol):
    """Where the policies in force are known."""

    async def every(self) -> tuple[PolicyInForce, ...]:
        """What is in force for each legal entity that adopted a policy."""


class Clock:
    """Turns stored due dates into facts; two of them, or one started twice, do no harm."""

    def __init__(self, complaints: CommandService, due_dates: DueDates, policies: Policies) -> None:
        self._complaints = complaints
        self._due_dates = due_dates
        self._policies = policies
        self._warned_of: set[UUID] = set()

    async def tick(self) -> int:
        """One look at the due dates; how many became facts, or let a complaint rise."""
        due = await self._due_dates.passed(now(), AT_ONCE)
        passed = sum([await self._pass(deadline) for deadline in due])
        return passed + await self._warn()

    async def _pass(self, deadline: DueDeadline) -> bool:
        result = await self._done(deadline, "pass_deadline", _passed_as(deadline))
        return result is not None and not result.is_repeat and bool(result.events)

    async def _warn(self) -> int:
        """Let rise what nears its day, where a policy in force says so."""
        found = await self._policies.every()
        rules = [rule for one in found for rule in one.policy.escalations]
        kinds = {kind for rule in rules if rule.after == "warned" for kind in rule.kinds}
        if not kinds:
            return 0
        risen = 0
        async for deadline in self._due_dates.warned(now(), kinds):
            if deadline.deadline_id in self._warned_of:
                continue
            result = await self._done(deadline, "warn_of_deadline", "warned")
            if result is not None:
                self._remember(deadline.deadline_id)
                risen += not result.is_repeat and bool(result.events)
        return risen

    def _remember(self, deadline_id: UUID) -> None:
        """Asked for again it would do nothing; this only saves the asking."""
        if len(self._warned_of) >= MOST_REMEMBERED:
            self._warned_of.clear()
        self._warned_of.add(deadline_id)

    async def _done(self, deadline: DueDeadline, name: str, word: str) -> CommandResult | None:
        request = _request(deadline, name, word)
        try:
            result = await self._complaints.run(request)
        except Refusal as refusal:
            # The view was behind: the deadline was met or moved meanwhile.
            logger.info(
                "deadline_not_passed", complaint_id=str(deadline.complaint_id), rule=refusal.code
            )
            return None
        except (Unreadable, NotFound, TooContended) as error:
            # One complaint that cannot be decided on must not stop the clock for all others.
            logger.error("deadline_stuck", complaint_id=str(request.stream_id), exc_info=error)
            return None
        if not result.is_repeat and result.events:
            logger.info(
                "deadline.warned" if word == "warned" else "deadline.passed",
                deadline_id=str(deadline.deadline_id),
                complaint_id=str(deadline.complaint_id),
                command_id=str(result.command_id),
                correlation_id=str(result.events[0].correlation_id),
            )
        return result


def to_pass(deadline: DueDeadline) -> CommandRequest:
    """The clock's command that records that a due date has passed."""
    return _request(deadline, "pass_deadline", _passed_as(deadline))


def _passed_as(deadline: DueDeadline) -> str:
    return "missed" if deadline.party == "organisation" else "lapsed"


def _request(deadline: DueDeadline, name: str, word: str) -> CommandRequest:
    model = PassDeadline if name == "pass_deadline" else WarnOfDeadline
    return CommandRequest(
        name=name,
        command=model(deadline_id=deadline.deadline_id),
        actor=system_actor("clock"),
        stream_id=deadline.complaint_id,
        key=("clock", str(deadline.deadline_id), word),
    )
