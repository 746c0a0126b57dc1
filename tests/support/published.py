"""Complaints for tests of the topic: whole envelopes, stored by the real writer or by hand."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from adapters.canonical import canonical
from adapters.octets import event_id, leaf, seed, slice_of_kind
from adapters.postgres.reading import PostgresRecord
from adapters.record import Append, EventToAppend, Expectation, Outcome, StoredEvent

TESTS = UUID("6d2c1b1e-52a1-5a0b-8d1c-0f0b6e0c7f11")
MOMENT = "2026-03-02T09:30:00.000000Z"


class Complaint:
    """One stream as its only writer knows it."""

    def __init__(self, name: str, kind: str = "complaint") -> None:
        self.stream_id = uuid5(TESTS, name)
        self.kind = kind
        self.version = 0
        self.prev = seed(kind, self.stream_id)

    def command(self, events: int = 1) -> Append:
        """The next command, which writes so many notes."""
        command_id = uuid5(self.stream_id, f"command after {self.version}")
        expected = Expectation(self.stream_id, self.version, self.prev)
        written = tuple(self.note(command_id, index) for index in range(events))
        return Append(command_id, b"asked", (expected,), (), written)

    def note(self, command_id: UUID, index: int) -> EventToAppend:
        """The stream's next event, as lifecycle says it is written down."""
        self.version += 1
        public = canonical(
            {
                "actor": {"kind": "staff", "id": str(uuid5(TESTS, "agent")), "role": "agent"},
                "command_id": str(command_id),
                "correlation_id": str(command_id),
                "data": {"category": "billing/late-fee", "channel": "letter", "ordinal": index},
                "event_id": str(event_id(command_id, index)),
                "occurred": {"at": MOMENT, "zone": "Europe/Berlin"},
                "prev": self.prev.hex(),
                "recorded_at": MOMENT,
                "schema": 1,
                "sealed": [{"class": "P3", "sha256": "7a" * 32}],
                "stream_id": str(self.stream_id),
                "stream_kind": self.kind,
                "type": "NoteAdded",
                "version": self.version,
            }
        )
        self.prev = leaf(public)
        slice_ = slice_of_kind(self.kind, self.stream_id)
        return EventToAppend(
            self.stream_id, self.version, self.kind, slice_, "NoteAdded", public, self.prev
        )


def complaints(count: int, *, start: int = 0) -> list[Complaint]:
    """So many complaints, the same ones for the same numbers."""
    return [Complaint(f"complaint {number}") for number in range(start, start + count)]


def stored_by_hand(streams: Sequence[Complaint], rounds: int = 1) -> list[StoredEvent]:
    """The events that a store would hold had each stream written one event in each round."""
    when = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    commands = [stream.command() for _ in range(rounds) for stream in streams]
    return [
        StoredEvent(
            position,
            event.stream_id,
            event.version,
            event.stream_kind,
            event.slice,
            event.type,
            event.public,
            event.leaf,
            when,
        )
        for position, event in enumerate((e for c in commands for e in c.events), 1)
    ]


def store(dsn: str, streams: Sequence[Complaint], *, rounds: int = 1, events: int = 1) -> None:
    """Writes to the real store: in each round every stream so many events."""
    asyncio.run(_store(dsn, streams, rounds, events))


async def _store(dsn: str, streams: Sequence[Complaint], rounds: int, events: int) -> None:
    record = await PostgresRecord.open(dsn)
    for _ in range(rounds):
        answers = await asyncio.gather(
            *(record.append(stream.command(events)) for stream in streams)
        )
        assert {answer.outcome for answer in answers} == {Outcome.STORED}
    await record.aclose()
