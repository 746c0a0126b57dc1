"""Content that must not stay: the order is recorded first, then what it names is destroyed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from adapters import event_json
from adapters.data_keys import DataKeys
from adapters.documents import DocumentStore
from adapters.record import Record
from adapters.wrapping import document_key
from domain.complaint.events import SealedContentRemoved
from domain.complaint.fold import fold
from domain.complaint.state import DocumentState
from domain.recorded import Recorded
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService


class SealedBlobs(Protocol):
    """The part of the record from which something may be deleted."""

    async def remove(self, positions: Sequence[int], *, ordered_by: UUID) -> int:
        """Delete all sealed blobs of these events; how many there still were."""


@dataclass(frozen=True, slots=True)
class Removals:
    """Carries out what SealedContentRemoved orders; doing so twice does no harm."""

    complaints: CommandService
    record: Record
    keys: DataKeys
    blobs: SealedBlobs
    store: DocumentStore

    async def run(self, request: CommandRequest) -> CommandResult:
        """Record a command and carry out the removals that it orders, also when it is repeated.

        Raises what CommandService.run raises. After an interruption between the two
        ``plaint sweep`` carries out what was recorded.
        """
        result = await self.complaints.run(request)
        for one in result.events:
            await self.carry_out(one)
        return result

    async def carry_out(self, ordered: Recorded) -> bool:
        """Destroy what this event orders; False where it orders nothing, or all was done before."""
        event = ordered.event
        if not isinstance(event, SealedContentRemoved):
            return False
        stored = await self.record.stream(ordered.stream_id)
        history = [event_json.recorded(one.public, one.position) for one in stored]
        target, was_there = event.target_event_id, False
        complaint = fold(history)
        if complaint is not None and event.document_id is not None:
            document = complaint.documents[event.document_id]
            target = document.event_id
            was_there = await self._destroy(complaint.complaint_id, document)
        places = [one.position for one in history if one.event_id == target and one.position]
        return bool(await self.blobs.remove(places, ordered_by=ordered.command_id)) or was_there

    async def _destroy(self, complaint_id: UUID, document: DocumentState) -> bool:
        """The key too where the file is lost, for a backup may have the file."""
        name = document_key(complaint_id, document.document_id)
        held = await self.keys.held(complaint_id)
        if key_ids := [key_id for key_id, of in held.items() if of == name]:
            await self.keys.destroy(key_ids)
        removed = await asyncio.to_thread(self.store.remove, document.ciphertext_sha256)
        return removed or bool(key_ids)
