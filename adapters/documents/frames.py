"""The stored form of a document: frames of 64 KiB, each encrypted, none to be moved or left out.

It is a storage format, written out in docs/documents.md.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.canonical import canonical
from adapters.sealing import key_id
from domain.errors import ErrorCategory

FORM = b"\x01"
PREFIX = 7
HEADER = 1 + 16 + PREFIX
FRAME = 64 * 1024
TAG = 16
MORE, LAST = b"\x00", b"\x01"


class DocumentDamaged(ValueError):
    """What is stored is not what was stored: octets were changed, moved, cut off or added."""

    category = ErrorCategory.REFUSED


class Encrypting:
    """Content on its way into the store: octets in, octets of the stored form out.

    key: 32 octets, of this one document, never used before. prefix: 7 random octets.
    """

    def __init__(self, key: bytes, *, prefix: bytes, complaint_id: UUID, document_id: UUID) -> None:
        self._cipher = _Cipher(key, prefix, complaint_id, document_id)
        self._waiting = bytearray()
        self._plain, self._stored = hashlib.sha256(), hashlib.sha256()
        self._header = FORM + key_id(key) + prefix
        self.size = 0

    def add(self, octets: bytes) -> bytes:
        """What may be stored so far of the content with these octets added to it."""
        self._plain.update(octets)
        self.size += len(octets)
        self._waiting += octets
        made = bytearray(self._begin())
        # The last frame is marked as such, so one is always kept back until the end.
        while len(self._waiting) > FRAME:
            made += self._cipher.encrypt(bytes(self._waiting[:FRAME]), MORE)
            del self._waiting[:FRAME]
        return self._made(bytes(made))

    def end(self) -> bytes:
        """The rest of what is to be stored; nothing may be added after it."""
        return self._made(self._begin() + self._cipher.encrypt(bytes(self._waiting), LAST))

    @property
    def plaintext_sha256(self) -> str:
        """The digest of the content."""
        return self._plain.hexdigest()

    @property
    def ciphertext_sha256(self) -> str:
        """The digest of the stored form, under which it is found."""
        return self._stored.hexdigest()

    def _begin(self) -> bytes:
        begun, self._header = self._header, b""
        return begun

    def _made(self, octets: bytes) -> bytes:
        self._stored.update(octets)
        return octets


def key_of(stored: BinaryIO) -> bytes:
    """The id of the key that a stored document names; reads its header. Raises DocumentDamaged."""
    header = stored.read(HEADER)
    stored.seek(0)
    if len(header) != HEADER or header[:1] != FORM:
        raise DocumentDamaged("the stored document has no header of a known form: restore it")
    return header[1:17]


def decrypted(
    stored: BinaryIO, key: bytes, *, complaint_id: UUID, document_id: UUID
) -> Iterator[bytes]:
    """The content of a stored document, frame by frame, each verified before it is given.

    Raises DocumentDamaged where key, document and octets do not belong together, or the end is not
    the one that was written.
    """
    if key_of(stored) != key_id(key):
        raise DocumentDamaged(f"document {document_id} is not under its key: restore both")
    prefix = stored.read(HEADER)[17:]
    cipher = _Cipher(key, prefix, complaint_id, document_id)
    frame = stored.read(FRAME + TAG)
    while True:
        following = stored.read(FRAME + TAG)
        yield cipher.decrypt(frame, MORE if following else LAST)
        if not following:
            return
        frame = following


def verify(stored: BinaryIO, sha256: str) -> None:
    """Read a stored document to its end and compare its digest. Raises DocumentDamaged."""
    stored.seek(0)
    digest = hashlib.sha256()
    while octets := stored.read(FRAME):
        digest.update(octets)
    if digest.hexdigest() != sha256:
        raise DocumentDamaged(f"the stored document {sha256} does not have its digest: restore it")
    stored.seek(0)


class _Cipher:
    def __init__(self, key: bytes, prefix: bytes, complaint_id: UUID, document_id: UUID) -> None:
        named = [str(complaint_id), str(document_id), str(UUID(bytes=key_id(key)))]
        self._bound = b"plaint-document/v1\n" + canonical(named)
        self._aead = AESGCM(key)
        self._prefix = prefix
        self._document_id = document_id
        self._number = 0

    def encrypt(self, piece: bytes, mark: bytes) -> bytes:
        return self._aead.encrypt(self._nonce(mark), piece, self._bound)

    def decrypt(self, frame: bytes, mark: bytes) -> bytes:
        number = self._number
        try:
            return self._aead.decrypt(self._nonce(mark), frame, self._bound)
        except (InvalidTag, ValueError):
            raise DocumentDamaged(
                f"frame {number} of document {self._document_id} was altered, moved or cut: "
                "restore it"
            ) from None

    def _nonce(self, mark: bytes) -> bytes:
        nonce = self._prefix + self._number.to_bytes(4, "big") + mark
        self._number += 1
        return nonce
