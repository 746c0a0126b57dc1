"""The record without a server: the same rules in a dictionary, for tests that need no database."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from adapters import clock
from adapters.postgres.append_checks import admit
from adapters.record import Append, Appended, Claim, Expectation, Outcome, StoredEvent


class RecordInMemory:
    """The port adapters.record.Record; it passes the same suite as the one in PostgreSQL."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._events: list[StoredEvent] = []
        self._streams: dict[UUID, list[StoredEvent]] = {}
        self._commands: dict[UUID, tuple[bytes, Appended]] = {}
        self._claims: dict[Claim, None] = {}
        self._sealed: dict[int, list[bytes]] = {}

    async def append(self, command: Append) -> Appended:
        """Stores the command or says why not; raises UnfitCommand for contradictions."""
        admit(command)
        if command.command_id in self._commands:
            return self._repeated(command)
        verdict = max((self._judge(stream) for stream in command.streams), default=Outcome.STORED)
        if verdict is Outcome.STORED and not self._claims.keys().isdisjoint(command.claims):
            verdict = Outcome.CLAIM_TAKEN
        if verdict is not Outcome.STORED:
            return Appended(verdict, None, None)
        return self._store(command)

    async def stream(
        self, stream_id: UUID, *, since: int = 1, upto: int | None = None
    ) -> list[StoredEvent]:
        """All events of one stream in version order, from version ``since`` to ``upto``."""
        return self._streams.get(stream_id, [])[since - 1 : upto]

    async def after(self, position: int, limit: int) -> list[StoredEvent]:
        """At most ``limit`` events with a greater position, in position order."""
        return self._events[position : position + limit]

    async def between(self, first: int, last: int) -> list[StoredEvent]:
        """The events with positions ``first`` to ``last``, both included, in order."""
        return self._events[max(first - 1, 0) : last]

    async def head(self) -> int:
        """The last position given, 0 when the record is empty."""
        return len(self._events)

    async def log_id(self) -> UUID:
        """Always the same: it is never restored."""
        return UUID(int=1)

    async def known_commands(self, command_ids: Sequence[UUID]) -> dict[UUID, Appended]:
        """Which of these commands are remembered, each as the outcome ALREADY would tell it."""
        known = [each for each in command_ids if each in self._commands]
        return {each: self._as_already(each) for each in known}

    async def requests(self, command_ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The request digests of those of these commands that are remembered."""
        return {each: self._commands[each][0] for each in command_ids if each in self._commands}

    async def ends(self, stream_ids: Sequence[UUID]) -> dict[UUID, tuple[StoredEvent, StoredEvent]]:
        """The first and the last event of each of these streams that exists."""
        found = {each: self._streams[each] for each in stream_ids if self._streams.get(each)}
        return {each: (events[0], events[-1]) for each, events in found.items()}

    async def claimed(self, kind: str) -> list[str]:
        """The values of this kind that were ever claimed, in the order of their commands."""
        return [claim.value for claim in self._claims if claim.kind == kind]

    async def sealed(self, positions: Sequence[int]) -> dict[int, list[bytes]]:
        """The sealed blobs at these positions; order within one is by sha256."""
        return {each: self._sealed[each] for each in positions if each in self._sealed}

    def _judge(self, expected: Expectation) -> Outcome:
        stored = self._streams.get(expected.stream_id, [])
        if len(stored) != expected.version:
            return Outcome.VERSION_MOVED
        if stored and stored[-1].leaf != expected.prev:
            return Outcome.PREV_DIFFERS
        return Outcome.STORED

    def _repeated(self, command: Append) -> Appended:
        request, _ = self._commands[command.command_id]
        if request != command.request:
            return Appended(Outcome.OTHER_REQUEST, None, None)
        return self._as_already(command.command_id)

    def _as_already(self, command_id: UUID) -> Appended:
        _, first = self._commands[command_id]
        return Appended(Outcome.ALREADY, first.first_position, first.last_position)

    def _store(self, command: Append) -> Appended:
        head = len(self._events)
        moment = max([self._now(), *(event.appended_at for event in self._events[-1:])])
        for position, new in enumerate(command.events, start=head + 1):
            columns = (new.stream_id, new.version, new.stream_kind, new.slice, new.type)
            stored = StoredEvent(position, *columns, new.public, new.leaf, moment)
            self._events.append(stored)
            self._streams.setdefault(new.stream_id, []).append(stored)
            if new.sealed:
                self._sealed[position] = sorted(new.sealed, key=_sha256)
        self._claims |= dict.fromkeys(command.claims)
        places = (head + 1, len(self._events)) if command.events else (None, None)
        appended = Appended(Outcome.STORED, *places)
        self._commands[command.command_id] = (command.request, appended)
        return appended


def _sha256(blob: bytes) -> bytes:
    return hashlib.sha256(blob).digest()
