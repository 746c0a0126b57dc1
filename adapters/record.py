"""The port of the record: what a command asks to append, what came of it, and what is read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EventToAppend:
    """One event as octets, ready to be stored; its position is given at commit.

    slice: the Kafka partition for streams of kind ``complaint``, None for all others.
    leaf: SHA-256(0x00 ‖ public), 32 octets. sealed: whole sealed blobs, possibly none.
    """

    stream_id: UUID
    version: int
    stream_kind: str
    slice: int | None
    type: str
    public: bytes
    leaf: bytes
    sealed: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """The stream as the decision saw it: its version (0 when new) and its last event's leaf."""

    stream_id: UUID
    version: int
    prev: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that only one command may ever take, such as a reference within a legal entity."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Append:
    """All that one command writes, whole or not at all; it may touch several streams or none."""

    command_id: UUID
    request: bytes
    streams: tuple[Expectation, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[EventToAppend, ...] = ()


class Outcome(IntEnum):
    """What came of one command in a batch; its neighbours are untouched by it."""

    STORED = 0
    ALREADY = 1
    VERSION_MOVED = 2
    PREV_DIFFERS = 3
    CLAIM_TAKEN = 4
    OTHER_REQUEST = 5


@dataclass(frozen=True, slots=True)
class Appended:
    """The outcome and, for STORED and ALREADY with events, the positions of its first and last."""

    outcome: Outcome
    first_position: int | None
    last_position: int | None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event as it lies in the record."""

    position: int
    stream_id: UUID
    version: int
    stream_kind: str
    slice: int | None
    type: str
    public: bytes
    leaf: bytes
    appended_at: datetime


class Record(Protocol):
    """The record as services see it; every implementation passes one contract suite."""

    async def append(self, command: Append) -> Appended:
        """Store the command, durably, or say why not; never raises for the six outcomes."""

    async def stream(
        self, stream_id: UUID, *, since: int = 1, upto: int | None = None
    ) -> list[StoredEvent]:
        """All events of one stream in version order, from version ``since`` to ``upto``."""

    async def after(self, position: int, limit: int) -> list[StoredEvent]:
        """At most ``limit`` events with a greater position, in position order."""

    async def between(self, first: int, last: int) -> list[StoredEvent]:
        """The events with positions ``first`` to ``last``, both included, in order."""

    async def head(self) -> int:
        """The last position given, 0 when the record is empty."""

    async def log_id(self) -> UUID:
        """Which incarnation of the log this is; positions mean something only together with it."""

    async def known_commands(self, command_ids: Sequence[UUID]) -> dict[UUID, Appended]:
        """Which of these commands are remembered, each as the outcome ALREADY would tell it."""

    async def requests(self, command_ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The request digests of those of these commands that are remembered."""

    async def ends(self, stream_ids: Sequence[UUID]) -> dict[UUID, tuple[StoredEvent, StoredEvent]]:
        """The first and the last event of each of these streams that exists."""

    async def claimed(self, kind: str) -> list[str]:
        """The values of this kind that were ever claimed, in the order of their commands."""

    async def sealed(self, positions: Sequence[int]) -> dict[int, list[bytes]]:
        """The sealed blobs that still exist at these positions; order within one is by sha256."""
