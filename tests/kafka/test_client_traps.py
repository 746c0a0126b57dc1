"""Traps of the Kafka client that its defaults would let us fall into."""

import sys
from typing import Any

import pytest
from kafka import TopicPartition

from adapters.kafka.clients import PRODUCER, Kafka, NoChecksum

pytestmark = pytest.mark.servers

SLICE = 3


def produce(kafka: str, topic: str, value: bytes, *, commits: bool) -> None:
    """One record in a transaction, which is then committed or not."""
    producer: Any = PRODUCER(bootstrap_servers=kafka, transactional_id=f"{topic}-{value.decode()}")
    producer.init_transactions()
    producer.begin_transaction()
    producer.send(topic, value=value, partition=SLICE)
    producer.flush()
    producer.commit_transaction() if commits else producer.abort_transaction()
    producer.close()


def read(consumer: Any, topic: str) -> list[bytes]:
    """All that the consumer is shown of one partition."""
    place = TopicPartition(topic, SLICE)
    consumer.assign([place])
    consumer.seek_to_beginning(place)
    (end,) = consumer.end_offsets([place]).values()
    found: list[bytes] = []
    while consumer.position(place) < end:
        for records in consumer.poll(timeout_ms=500).values():
            found += [record.value for record in records]
    return found


def test_t6_what_was_never_committed_is_not_read(kafka: str, topic: str) -> None:
    produce(kafka, topic, b"aborted", commits=False)
    produce(kafka, topic, b"committed", commits=True)

    consumer = Kafka(kafka).consumer()
    assert read(consumer, topic) == [b"committed"]
    consumer.close()


def test_t6_reading_and_leaving_commits_no_offset(kafka: str, topic: str) -> None:
    produce(kafka, topic, b"read", commits=True)
    group = f"{topic}-group"
    first = Kafka(kafka).consumer(group=group)
    assert read(first, topic) == [b"read"]
    first.close()

    second = Kafka(kafka).consumer(group=group)
    assert second.committed(TopicPartition(topic, SLICE)) is None
    second.close()


def test_engine_7_a_client_without_its_checksum_library_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "crc32c", None)
    with pytest.raises(NoChecksum, match="install"):
        Kafka("localhost:9")
