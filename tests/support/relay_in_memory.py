"""Log, topic and row in memory, for tests of the relay's decisions without a server."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

import orjson

from adapters.kafka.tail import Tail
from adapters.postgres.relay_state import NOTHING, Fenced, RelayRow
from adapters.record import StoredEvent
from domain.slices import SLICES
from services.streaming.relay import Relay

LOG = UUID("0b8ce3a8-5a0e-4f5f-9d6d-0f9a52f6f001")
TOPIC = "7c9b2f0e-8c1d-4b57-9a5e-3f1f0c2d4e5f"


class MemoryLog:
    """A store that holds these events; a test may take some away."""

    def __init__(self, events: Sequence[StoredEvent], log_id: UUID = LOG) -> None:
        self.events = list(events)
        self.id = log_id

    def log_id(self) -> UUID:
        return self.id

    def head(self) -> int:
        return self.events[-1].position if self.events else 0

    def after(self, position: int, limit: int) -> list[StoredEvent]:
        return [event for event in self.events if event.position > position][:limit]

    def at(self, position: int) -> StoredEvent | None:
        return next((event for event in self.events if event.position == position), None)

    def last_in_slice(self, slice_: int, upto: int) -> int:
        found = (one.position for one in self.events if one.slice == slice_)
        return max([0, *(position for position in found if position <= upto)])

    def last_of_each_slice(self, upto: int) -> list[int]:
        last = [0] * (SLICES + 1)
        for event in self.events:
            if event.slice is not None and event.position <= upto:
                last[event.slice] = event.position
        return last[:SLICES]


class MemorySent:
    """A batch that is acknowledged when the test says so."""

    def __init__(self, topic: "MemoryTopic") -> None:
        self._topic = topic

    def acknowledged(self, seconds: float) -> bool:
        self._topic.asked += 1
        return self._topic.acknowledges


class MemoryTopic:
    """Partitions as lists of (log id, event, prevposition); the last is the topic beside it."""

    def __init__(self, topic_id: str = TOPIC) -> None:
        self.id = topic_id
        self.management_id = str(uuid5(UUID(topic_id), "beside"))
        self.partitions: list[list[tuple[UUID, StoredEvent, int]]] = _empty()
        self.checkpoints: list[tuple[UUID, int, tuple[int, ...]]] = []
        self.first_offsets = dict.fromkeys(range(SLICES), 0)
        self.connected = False
        self.trusts = 0
        self.acknowledges = True
        self.asked = 0

    def trust(self, seconds: float) -> str:
        self.connected = True
        self.trusts += 1
        return self.id

    def trusted(self) -> bool:
        return self.connected

    def tails(self) -> Mapping[int, Tail]:
        return {
            number: Tail(len(records) - 1, records[-1][0], records[-1][1].position, id_in(records))
            for number, records in enumerate(self.partitions)
            if records
        }

    def beginnings(self) -> Mapping[int, int]:
        return self.first_offsets

    def send(self, log_id: UUID, events: Sequence[tuple[StoredEvent, int]]) -> MemorySent:
        assert self.connected
        for event, before in events:
            assert event.slice is not None
            self.partitions[event.slice].append((log_id, event, before))
        return MemorySent(self)

    def checkpoint(self, log_id: UUID, position: int, prev: Sequence[int], management: int) -> None:
        self.checkpoints.append((log_id, position, tuple(prev)))
        self.told_beside = management

    def flush(self) -> None:
        """Nothing waits here."""

    def positions(self, slice_: int) -> list[int]:
        """What lies in a partition, by position."""
        return [event.position for _, event, _ in self.partitions[slice_]]

    def cut(self, slice_: int, keep: int) -> None:
        """Lose the end of a partition, as a broker does in a power cut."""
        del self.partitions[slice_][keep:]

    def made_anew(self) -> None:
        """Be another topic of the same name, which holds nothing."""
        self.id = str(uuid5(UUID(self.id), "made anew"))
        self.partitions = [*_empty()[:SLICES], self.partitions[SLICES]]

    def beside_made_anew(self) -> None:
        """The topic beside it is another one, which holds nothing."""
        self.management_id = str(uuid5(UUID(self.management_id), "made anew"))
        self.partitions[SLICES] = []


def _empty() -> list[list[tuple[UUID, StoredEvent, int]]]:
    return [[] for _ in range(SLICES + 1)]


class MemoryState:
    """The relay's row, which a second relay may take over."""

    def __init__(self) -> None:
        self.row: RelayRow | None = None
        self.said: list[str] = []

    def take_over(self) -> RelayRow:
        before = self.row or RelayRow("", LOG, 0, NOTHING, 0)
        self.row = replace(before, epoch=before.epoch + 1)
        return self.row

    def mine(self, row: RelayRow) -> None:
        if self.row is None or self.row.epoch != row.epoch:
            raise Fenced("taken over")

    def move(self, row: RelayRow) -> None:
        self.mine(row)
        self.row = row

    def works(self) -> None:
        self._say("works")

    def waits(self, reason: str) -> None:
        self._say(f"waits {reason}")

    def _say(self, word: str) -> None:
        """Each word once, however often it is repeated."""
        if self.said[-1:] != [word]:
            self.said.append(word)


def id_in(records: Sequence[tuple[UUID, StoredEvent, int]]) -> UUID:
    """The id of the last event."""
    return UUID(orjson.loads(records[-1][1].public)["event_id"])


def once_idle(pause: float) -> bool:
    """Stops a relay as soon as it would pause."""
    return pause > 0


def published(events: list[StoredEvent]) -> tuple[MemoryLog, MemoryTopic, MemoryState]:
    """All that is there after a relay has published these events."""
    log, topic, state = MemoryLog(events), MemoryTopic(), MemoryState()
    run(log, topic, state)
    return log, topic, state


def run(log: MemoryLog, topic: MemoryTopic, state: MemoryState) -> None:
    Relay(log, topic, state).run(once_idle)
