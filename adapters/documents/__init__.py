"""The port of documents: encrypted content outside the record, named by its own digest."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from domain.errors import ErrorCategory


class DocumentMissing(FileNotFoundError):
    """No content of this digest is stored."""

    category = ErrorCategory.NOT_FOUND


class DocumentsAway(OSError):
    """Documents cannot be kept or read now: their folder is full, read-only, or not ours."""

    category = ErrorCategory.UNAVAILABLE


class Incoming(Protocol):
    """Content that is being written; nobody finds it before it is kept."""

    def write(self, octets: bytes) -> None:
        """Add to it."""

    def keep(self, sha256: str) -> None:
        """Store it for good, durably, under the digest of all that was written."""

    def drop(self) -> None:
        """Forget it; after keep, nothing."""


class DocumentStore(Protocol):
    """Where the ciphertext of documents lies; every implementation passes one contract suite.

    Whatever keeps it from being written or read, each method raises DocumentsAway.
    """

    def incoming(self) -> Incoming:
        """Begin to write."""

    def open(self, sha256: str) -> BinaryIO:
        """The content of a digest, to be read and closed. Raises DocumentMissing."""

    def remove(self, sha256: str) -> bool:
        """Destroy the content of a digest; False when there was none."""

    def digests(self) -> Iterator[str]:
        """The digest of everything that is stored, in no order."""
