"""The topic is as it must be, or refused; what is published is read back as it was."""

import time
from typing import Any

import pytest
from kafka.partitioner import DefaultPartitioner
from kafka.structs import TopicPartition

from adapters.kafka.clients import BrokerAway, Kafka
from adapters.kafka.headers import event_id, place
from adapters.kafka.reading import Published, read_topic
from adapters.kafka.tail import read_tails
from adapters.kafka.topic import (
    TopicDiffers,
    TopicMissing,
    complaints_topic,
    ensure_topic,
    topic_id,
)
from adapters.octets import slice_of
from tests.kafka.publishing import LOG, publish, publisher, whole
from tests.support.fix_kafka import checkpoints_of, unused_name
from tests.support.published import Complaint, complaints, stored_by_hand

pytestmark = pytest.mark.servers


def test_a_topic_is_made_once_and_found_again(kafka: str) -> None:
    admin, name = Kafka(kafka).admin(), unused_name()

    made = ensure_topic(admin, complaints_topic(name))

    assert ensure_topic(admin, complaints_topic(name)) == made == topic_id(admin, name)
    (found,) = admin.describe_topics([name])
    assert len(found["partitions"]) == 12
    admin.close()


def test_a_topic_with_another_number_of_partitions_or_that_forgets_is_refused(kafka: str) -> None:
    admin, name = Kafka(kafka).admin(), unused_name()
    forgetful = {"num_partitions": 3, "replication_factor": 1, "configs": {"retention.ms": "1000"}}
    admin.create_topics({name: forgetful}, wait_for_metadata=True)

    with pytest.raises(TopicDiffers) as refusal:
        ensure_topic(admin, complaints_topic(name))

    assert "3 partitions, must be 12" in str(refusal.value)
    assert "retention.ms is 1000, must be -1" in str(refusal.value)
    admin.close()


def test_a_topic_that_is_not_there_is_said_to_be_missing(kafka: str) -> None:
    admin = Kafka(kafka).admin()

    with pytest.raises(TopicMissing):
        topic_id(admin, unused_name())
    admin.close()


def test_what_is_published_is_read_back_with_the_same_octets_and_headers(
    kafka: str, topic: str
) -> None:
    before = time.time()
    events = stored_by_hand([*complaints(40), Complaint("rules", kind="policy")], rounds=3)

    publish(kafka, topic, events)

    found = whole(kafka, topic, events, LOG)
    assert (found.records, found.repeats) == (120, 0)
    (record, *_) = read_topic(Kafka(kafka), topic, last=1)
    assert before - 1 < record.timestamp / 1000 < time.time() + 1


def test_a_slice_is_the_partition_that_kafkas_own_partitioner_takes(kafka: str, topic: str) -> None:
    consumer = Kafka(kafka).consumer()
    consumer.assign([TopicPartition(topic, 0)])
    consumer.poll(timeout_ms=1000)
    partition: Any = DefaultPartitioner().partition

    for complaint in complaints(300):
        key = str(complaint.stream_id).encode()
        assert slice_of(complaint.stream_id) == partition(
            topic, None, key, None, None, consumer._cluster
        )
    consumer.close()


def test_the_last_record_of_each_partition_is_found(kafka: str, topic: str) -> None:
    assert read_tails(Kafka(kafka), topic) == {}
    events = stored_by_hand(complaints(4), rounds=3)
    publish(kafka, topic, events)

    tails = read_tails(Kafka(kafka), topic)

    last = {event.slice: event for event in events}
    assert {slice_: tail.position for slice_, tail in tails.items()} == {
        slice_: event.position for slice_, event in last.items()
    }
    for record in read_topic(Kafka(kafka), topic, last=1):
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        tail = tails[record.partition]
        assert (tail.offset, tail.event_id) == (record.offset, event_id(headers))
        assert tail.log_id == place(headers).log_id == LOG


def test_checkpoints_say_how_far_all_is_complete(kafka: str, topic: str) -> None:
    with publisher(kafka, topic) as to:
        to.checkpoint(LOG, 17, [0, 17, *range(10)], 3)
        deadline = time.monotonic() + 10
        found: list[Published] = []
        while not found and time.monotonic() < deadline:
            found = list(read_topic(Kafka(kafka), checkpoints_of(topic)))

    assert [record.key for record in found] == [str(LOG)]
    assert found[0].value == (
        b'{"log_id":"0b8ce3a8-5a0e-4f5f-9d6d-0f9a52f6f001","management_prev":3,'
        b'"position":17,"prev":[0,17,0,1,2,3,4,5,6,7,8,9]}'
    )


def test_reading_can_begin_with_the_last_records_and_follow(kafka: str, topic: str) -> None:
    events = stored_by_hand(complaints(30), rounds=2)
    prev = publish(kafka, topic, events[:30])
    ends = sum(1 for last in prev if last)

    reader = read_topic(Kafka(kafka), topic, last=1, follow=True)
    first = {int(next(reader).headers["ce_position"]) for _ in range(ends)}
    publish(kafka, topic, events[30:], prev[:])
    then = [int(next(reader).headers["ce_position"]) for _ in range(30)]
    reader.close()

    assert first == {last for last in prev if last}
    assert sorted(then) == list(range(31, 61))


def test_a_cluster_that_does_not_answer_is_said_to_be_away() -> None:
    nobody = Kafka("127.0.0.1:9", {"bootstrap_timeout_ms": 500})

    with pytest.raises(BrokerAway, match="password"):
        nobody.admin()
