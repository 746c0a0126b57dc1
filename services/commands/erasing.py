"""Personal data erased for real: recorded first, then the keys go; and what is left to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from adapters import event_json
from adapters.data_keys import DataKeys
from adapters.record import Record
from adapters.sealing import key_of
from domain.complaint.events import PersonalDataErased
from domain.complaint.fold import fold
from domain.complaint.state import Complaint
from domain.recorded import Recorded
from domain.values import Instant
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.remnants import Remnant, Remnants
from services.commands.stream_heads import NotFound

NAME = "erase_personal_data"


class NotErased(NotFound):
    """There is no certificate of an erasure that was not carried out."""

    def __init__(self, request_id: UUID) -> None:
        super().__init__(
            f"nothing was erased on the request {request_id}: have it approved and carried out, "
            "or name another request"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What an erasure destroyed; it names nobody and says nothing of the content."""

    complaint_id: Annotated[UUID, "The complaint."]
    reference: Annotated[str, "What the complainant was told to quote."]
    request_id: Annotated[UUID, "The request that it was carried out on."]
    event_id: Annotated[UUID, "The event that records it."]
    position: Annotated[int, "Where that stands in the record."]
    recorded_at: Annotated[Instant, "When that was recorded."]
    party_id: Annotated[UUID | None, "Whose data it was; null where it was everybody's."]
    class_codes: Annotated[tuple[str, ...], "P2 identity, P3 text and documents, P4 special."]
    legal_basis_code: Annotated[str, "By what right."]
    approved_by: Annotated[UUID | None, "Who approved it, by a random id."]
    key_ids: Annotated[tuple[str, ...], "The keys that were destroyed."]
    is_complete: Annotated[bool, "Whether nothing can be read any more of whose data it was."]
    still_readable: Annotated[tuple[Remnant, ...], "What can, where it stands, and why."]
    events: Annotated[int, "How many events had something sealed under them."]
    positions: Annotated[tuple[int, ...], "Where these stand in the record, unchanged."]


class Erasures:
    """Carries out what PersonalDataErased records; doing so twice does no harm."""

    def __init__(self, complaints: CommandService, record: Record, keys: DataKeys) -> None:
        self._complaints = complaints
        self._record = record
        self._keys = keys
        self._remnants = Remnants(record, keys)

    async def run(self, request: CommandRequest) -> CommandResult:
        """Carry out a command and destroy the keys that its facts name, also when repeated.

        A crash between the two leaves keys that the record says are gone: repeating it, or
        completed(), or the next fact that would be sealed under them, makes that good. Raises what
        CommandService.run raises.
        """
        result = await self._complaints.run(request)
        for one in result.events:
            await self.carry_out(one)
        return result

    async def completed(self, complaint_id: UUID, request_id: UUID) -> bool:
        """Destroy what is left of an erasure that was recorded; False where none was."""
        recorded = _recorded(await self._history(complaint_id), request_id)
        if recorded is not None:
            await self.carry_out(recorded)
        return recorded is not None

    async def carry_out(self, recorded: Recorded) -> None:
        """Destroy the keys that this event names; nothing is done where none is left."""
        event = recorded.event
        if not isinstance(event, PersonalDataErased):
            return
        # Also a key that this process alone remembers is forgotten so.
        await self._keys.destroy([bytes.fromhex(key_id) for key_id in event.key_ids])

    async def certificate(self, complaint_id: UUID, request_id: UUID) -> Certificate:
        """What was erased on a request. Raises NotFound, NotErased."""
        history = await self._history(complaint_id)
        complaint, recorded = fold(history), _recorded(history, request_id)
        if complaint is None or recorded is None or request_id not in complaint.erasures:
            raise NotErased(request_id)
        return await self._certificate(complaint, recorded, history)

    async def _certificate(
        self, complaint: Complaint, recorded: Recorded, history: Sequence[Recorded]
    ) -> Certificate:
        assert isinstance(recorded.event, PersonalDataErased)
        erasure = complaint.erasures[recorded.event.request_id]
        gone = {bytes.fromhex(key_id) for key_id in recorded.event.key_ids}
        blobs = await self._record.sealed([one.position for one in history if one.position])
        places = [
            place for place, found in blobs.items() if not gone.isdisjoint(map(key_of, found))
        ]
        position = recorded.position or 0
        left = await self._remnants.after(complaint, erasure, history, position)
        is_gone = gone.isdisjoint(await self._keys.held(complaint.complaint_id))
        return Certificate(
            complaint_id=complaint.complaint_id,
            reference=complaint.reference,
            request_id=erasure.request_id,
            event_id=recorded.event_id,
            position=position,
            recorded_at=recorded.recorded_at,
            party_id=erasure.party_id,
            class_codes=erasure.class_codes,
            legal_basis_code=erasure.legal_basis_code,
            approved_by=erasure.approver,
            key_ids=erasure.key_ids,
            is_complete=is_gone and not left,
            still_readable=left,
            events=len(places),
            positions=tuple(sorted(places)),
        )

    async def _history(self, complaint_id: UUID) -> list[Recorded]:
        stored = await self._record.stream(complaint_id)
        if not stored:
            raise NotFound
        return [event_json.recorded(one.public, one.position) for one in stored]


def _recorded(history: Sequence[Recorded], request_id: UUID) -> Recorded | None:
    for one in history:
        if isinstance(one.event, PersonalDataErased) and one.event.request_id == request_id:
            return one
    return None
