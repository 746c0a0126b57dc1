"""The port of the contact index: which complaints have something in common, by keyed digests."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol
from uuid import UUID

from adapters.blind_index import Digest


class IndexKey(NamedTuple):
    """A key of the digests. number: from 1; the greatest is in use."""

    number: int
    octets: bytes


class Entry(NamedTuple):
    """A digest of something that a party of a complaint has told of themselves."""

    digest: Digest
    complaint_id: UUID
    party_id: UUID


class Contacts(Protocol):
    """The index of one installation."""

    async def key(self) -> IndexKey:
        """The key in use as this process knows it; the first is made where there is none.

        Raises NotUnwrapped when a stored key is not sound.
        """

    async def renew(self) -> IndexKey:
        """A new key in use; what was noted under the ones before is not found any more.

        Also where the one in use cannot be opened.
        """

    async def note(self, entries: Iterable[Entry], *, under: IndexKey) -> bool:
        """Note entries whose identity keys exist, durably; an older one of their kind gives way.

        False, and nothing noted, when the key is not in use any more: make the digests anew under
        what key() gives then. Raises psycopg.Error when the database answers with an error.
        """

    async def alike(self, complaint_id: UUID) -> tuple[dict[UUID, tuple[str, ...]], int]:
        """The other complaints that have something in common and of which kinds it is; how many.

        At most 2,000 of them, those with most in common first.
        """

    async def writing(self) -> int:
        """The version of the writing that the whole index was made with."""

    async def written(self, version: int) -> None:
        """Note, for ever, that the whole index is made with this version of the writing."""

    async def forget_older(self) -> int:
        """Forget what was noted under keys that are not in use, and these; how many it were."""
