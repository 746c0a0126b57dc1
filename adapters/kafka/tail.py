"""Both ends of each partition, by which the relay sees what the topic really holds."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kafka.structs import TopicPartition

from adapters.kafka.clients import Kafka
from adapters.kafka.headers import event_id, place
from domain.errors import ErrorCategory
from domain.slices import SLICES

POLL_MS = 500


class TailUnreadable(RuntimeError):
    """A partition's last record exists and does not come."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Tail:
    """The last record of a partition: which event of which log it is."""

    offset: int
    log_id: UUID
    position: int
    event_id: UUID


def read_beginnings(kafka: Kafka, topic: str, *, partitions: int = SLICES) -> dict[int, int]:
    """The first offset that each partition still has. Raises BrokerAway."""
    consumer = kafka.consumer()
    try:
        begins = consumer.beginning_offsets([TopicPartition(topic, n) for n in range(partitions)])
        return {each.partition: offset for each, offset in begins.items()}
    finally:
        consumer.close()


def read_tails(
    kafka: Kafka, topic: str, *, seconds: float = 30.0, partitions: int = SLICES
) -> dict[int, Tail]:
    """The last record of each partition that has one, as Kafka holds it now.

    Raises BrokerAway, TailUnreadable, and NotOurs for a record without our headers.
    """
    consumer = kafka.consumer(at_a_time=SLICES)
    try:
        every = [TopicPartition(topic, number) for number in range(partitions)]
        begins = consumer.beginning_offsets(every)
        ends = consumer.end_offsets(every)
        last = {each: ends[each] - 1 for each in every if ends[each] > begins[each]}
        if not last:
            return {}
        consumer.assign(list(last))
        for partition, offset in last.items():
            consumer.seek(partition, offset)
        return _collected(consumer, last, time.monotonic() + seconds)
    finally:
        consumer.close()


def _collected(consumer: Any, last: dict[TopicPartition, int], deadline: float) -> dict[int, Tail]:
    found: dict[int, Tail] = {}
    while len(found) < len(last):
        for partition, records in consumer.poll(timeout_ms=POLL_MS).items():
            consumer.pause(partition)
            found[partition.partition] = _tail(records[0])
        if time.monotonic() > deadline:
            missing = sorted(each.partition for each in last if each.partition not in found)
            raise TailUnreadable(
                f"the last records of partitions {missing} do not come: look at the broker's log; "
                "a transaction of somebody else's in this topic would also do that"
            )
    return found


def _tail(record: Any) -> Tail:
    where = place(record.headers)
    return Tail(record.offset, where.log_id, where.position, event_id(record.headers))
