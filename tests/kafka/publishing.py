"""Publishing for tests that need no relay, and judging what a topic holds against the store."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from adapters.kafka.clients import Kafka
from adapters.kafka.headers import Labels
from adapters.kafka.publisher import Publisher
from adapters.kafka.reading import Published, read_topic
from adapters.record import StoredEvent
from domain.slices import SLICES
from services.streaming.relay import number
from tests.support.fix_kafka import checkpoints_of

LOG = UUID("0b8ce3a8-5a0e-4f5f-9d6d-0f9a52f6f001")


@contextmanager
def publisher(address: str, topic: str) -> Iterator[Publisher]:
    """A publisher whose doubts fail the test."""
    doubts: list[str] = []
    made = Publisher(Kafka(address), topic, checkpoints=checkpoints_of(topic), doubt=doubts.append)
    made.trust(30)
    yield made
    assert doubts == []


def publish(
    address: str, topic: str, events: Sequence[StoredEvent], prev: list[int] | None = None
) -> list[int]:
    """Puts events into the topic; gives the last position of each slice, to go on from."""
    prev = [0] * (SLICES + 1) if prev is None else prev
    with publisher(address, topic) as to:
        assert to.send(LOG, number(events, prev)).acknowledged(30)
    return prev


@dataclass(frozen=True, slots=True)
class Findings:
    """What was seen in a topic that is whole."""

    records: int
    repeats: int


def whole(address: str, topic: str, events: Sequence[StoredEvent], log_id: UUID) -> Findings:
    """Asserts that the topic holds exactly these events: in order, without a hole, word for word.

    What is repeated must be repeated in whole stretches, so that no reader ever meets a position
    whose predecessor it has not met.
    """
    store = {event.position: event for event in events}
    last = [0] * (SLICES + 1)
    expected = {pair[0].position: pair[1] for pair in number(events, last)}
    seen: dict[int, int] = defaultdict(int)
    labels = Labels(log_id)
    records, repeats = 0, 0
    for record in read_topic(Kafka(address), topic):
        position = _same(record, store, expected, labels)
        reached = seen[record.partition]
        assert expected[position] <= reached, f"{position} came before {expected[position]}"
        repeats += position <= reached
        seen[record.partition] = max(reached, position)
        records += 1
    assert [seen[slice_] for slice_ in range(SLICES)] == last[:SLICES]
    return Findings(records, repeats)


def _same(
    record: Published,
    store: dict[int, StoredEvent],
    expected: dict[int, int],
    labels: Labels,
) -> int:
    position = int(record.headers["ce_position"])
    event = store[position]
    said = {name: value.encode() for name, value in record.headers.items()}
    assert said == dict(labels.of(event, expected[position]))
    assert record.value == event.public
    assert record.key == str(event.stream_id)
    assert record.partition == event.slice
    return position
