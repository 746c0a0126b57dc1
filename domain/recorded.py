"""A fact in its envelope: whose it is, when it happened, when it was recorded, and its place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from domain.event import DomainEvent
from domain.values import Actor, PolicyRef, When


class Recorded(Struct, frozen=True, kw_only=True):
    """One event as the record holds it; its sealed fields are None unless they were opened.

    occurred: the world's time; recorded_at: ours. Order comes from position and version alone.
    state: after this event, where the aggregate names its states. sealed: (class, sha256) pairs.
    position: its place in the whole record, None before it is stored.
    """

    event: DomainEvent
    event_id: UUID
    stream_kind: str
    stream_id: UUID
    version: int
    occurred: When
    recorded_at: datetime
    actor: Actor
    command_id: UUID
    correlation_id: UUID
    prev: str
    causation_id: UUID | None = None
    on_behalf_of: UUID | None = None
    entered_from: UUID | None = None
    policy: PolicyRef | None = None
    state: Any = None
    sealed: tuple[tuple[str, str], ...] = ()
    position: int | None = None

    def changed(self, **changes: Any) -> "Recorded":
        """The event with these parts of its envelope, or its payload, changed."""
        return structs.replace(self, **changes)
