"""A copy of the original: the same complaints of other people on other days, sealed and chained.

Every digest, derived id and key is its own, so that a record of copies is a true one.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from adapters.clock import random_octets
from adapters.octets import CROCKFORD, check_digit, event_id, leaf, seed, slice_of
from adapters.sealing import Binding, seal
from adapters.wrapping import Kek, KeyName, wrap
from tests.growth.original import Blob, Original, OriginalEvent, pieces

ODD = 2_654_435_761
"""Multiplied by it, no two numbers of 32 or 40 bits become the same, and neighbours lie apart."""
WEEKS = 520
"""Copies begin in so many different weeks."""


@dataclass(slots=True)
class Copy:
    """The rows of one copy by their tables, those of the key store apart."""

    record: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    keys: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)


class Copying:
    """Makes one copy. number: from 1, another for each; first: the position of its first event."""

    def __init__(self, original: Original, number: int, first: int, kek: Kek) -> None:
        self._original = original
        self._number = number
        self._moved = first - original.first
        self._kek = kek
        self._ids = _ids(original, number)
        self._new = {str(old).encode(): str(new).encode() for old, new in self._ids.items()}
        self._new |= _references(original, number) | _days(original, number)
        self._keys: dict[KeyName, bytes] = {name: random_octets(32) for name in original.keys}
        self._events: list[tuple[Any, ...]] = []
        self._sealed: list[tuple[Any, ...]] = []

    def copy(self, appended_at: datetime) -> Copy:
        """All rows of it. appended_at: of every event."""
        for position, event in enumerate(self._original.events, start=self._original.first):
            self._event(position + self._moved, event, appended_at)
        wrapped = [wrap(key, self._name(name), self._kek) for name, key in self._keys.items()]
        return Copy(
            {
                "event": self._events,
                "sealed": self._sealed,
                "command": [self._command(*row) for row in self._original.commands],
                "claim": [self._claim(*row) for row in self._original.claims],
            },
            {
                "data_key": [(key.key_id, *key.name, key.kek_id, key.wrapped) for key in wrapped],
                "contact_entry": [self._contact(*row) for row in self._original.contacts],
            },
        )

    def _event(self, position: int, event: OriginalEvent, appended_at: datetime) -> None:
        said = event.recorded
        stream_id = self._ids[said.stream_id]
        if said.version == 1:
            self._new[said.prev.encode()] = seed(said.stream_kind, stream_id).hex().encode()
        for blob in event.blobs:
            sealed = self._blob(event, blob)
            digest = hashlib.sha256(sealed)
            self._new[blob.digest] = digest.hexdigest().encode()
            self._sealed.append((position, digest.digest(), sealed))
        public = self._written(event.pieces)
        own = leaf(public)
        self._new[event.leaf] = own.hex().encode()
        place = (position, stream_id, said.version, said.stream_kind, slice_of(stream_id))
        self._events.append((*place, said.event.TYPE, public, own, appended_at))

    def _written(self, parts: tuple[bytes, ...]) -> bytes:
        return b"".join(map(self._new.get, parts, parts))

    def _blob(self, event: OriginalEvent, blob: Blob) -> bytes:
        said = event.recorded
        place = (said.stream_kind, self._ids[said.stream_id], said.version)
        binding = Binding(*place, self._ids[said.event_id], blob.mark)
        key = self._keys[blob.key]
        return seal(blob.fields, key=key, nonce=random_octets(12), binding=binding)

    def _name(self, name: KeyName) -> KeyName:
        party = self._ids.get(name.party_id, name.party_id)
        return KeyName(self._ids[name.complaint_id], party, name.scope)

    def _command(self, command_id: UUID, request: bytes, first: int, last: int) -> tuple[Any, ...]:
        return (self._ids[command_id], request, first + self._moved, last + self._moved)

    def _claim(self, kind: str, value: str, command_id: UUID) -> tuple[Any, ...]:
        return (kind, self._written(pieces(value.encode())).decode(), self._ids[command_id])

    def _contact(
        self, digest: bytes, kind: str, complaint_id: UUID, party_id: UUID, key_number: int
    ) -> tuple[Any, ...]:
        """Other people have other contacts; what two complaints had in common they still have."""
        other = hashlib.sha256(digest + str(self._number).encode()).digest()[:16]
        return (other, kind, self._ids[complaint_id], self._ids[party_id], "P2", key_number)


def _ids(original: Original, number: int) -> dict[UUID, UUID]:
    """Each id with the one of this copy; an event's is made from its command's, as ever."""
    other = (number * ODD & 0xFFFFFFFF) << 96
    ids = {one: UUID(int=one.int ^ other) for one in original.ids}
    firsts = {command_id: first for command_id, _, first, _ in original.commands}
    for position, event in enumerate(original.events, start=original.first):
        command_id = event.recorded.command_id
        index = position - firsts[command_id]
        ids[event.recorded.event_id] = event_id(ids[command_id], index)
    return ids


def _references(original: Original, number: int) -> dict[bytes, bytes]:
    start = number * len(original.references)
    return {
        old: _reference((start + place) * ODD & 0xFFFFFFFFFF)
        for place, old in enumerate(original.references)
    }


def _reference(number: int) -> bytes:
    digits = "".join(CROCKFORD[number >> shift & 31] for shift in range(35, -5, -5))
    return f"C-{digits}{check_digit(digits)}".encode()


def _days(original: Original, number: int) -> dict[bytes, bytes]:
    """Whole weeks earlier, so that a Monday is one."""
    earlier = timedelta(weeks=number % WEEKS)
    return {
        day: (date.fromisoformat(day.decode()) - earlier).isoformat().encode()
        for day in original.days
    }
