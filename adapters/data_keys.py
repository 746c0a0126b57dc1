"""The port of the key store: where the keys lie under which personal content is sealed."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from adapters.wrapping import KeyName


class DataKeys(Protocol):
    """The data keys; a key that was destroyed leaves its sealed content closed for ever."""

    async def data_keys(self, wanted: Sequence[KeyName]) -> Mapping[KeyName, bytes]:
        """The keys of these names; missing ones are made and committed first."""

    async def find(self, key_ids: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The data keys that still exist among these ids."""

    async def held(self, complaint_id: UUID) -> Mapping[bytes, KeyName]:
        """What lies under each key of a complaint that there is, by its id."""

    async def complaints_of(self, party_id: UUID) -> Sequence[UUID]:
        """The complaints that hold anything of a party under a key of their own; usually one."""

    async def destroy(self, key_ids: Sequence[bytes]) -> int:
        """Delete these keys for ever; how many there were."""
