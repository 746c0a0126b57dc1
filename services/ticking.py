"""Due dates that have passed become Missed or Lapsed, once each, however often it is looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from adapters.clock import now
from adapters.event_json import Unreadable
from domain.actors import system_actor
from domain.deadlines import PassDeadline
from domain.errors import Refusal
from services.complaints import Asked, Complaints, TooContended
from services.heads import NotFound

logger = structlog.get_logger(__name__)

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class DueDeadline:
    """A running deadline whose due instant has passed, as the view of deadlines tells it."""

    complaint_id: UUID
    deadline_id: UUID
    party: str


class DueDates(Protocol):
    """Where stored due dates are looked up; a view that lags makes the tick late, not wrong."""

    async def passed(self, at: datetime, limit: int) -> Sequence[DueDeadline]:
        """Running deadlines that were due before ``at``, the earliest first."""


class Clock:
    """Turns stored due dates into facts; two of them, or one started twice, do no harm."""

    def __init__(self, complaints: Complaints, due_dates: DueDates) -> None:
        self._complaints = complaints
        self._due_dates = due_dates
        self._actor = system_actor("clock")

    async def tick(self) -> int:
        """One look at the due dates; how many became facts."""
        due = await self._due_dates.passed(now(), AT_ONCE)
        return sum([await self._pass(deadline) for deadline in due])

    async def _pass(self, deadline: DueDeadline) -> bool:
        word = "missed" if deadline.party == "organisation" else "lapsed"
        asked = Asked(
            name="pass_deadline",
            command=PassDeadline(deadline_id=deadline.deadline_id),
            actor=self._actor,
            complaint_id=deadline.complaint_id,
            key=("clock", str(deadline.deadline_id), word),
        )
        try:
            done = await self._complaints.run(asked)
        except Refusal as refusal:
            # The view was behind: the deadline was met or moved meanwhile.
            logger.info(
                "deadline_not_passed", complaint_id=str(deadline.complaint_id), rule=refusal.code
            )
            return False
        except (Unreadable, NotFound, TooContended) as error:
            # One complaint that cannot be decided on must not stop the clock for all others.
            logger.error("deadline_stuck", complaint_id=str(asked.complaint_id), exc_info=error)
            return False
        if done.is_repeat or not done.events:
            return False
        logger.info(
            "deadline.passed",
            deadline_id=str(deadline.deadline_id),
            complaint_id=str(deadline.complaint_id),
            command_id=str(done.command_id),
            correlation_id=str(done.events[0].correlation_id),
        )
        return True
