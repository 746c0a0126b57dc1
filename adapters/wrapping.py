"""Data keys under lock: which fields each one opens, its id, and its wrapping for storage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.clock import random_octets
from adapters.octets import NIL
from adapters.sealing import key_id

FORM = b"\x01"
NONCE = 12
PARTY_SCOPES = ("P2", "P4")


class KeyName(NamedTuple):
    """Whose key it is: a party's fields of one class, a complaint's text, or one document.

    scope: ``P2`` or ``P4`` with a party (nil where the complaint has no complainant), ``P3`` with
    the nil uuid, or what document_key() makes.
    """

    complaint_id: UUID
    party_id: UUID
    scope: str

    @property
    def class_code(self) -> str:
        """The class of what lies under it; of documents too it is P3."""
        return self.scope if self.scope in PARTY_SCOPES else "P3"

    @property
    def document_id(self) -> UUID | None:
        """The document that lies under it, if it is one's."""
        kind, _, document = self.scope.partition(":")
        return UUID(document) if kind == "document" else None


DOCUMENT = "document:"
"""With this begins the scope of a document's own key; its id follows."""


def check_name(name: KeyName) -> None:
    """Raises ValueError for a name that the key store would not hold."""
    if name.scope in PARTY_SCOPES:
        return
    kind, _, document = name.scope.partition(":")
    if name.party_id != NIL:
        raise ValueError(f"only {PARTY_SCOPES} belong to a party ({name}): use the nil uuid")
    if name.scope != "P3" and not (kind == "document" and document == str(UUID(document))):
        raise ValueError(f"unknown scope of a key ({name}): P2, P3, P4 or document_key()")


def document_key(complaint_id: UUID, document_id: UUID) -> KeyName:
    """The name of one document's own key, so that a misfiled letter can be erased alone."""
    return KeyName(complaint_id, NIL, f"{DOCUMENT}{document_id}")


@dataclass(frozen=True, slots=True)
class Kek:
    """A key-encryption key, 32 octets, with the id under which wrapped keys name it."""

    id: str
    octets: bytes = field(repr=False)


def by_id(keks: Iterable[Kek]) -> dict[str, Kek]:
    """Key-encryption keys by the id that wrapped keys name."""
    return {kek.id: kek for kek in keks}


class WrappedKey(NamedTuple):
    """A data key as the key store holds it."""

    key_id: bytes
    name: KeyName
    kek_id: str
    wrapped: bytes


class NotUnwrapped(ValueError):
    """The stored key was changed, belongs to another name, or its key-encryption key is absent."""


def fresh_key(name: KeyName, kek: Kek) -> WrappedKey:
    """A new random data key, already wrapped."""
    return wrap(random_octets(32), name, kek)


def wrap(data_key: bytes, name: KeyName, kek: Kek) -> WrappedKey:
    """The data key under the key-encryption key, bound to its id and name (AES-256-GCM)."""
    identity, nonce = key_id(data_key), random_octets(NONCE)
    sealed = AESGCM(kek.octets).encrypt(nonce, data_key, _bound(identity, name, kek.id))
    return WrappedKey(identity, name, kek.id, FORM + nonce + sealed)


def unwrap(stored: WrappedKey, keks: Mapping[str, Kek]) -> bytes:
    """The data key, 32 octets. keks: by id. Raises NotUnwrapped, never gives another key."""
    where = f"key {stored.key_id.hex()}, key-encryption key {stored.kek_id!r}"
    kek = keks.get(stored.kek_id)
    if kek is None:
        raise NotUnwrapped(f"its key-encryption key is not among the secrets ({where}): restore it")
    if stored.wrapped[:1] != FORM:
        raise NotUnwrapped(f"unknown form of wrapping ({where}): run a version that knows it")
    nonce, sealed = stored.wrapped[1 : 1 + NONCE], stored.wrapped[1 + NONCE :]
    bound = _bound(stored.key_id, stored.name, stored.kek_id)
    try:
        data_key = AESGCM(kek.octets).decrypt(nonce, sealed, bound)
    except InvalidTag:
        raise NotUnwrapped(f"the stored key was changed or moved ({where}): restore it") from None
    if key_id(data_key) != stored.key_id:
        raise NotUnwrapped(f"the key is not the one its id names ({where}): restore it")
    return data_key


def _bound(identity: bytes, name: KeyName, kek_id: str) -> bytes:
    # It equals ``canonical``, whose guard would look in vain at codes and ids of ours.
    return b"plaint-kek/v1\n" + orjson.dumps((identity.hex(), *name, kek_id))
