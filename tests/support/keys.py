"""Data keys for tests that need no key store."""

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from adapters.sealing import key_id
from adapters.wrapping import KeyName

KEY = b"k" * 32


class SameKey:
    """A key store whose keys are all alike."""

    async def data_keys(self, wanted: Sequence[KeyName]) -> Mapping[KeyName, bytes]:
        return dict.fromkeys(wanted, KEY)

    async def find(self, key_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        return {each: KEY for each in key_ids if each == key_id(KEY)}

    async def held(self, complaint_id: UUID) -> Mapping[bytes, KeyName]:
        return {}

    async def complaints_of(self, party_id: UUID) -> list[UUID]:
        return []

    async def destroy(self, key_ids: Sequence[bytes]) -> int:
        return 0


class KeysInMemory:
    """A key store that keeps its keys apart, and loses those that are destroyed.

    remembers: it gives a destroyed key again from memory, as another process may for a while.
    """

    def __init__(self) -> None:
        self.keys: dict[KeyName, bytes] = {}
        self.made = 0
        self.remembered: dict[KeyName, bytes] = {}

    async def data_keys(self, wanted: Sequence[KeyName]) -> Mapping[KeyName, bytes]:
        for name in wanted:
            if name not in self.keys and name not in self.remembered:
                self.made += 1
                self.keys[name] = hashlib.sha256(f"{name} {self.made}".encode()).digest()
        return {name: self.remembered.get(name) or self.keys[name] for name in wanted}

    async def find(self, key_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        known = {key_id(key): key for key in self.keys.values()}
        return {each: known[each] for each in key_ids if each in known}

    async def held(self, complaint_id: UUID) -> Mapping[bytes, KeyName]:
        names = [name for name in self.keys if name.complaint_id == complaint_id]
        return {key_id(self.keys[name]): name for name in names}

    async def complaints_of(self, party_id: UUID) -> list[UUID]:
        return [name.complaint_id for name in self.keys if name.party_id == party_id]

    async def destroy(self, key_ids: Sequence[bytes]) -> int:
        gone = [name for name, key in self.keys.items() if key_id(key) in key_ids]
        for name in gone:
            del self.keys[name]
        self.remembered.clear()
        return len(gone)
