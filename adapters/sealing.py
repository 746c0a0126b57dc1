"""Sealed blobs: personal fields under a key that can be destroyed, bound to their event."""

import hmac
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.canonical import canonical
from domain.errors import ErrorCategory

FORMAT = b"\x01"
PAD = 256
LARGEST = 256 * 1024


class NotSealedHere(ValueError):
    """The blob does not open at this event with this key: it was altered, or moved, or both."""


class TooLarge(ValueError):
    """An event or a sealed blob is larger than the record admits."""

    category = ErrorCategory.UNFIT


@dataclass(frozen=True, slots=True)
class Binding:
    """The place that a blob is bound to; anywhere else it does not open."""

    stream_kind: str
    stream_id: UUID
    version: int
    event_id: UUID
    privacy_class: str

    def octets(self, key_id: bytes) -> bytes:
        """The associated data of the encryption."""
        place = (self.stream_kind, self.stream_id, self.version, self.event_id)
        # Codes and ids of ours alone: the guard of ``canonical`` would look at them in vain.
        return b"plaint-seal/v1\n" + orjson.dumps((*place, self.privacy_class, UUID(bytes=key_id)))


def key_id(key: bytes) -> bytes:
    """The 16 octets that name a data key and commit to it."""
    return hmac.digest(key, b"plaint-key/v1", "sha256")[:16]


def seal(fields: dict[str, Any], *, key: bytes, nonce: bytes, binding: Binding) -> bytes:
    """All fields of one class under one key as one blob; its length tells only multiples of 256.

    key: 32 octets. nonce: 12 random octets, never used twice. Raises TooLarge above 256 KiB.
    """
    name = key_id(key)
    plain = canonical(fields)
    padded = plain.ljust(-(-max(len(plain), 1) // PAD) * PAD, b" ")
    blob = FORMAT + name + nonce + AESGCM(key).encrypt(nonce, padded, binding.octets(name))
    if len(blob) > LARGEST:
        raise TooLarge(
            f"sealed text is too long ({len(blob)} octets, at most {LARGEST}): "
            "attach it as a document"
        )
    return blob


def key_of(blob: bytes) -> bytes:
    """The id of the key that the blob is sealed under."""
    return blob[1:17]


def unseal(blob: bytes, *, key: bytes, binding: Binding) -> dict[str, Any]:
    """The fields of a blob. Raises NotSealedHere when key, place or octets do not agree."""
    if blob[:1] != FORMAT or key_of(blob) != key_id(key):
        raise NotSealedHere(f"blob and key do not belong together (event {binding.event_id})")
    try:
        plain = AESGCM(key).decrypt(blob[17:29], blob[29:], binding.octets(key_of(blob)))
    except InvalidTag:
        raise NotSealedHere(f"blob was altered or moved (event {binding.event_id})") from None
    fields: dict[str, Any] = orjson.loads(plain)
    return fields
