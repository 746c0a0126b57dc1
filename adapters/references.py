"""The port of references: which stream one belongs to."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Found:
    """A stream, and the legal entity that gave it its reference."""

    stream_id: UUID
    legal_entity: str


class References(Protocol):
    """Every reference that was ever given."""

    async def by_reference(
        self, reference: str, legal_entities: list[str], *, kind: str
    ) -> list[Found]:
        """The streams that have this reference with these entities, at most one for each."""

    async def legal_entities(self) -> list[str]:
        """Every legal entity that ever gave a reference, sorted."""
