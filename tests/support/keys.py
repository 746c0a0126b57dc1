"""Data keys for tests that need no key store."""

from collections.abc import Mapping, Sequence

from adapters.wrapping import KeyName


class SameKey:
    """A key store whose keys are all alike."""

    async def data_keys(self, wanted: Sequence[KeyName]) -> Mapping[KeyName, bytes]:
        return dict.fromkeys(wanted, b"k" * 32)
