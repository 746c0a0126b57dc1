"""The way of a document into the store: measured, looked at, scanned, encrypted, all in passing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters.clock import random_id, random_octets
from adapters.data_keys import DataKeys
from adapters.documents import DocumentStore, Incoming
from adapters.documents.frames import PREFIX, Encrypting
from adapters.documents.looking import Looking
from adapters.documents.media_types import ALLOWED
from adapters.documents.scanning import NoScan, Scan, Scanning, Verdict
from adapters.wrapping import document_key
from domain.complaint.documents.attaching import UNLESS_TOLD, Quota
from domain.errors import ErrorCategory


class DocumentTooLarge(ValueError):
    """The document is larger than the installation takes."""

    category = ErrorCategory.UNFIT


class DocumentEmpty(ValueError):
    """Nothing came."""

    category = ErrorCategory.UNFIT


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken at all: octets of one document, and its kinds; how much for one complaint."""

    octets: int
    media_types: tuple[str, ...] = ALLOWED
    of_complaint: Quota = UNLESS_TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Content that lies in the store, and does not yet belong to any complaint."""

    document_id: UUID
    ciphertext_sha256: str
    plaintext_sha256: str
    size: int
    scan_code: Verdict

    def reference(self) -> dict[str, Any]:
        """What a command says of it, by the names of its fields."""
        return {name: getattr(self, name) for name in self.__slots__}


class Intake:
    """Where documents come in; one that does not come in whole leaves at most an unused key."""

    def __init__(self, keys: DataKeys, *, store: DocumentStore, scan: Scan, limits: Limits) -> None:
        self._keys = keys
        self._store = store
        self._scan = scan
        self._limits = limits

    async def take(
        self, complaint_id: UUID, looking: Looking, content: AsyncIterator[bytes]
    ) -> Stored:
        """Store what somebody supplied; it is never whole in memory and never in clear on disk.

        looking: knows afterwards what it is.
        Raises DocumentTooLarge, DocumentEmpty, NotThatType, Infected, CouldNotScan, and then
        nothing is stored.
        """
        scanning = await self._scan.begin()
        try:
            checked = _looked_at(content, looking, self._limits.octets)
            return await self._stored(complaint_id, checked, scanning)
        finally:
            await scanning.stop()

    async def keep(self, complaint_id: UUID, content: bytes) -> Stored:
        """Store what we wrote ourselves."""
        return await self._stored(complaint_id, _of(content), await NoScan().begin())

    async def _stored(
        self, complaint_id: UUID, content: AsyncIterator[bytes], scanning: Scanning
    ) -> Stored:
        document_id = random_id()
        name = document_key(complaint_id, document_id)
        encrypting = Encrypting(
            (await self._keys.data_keys([name]))[name],
            prefix=random_octets(PREFIX),
            complaint_id=complaint_id,
            document_id=document_id,
        )
        incoming = await asyncio.to_thread(self._store.incoming)
        try:
            await _write(incoming, encrypting, content, scanning)
            verdict = await scanning.verdict()
            await asyncio.to_thread(incoming.keep, encrypting.ciphertext_sha256)
        finally:
            incoming.drop()
        return Stored(
            document_id=document_id,
            ciphertext_sha256=encrypting.ciphertext_sha256,
            plaintext_sha256=encrypting.plaintext_sha256,
            size=encrypting.size,
            scan_code=verdict,
        )


async def _write(
    incoming: Incoming, encrypting: Encrypting, content: AsyncIterator[bytes], scanning: Scanning
) -> None:
    async for octets in content:
        await scanning.add(octets)
        await asyncio.to_thread(incoming.write, encrypting.add(octets))
    await asyncio.to_thread(incoming.write, encrypting.end())


async def _looked_at(
    content: AsyncIterator[bytes], looking: Looking, most: int
) -> AsyncIterator[bytes]:
    """The same content, as long as it is small enough and looks like what it is called."""
    size = 0
    async for octets in content:
        size += len(octets)
        if size > most:
            raise DocumentTooLarge(
                f"a document has at most {most} octets here: send it in parts, or smaller"
            )
        looking.add(octets)
        yield octets
    if size == 0:
        raise DocumentEmpty("the document is empty: send its content")
    looking.end()


async def _of(content: bytes) -> AsyncIterator[bytes]:
    yield content
