"""What the state of every aggregate tells, whichever it is."""

from datetime import datetime
from typing import Protocol


class StreamState(Protocol):
    """One aggregate after its latest event.

    legal_entity: under whose policy it is decided. zone: in which its days are meant, if known.
    version, recorded_at: of that event.
    """

    @property
    def legal_entity(self) -> str: ...

    @property
    def zone(self) -> str | None: ...

    @property
    def version(self) -> int: ...

    @property
    def recorded_at(self) -> datetime: ...
