"""Documents of a complaint: taken in encrypted, given out verified."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO
from uuid import UUID

from adapters import event_json
from adapters.canonical import NotCanonical
from adapters.clock import now
from adapters.data_keys import DataKeys
from adapters.documents import DocumentStore, frames
from adapters.documents.looking import Looking
from adapters.documents.scanning import Scan
from adapters.record import Record
from adapters.sealing import TooLarge
from domain.complaint.documents.attaching import (
    AttachDocument,
    DocumentSaid,
    NoSuchDocument,
    QuotaReached,
    document_named,
)
from domain.complaint.events import DocumentAttached, PersonalDataErased
from domain.complaint.fold import fold
from domain.complaint.linking.brought_matter import documents_elsewhere
from domain.complaint.state import Complaint, DocumentState
from domain.decision_context import Command
from domain.errors import ErrorCategory, Refusal
from domain.recorded import Recorded
from domain.values import Actor
from services.access.sight import Sight
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.document_intake import Intake, Limits, Stored
from services.commands.not_stored import OtherRequest, TooContended, VersionMoved
from services.commands.stream_heads import NotFound
from services.queries.unsealing import erased_keys, open_sealed
from services.representations.file_names import file_name

REFUSALS = (Refusal, VersionMoved, OtherRequest, TooContended, NotFound, TooLarge, NotCanonical)
"""After these it is certain that nothing was recorded."""


class DocumentGone(LookupError):
    """The content of the document, or its key, was destroyed by order."""

    category = ErrorCategory.NOT_FOUND


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document whose stored form was verified, with its title where that can still be opened.

    content: to be read to its end, or closed.
    """

    document: DocumentState
    title: str | None
    content: AsyncIterator[bytes]

    @property
    def file_name(self) -> str:
        """What it is called as a file."""
        return file_name(self.title, self.document.document_id, self.document.media_type)

    @property
    def content_type(self) -> str:
        """Its type with the charset, where one is known; of our own letters it is."""
        document = self.document
        charset = document.charset or ("utf-8" if document.template_code else None)
        return f"{document.media_type}; charset={charset}" if charset else document.media_type


