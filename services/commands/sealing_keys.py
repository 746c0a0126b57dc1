"""The keys that facts are sealed under, and what is noted of contacts before they are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.data_keys import DataKeys
from adapters.sealing import key_id
from adapters.wrapping import KeyName
from domain.decision_context import NewEvent
from services.commands.event_assembly import Head, key_names


class Contacts(Protocol):
    """Where contact details are noted, so that likely duplicates are found."""

    async def note(self, facts: Sequence[NewEvent], head: Head, others: Sequence[Head]) -> None:
        """Note what these facts tell of contacts; the keys of the identities are there."""


@dataclass(frozen=True, slots=True)
class SealingKeys:
    """Gets all that must be kept before the facts of a command are appended."""

    keys: DataKeys
    contacts: Contacts | None = None

    async def of(
        self, facts: Sequence[NewEvent], head: Head, others: Sequence[Head]
    ) -> Mapping[KeyName, bytes]:
        """The key of everything that is personal in these facts.

        Never one that an erasure has ordered destroyed: where one is left, because the erasure was
        cut off or this process remembers it, it goes now, and a fresh one takes its name.
        """
        names = key_names(facts, head, others)
        found = await self.keys.data_keys(names)
        ordered = _erased(head, *others)
        left = [key for key in map(key_id, found.values()) if key.hex() in ordered]
        if left:
            await self.keys.destroy(left)
            found = await self.keys.data_keys(names)
        if self.contacts is not None:
            await self.contacts.note(facts, head, others)
        return found


def _erased(*heads: Head) -> frozenset[str]:
    known = [head for head in heads if head.state is not None]
    return frozenset(key for head in known for key in head.of.erased_keys(head.state))
