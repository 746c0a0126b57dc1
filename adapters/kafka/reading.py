"""Reading the topic as anybody may: without a group, from its beginning or its end."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from kafka.structs import TopicPartition

from adapters.kafka.clients import Kafka
from adapters.kafka.topic import describe

POLL_MS = 200


@dataclass(frozen=True, slots=True)
class Published:
    """A record as it lies in the topic; header values as text.

    timestamp: when it was published, milliseconds since 1970.
    """

    partition: int
    offset: int
    timestamp: int
    key: str
    headers: dict[str, str]
    value: bytes


def read_topic(
    kafka: Kafka,
    topic: str,
    *,
    last: int | None = None,
    follow: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[Published, None, None]:
    """The topic's records, in order within a partition.

    last: so many of each partition's last ones, 0 for none of what is there; None for all.
    follow: go on with what comes, until ``stopped`` says so; else end where the topic ended when
    reading began. Raises BrokerAway and TopicMissing.
    """
    partitions = _partitions(kafka, topic)
    consumer = kafka.consumer()
    try:
        begins, ends = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
        consumer.assign(partitions)
        for each in partitions:
            start = begins[each] if last is None else max(begins[each], ends[each] - last)
            consumer.seek(each, start)
        while not stopped() and (follow or _before(consumer, ends)):
            for partition, records in consumer.poll(timeout_ms=POLL_MS).items():
                for record in records:
                    if follow or record.offset < ends[partition]:
                        yield _published(record)
    finally:
        consumer.close()


def _partitions(kafka: Kafka, topic: str) -> list[TopicPartition]:
    admin = kafka.admin()
    try:
        found = describe(admin, topic)["partitions"]
    finally:
        admin.close()
    return [TopicPartition(topic, one["partition_index"]) for one in found]


def _before(consumer: Any, ends: dict[TopicPartition, int]) -> bool:
    return any(consumer.position(each) < end for each, end in ends.items())


def _published(record: Any) -> Published:
    return Published(
        record.partition,
        record.offset,
        record.timestamp,
        (record.key or b"").decode(),
        {name: value.decode() for name, value in record.headers},
        record.value,
    )
