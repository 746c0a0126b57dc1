"""Once after an update: due dates that earlier versions counted from before the receipt."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import structlog

from adapters import event_json
from adapters.event_json import Unreadable
from adapters.record import Record
from domain.complaint.corrections.corrected_fields import OCCURRED
from domain.complaint.deadlines.early_starts import MendStarts
from domain.complaint.events import ComplaintReceived, DeadlineSet, RecordCorrected
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.system_actors import SYSTEM
from services.commands.command_request import CommandRequest
from services.commands.command_service import CommandService
from services.commands.not_stored import TooContended

logger = structlog.get_logger(__name__)

AT_ONCE = 5_000
READ = frozenset({ComplaintReceived.TYPE, DeadlineSet.TYPE, RecordCorrected.TYPE})


class EarlyStarts:
    """Sets anew what was counted wrong; broken off or repeated, it adds nothing twice."""

    def __init__(self, record: Record, complaints: CommandService) -> None:
        self._record = record
        self._complaints = complaints

    async def run(self) -> int:
        """How many due dates were set anew; each is told in its complaint's history."""
        return sum([await self._mend(each) for each in await self._suspects()])

    async def _suspects(self) -> list[UUID]:
        """Complaints with a due date from before the receipt, or whose receipt may have moved."""
        receipts: dict[UUID, datetime | None] = {}
        found: dict[UUID, None] = {}
        async for one in self._of_interest():
            if isinstance(one.event, ComplaintReceived):
                receipts[one.stream_id] = one.occurred.earliest
            elif _is_suspect(one.event, receipts.get(one.stream_id)):
                found[one.stream_id] = None
        return list(found)

    async def _of_interest(self) -> AsyncIterator[Recorded]:
        position = 0
        while page := await self._record.after(position, AT_ONCE):
            position = page[-1].position
            for stored in page:
                if stored.type not in READ:
                    continue
                try:
                    yield event_json.recorded(stored.public, stored.position)
                except Unreadable as error:
                    logger.error(
                        "early_starts.unreadable", position=stored.position, exc_info=error
                    )

    async def _mend(self, complaint_id: UUID) -> int:
        request = CommandRequest(
            name="mend_starts",
            command=MendStarts(),
            actor=SYSTEM,
            stream_id=complaint_id,
            key=("early_starts", str(complaint_id)),
        )
        try:
            result = await self._complaints.run(request)
        except (Refusal, Unreadable, TooContended) as error:
            # One complaint that cannot be decided on must not keep all others from starting.
            logger.error("early_starts.stuck", complaint_id=str(complaint_id), exc_info=error)
            return 0
        made = [one for one in result.events if isinstance(one.event, DeadlineSet)]
        return 0 if result.is_repeat else len(made)


def _is_suspect(event: DomainEvent, received: datetime | None) -> bool:
    if isinstance(event, RecordCorrected):
        return event.field == OCCURRED
    starts = event.starts.latest if isinstance(event, DeadlineSet) else None
    return received is not None and starts is not None and starts < received