class Documents:
    """The documents of one installation."""

    def __init__(
        self,
        complaints: CommandService,
        record: Record,
        keys: DataKeys,
        *,
        store: DocumentStore,
        scan: Scan,
        limits: Limits,
    ) -> None:
        self._complaints = complaints
        self._record = record
        self._keys = keys
        self._store = store
        self._limits = limits
        self._intake = Intake(keys, store=store, scan=scan, limits=limits)

    async def attach(self, request: CommandRequest, content: AsyncIterator[bytes]) -> CommandResult:
        """Store what comes and record it; first the content and its key, then the event.

        request: an attach_document whose command is what is said of it, a DocumentSaid. Raises
        NotFound, TypeNotAllowed, NotThatType, DocumentTooLarge,
        DocumentEmpty, Infected, CouldNotScan, QuotaReached and what CommandService.run raises; then
        nothing is stored.
        """
        said = request.command
        assert isinstance(said, DocumentSaid)
        looking = Looking(said.media_type, said.charset, allowed=self._limits.media_types)
        complaint = await self._known(request)
        is_repeat = await self._complaints.has_run(request)
        if not is_repeat:
            self._limits.of_complaint.check(complaint)
        stored = await self._intake.take(complaint.complaint_id, looking, content)
        try:
            if not is_repeat:
                self._limits.of_complaint.check(complaint, stored.size)
        except QuotaReached:
            self._store.remove(stored.ciphertext_sha256)
            raise
        field_values = {name: getattr(said, name) for name in said.model_fields_set}
        found = {"media_type": looking.media_type, "charset": looking.charset}
        command = AttachDocument.model_validate({**field_values, **found, **stored.reference()})
        return await self.record_stored(request, command, stored)

    async def keep(self, complaint_id: UUID, content: bytes) -> Stored:
        """Store a text of our own, which nobody has to search for malware."""
        return await self._intake.keep(complaint_id, content)

    async def record_stored(
        self, request: CommandRequest, command: Command, stored: Stored
    ) -> CommandResult:
        """Carry out the command that names what was just stored; what it does not name goes."""
        try:
            result = await self._complaints.run(replace(request, command=command))
        except REFUSALS:
            self._store.remove(stored.ciphertext_sha256)
            raise
        if stored.ciphertext_sha256 not in _digests(result.events):
            # The command was repeated: what it stored the first time counts.
            self._store.remove(stored.ciphertext_sha256)
        return result

    async def open(self, complaint_id: UUID, document_id: UUID, *, reader: Actor) -> OpenedDocument:
        """A document to be read, also where it lies in a complaint that this one points to.

        To be logged by whoever asks.

        Raises NotFound, NoSuchDocument, DocumentGone, DocumentMissing, DocumentDamaged.
        """
        events = await self._events(complaint_id)
        complaint = fold(events)
        assert complaint is not None
        Sight(reader, now()).check(complaint)
        for pointer in documents_elsewhere(complaint):
            if pointer.document_id == document_id:
                return await self.open(pointer.complaint_id, document_id, reader=reader)
        return await self._open(events, document_named(complaint, document_id))

    async def open_own(self, complaint_id: UUID, document_id: UUID) -> OpenedDocument:
        """The same for a party who is shown it, also where their complaint goes on, or did.

        That they are shown it, whoever asks has seen. Raises the same.
        """
        ahead, seen = [complaint_id], set[UUID]()
        while ahead:
            seen.add(here := ahead.pop(0))
            events = await self._events(here)
            complaint = fold(events)
            assert complaint is not None
            if document_id in complaint.documents:
                return await self._open(events, document_named(complaint, document_id))
            beyond = {*complaint.once_merged_into, *filter(None, [complaint.merged_into])}
            ahead += sorted(beyond - seen - {*ahead})
        raise NoSuchDocument(complaint=str(complaint_id), document_id=document_id)

    async def _open(self, events: Sequence[Recorded], document: DocumentState) -> OpenedDocument:
        if document.is_removed:
            reason = f"the content of document {document.document_id} was removed by order"
            raise DocumentGone(reason)
        title = await self._title(events, document)
        content = await self._opened(events, document)
        return OpenedDocument(document, title, content)

    async def _opened(
        self, events: Sequence[Recorded], document: DocumentState
    ) -> AsyncIterator[bytes]:
        file = await asyncio.to_thread(self._store.open, document.ciphertext_sha256)
        try:
            await asyncio.to_thread(frames.verify, file, document.ciphertext_sha256)
            key_id = frames.key_of(file)
            key = (await self._keys.find([key_id])).get(key_id)
            # A key that this process still remembers is gone with its erasure.
            if key is None or key_id in erased_keys(events):
                raise DocumentGone(f"the key of document {document.document_id} was destroyed")
        except BaseException:
            file.close()
            raise
        return _read(file, key, events[0].stream_id, document.document_id)

    async def _title(self, events: Sequence[Recorded], document: DocumentState) -> str | None:
        # Beside the erasures, which tell the keys that are gone.
        to_open = [
            one
            for one in events
            if one.event_id == document.event_id or isinstance(one.event, PersonalDataErased)
        ]
        opened = await open_sealed(to_open, record=self._record, keys=self._keys)
        titles = [getattr(one.recorded.event, "title", None) for one in opened]
        return next(filter(None, titles), None)

    async def _known(self, request: CommandRequest) -> Complaint:
        """The complaint; strangers and the excluded are refused before anything of theirs comes."""
        complaint_id = request.stream_id
        assert complaint_id is not None
        complaint = fold(await self._events(complaint_id))
        assert complaint is not None
        Sight(request.actor, now()).check(complaint)
        return complaint

    async def _events(self, complaint_id: UUID) -> list[Recorded]:
        stored = await self._record.stream(complaint_id)
        if not stored:
            raise NotFound
        return [event_json.recorded(one.public, one.position) for one in stored]


def _digests(events: Iterable[Recorded]) -> set[str]:
    attached = [one.event for one in events if isinstance(one.event, DocumentAttached)]
    return {event.ciphertext_sha256 for event in attached}


async def _read(
    file: BinaryIO, key: bytes, complaint_id: UUID, document_id: UUID
) -> AsyncIterator[bytes]:
    pieces = frames.decrypted(file, key, complaint_id=complaint_id, document_id=document_id)
    with file:
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece
