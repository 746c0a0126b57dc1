"""The parts between a command and a view, put together without servers, and how they break."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count, islice
from uuid import UUID

from adapters import event_json, octets
from adapters.delivered_events import arrived
from adapters.feed import Delivery, Mark
from adapters.kafka.continuity import Continuity
from adapters.record import Append, Claim, EventToAppend, Expectation, StoredEvent
from adapters.views import Batch, Outcome
from domain.complaint.lifecycle import State
from domain.event import DomainEvent
from domain.recorded import Recorded
from projections._kit import Projection
from projections._kit.applied import Arrived
from tests.support.histories import (
    ACCEPTED,
    CLOSED,
    FORWARDED,
    REJECTED,
    STAFF,
    T0,
    named,
    on,
    received,
)
from tests.support.relay_in_memory import LOG, MemoryLog, MemorySent, MemoryTopic
from tests.support.views_in_memory import ViewsInMemory

LATER: tuple[tuple[DomainEvent, State], ...] = (
    (FORWARDED, "ASSESSED"),
    (ACCEPTED, "ACCEPTED"),
    (REJECTED, "DISPUTED"),
    (CLOSED, "CLOSED"),
)


def complaint_in(slice_: int, number: int) -> UUID:
    """The how-manieth complaint of a slice, from 0."""
    ids = (named(f"complaint of the machine {each}") for each in count())
    return next(islice((each for each in ids if octets.slice_of(each) == slice_), number, None))


class Writer:
    """One who writes to a complaint, and believes to know where it stands."""

    def __init__(self, complaint_id: UUID) -> None:
        self.complaint_id = complaint_id
        self.version, self.prev = 0, octets.seed("complaint", complaint_id)

    def learn(self, history: list[StoredEvent]) -> None:
        """Read again where the complaint stands."""
        if history:
            self.version, self.prev = history[-1].version, history[-1].leaf

    def command(self, command_id: UUID, events: int, claims: tuple[Claim, ...] = ()) -> Append:
        """A command that writes so many events behind what this writer knows."""
        expected = Expectation(self.complaint_id, self.version, self.prev)
        written = tuple(self._events(command_id, events))
        return Append(command_id, b"asked", (expected,), claims, written)

    def _events(self, command_id: UUID, count: int) -> Iterator[EventToAppend]:
        prev = self.prev
        for index in range(count):
            public = event_json.public(self._recorded(command_id, index, prev))
            prev = octets.leaf(public)
            yield EventToAppend(
                self.complaint_id,
                self.version + index + 1,
                "complaint",
                octets.slice_of(self.complaint_id),
                "any",
                public,
                prev,
            )

    def _recorded(self, command_id: UUID, index: int, prev: bytes) -> Recorded:
        version = self.version + index + 1
        event, state = LATER[version % len(LATER)]
        if version == 1:
            event, state = received(reference=f"C-{self.complaint_id.hex[:8]}"), "RECEIVED"
        return Recorded(
            event=event,
            event_id=octets.event_id(command_id, index),
            stream_kind="complaint",
            stream_id=self.complaint_id,
            version=version,
            occurred=on(version),
            recorded_at=T0 + timedelta(minutes=version),
            actor=STAFF,
            command_id=command_id,
            correlation_id=command_id,
            prev=prev.hex(),
            state=state,
        )


class KafkaGone(RuntimeError):
    """The broker went away with a batch on its way; nobody knows whether it has it."""


class _SentToFail(MemorySent):
    def acknowledged(self, seconds: float) -> bool:
        raise KafkaGone


class FailingTopic(MemoryTopic):
    """A topic whose broker takes a batch, and goes away before it says so."""

    fails = False

    def send(self, log_id: UUID, events: Sequence[tuple[StoredEvent, int]]) -> MemorySent:
        sent = super().send(log_id, events)
        return _SentToFail(self) if self.fails else sent


class StoredLog(MemoryLog):
    """The record as relay and feeds read it, which grows with what is stored."""

    def __init__(self) -> None:
        super().__init__([])
        self._arrived: dict[int, Arrived] = {}

    def of(self, complaint_id: UUID) -> list[StoredEvent]:
        """One complaint's events."""
        return [event for event in self.events if event.stream_id == complaint_id]

    def before(self, position: int, slice_: int) -> int:
        """The position before this one in its slice, 0 for the first."""
        earlier = [e.position for e in self.events if e.slice == slice_ and e.position < position]
        return max(earlier, default=0)

    def batch(self, upto: Mapping[int, int]) -> Batch:
        """All that the slices hold up to these positions."""
        there = [e for e in self.events if e.slice is not None and e.position <= upto[e.slice]]
        return Batch(LOG, [self._as_arrived(event) for event in there])

    def _as_arrived(self, event: StoredEvent) -> Arrived:
        """Decoded once, for every step of a history looks at all of it."""
        if event.position not in self._arrived:
            slice_ = event.slice or 0
            before = self.before(event.position, slice_)
            brought = Delivery(LOG, slice_, event.position, before, event.public)
            self._arrived[event.position] = arrived(brought)
        return self._arrived[event.position]


class Reader:
    """A worker with its place in the topic, and views that may be ahead of it or behind it."""

    def __init__(self, topic: MemoryTopic, views: ViewsInMemory, served: Projection) -> None:
        self._topic, self._views, self._served = topic, views, served
        self._views.prepare(served, LOG)
        self._offsets: dict[int, int] = {}
        self._continuity = Continuity()
        self.begin()

    def begin(self) -> None:
        """Start where the view says, as a worker does that was given the slices."""
        for slice_, mark in self._views.marks(self._served, LOG).items():
            self._offsets[slice_] = self._place(slice_, mark)

    def read(self, slice_: int, at_most: int) -> list[Delivery]:
        """The next records of a partition; none when they turn out to be the wrong ones."""
        records = self._topic.partitions[slice_]
        start = self._offsets[slice_]
        if start > len(records):
            # The broker answers that there is no such offset; the client begins anew.
            start = self._offsets[slice_] = 0
            self._continuity.begins(slice_)
        came = records[start : start + at_most]
        if came and self._continuity.is_broken(slice_, came[0][2]):
            self._offsets[slice_] = 0
            self._continuity.begins(slice_)
            return []
        self._offsets[slice_] = start + len(came)
        made = [
            Delivery(log_id, slice_, event.position, before, event.public, start + number)
            for number, (log_id, event, before) in enumerate(came)
        ]
        if made:
            self._continuity.reached(slice_, made[-1].position)
        return made

    def apply(self, deliveries: list[Delivery]) -> Outcome:
        """Give the view what came, whether it has come before or not."""
        batch = Batch(LOG, [arrived(each) for each in deliveries], self._topic.id)
        return self._views.apply(self._served, batch)

    def _place(self, slice_: int, mark: Mark) -> int:
        if mark.offset is None or mark.topic_id != self._topic.id:
            self._continuity.begins(slice_)
            return 0
        self._continuity.reached(slice_, mark.position)
        return mark.offset + 1
