"""When the live feed waits rightly, and when it must say that something is wrong."""

import time

import pytest
from kafka.structs import TopicPartition

from adapters.kafka.clients import Kafka
from adapters.kafka.consumer_stall import FeedStalled
from adapters.kafka.feed import KafkaFeed
from adapters.kafka.topic import TopicDiffers, TopicMissing, complaints_topic, ensure_topic
from domain.slices import SLICES
from tests.kafka.publishing import publish
from tests.kafka.working import ALL
from tests.support.fix_kafka import fresh_topic, unused_name
from tests.support.published import complaints, stored_by_hand

pytestmark = pytest.mark.servers


def test_a_feed_that_waits_although_there_is_more_says_so(kafka: str, topic: str) -> None:
    publish(kafka, topic, stored_by_hand(complaints(20)))
    feed = KafkaFeed(
        Kafka(kafka), topic, resume=lambda slices: {}, stalled_after=0.5, group=f"{topic}-group"
    )
    while not feed.poll(0.1):
        pass
    stuck = [TopicPartition(topic, slice_) for slice_ in range(SLICES)]
    feed._consumer.pause(*stuck)
    publish(kafka, topic, stored_by_hand(complaints(20), rounds=2)[20:])

    with pytest.raises(FeedStalled, match="although there are some"):
        for _ in range(100):
            feed.poll(0.1)
    feed.close()


def test_a_caller_that_never_waits_gets_its_slices_all_the_same(kafka: str, topic: str) -> None:
    feed = KafkaFeed(Kafka(kafka), topic, resume=lambda slices: {}, group=f"{topic}-group")
    deadline = time.monotonic() + 20

    while feed.slices != ALL:
        assert time.monotonic() < deadline
        feed.poll(0)
    feed.close()


def test_an_idle_topic_is_no_stall(kafka: str, topic: str) -> None:
    feed = KafkaFeed(
        Kafka(kafka), topic, resume=lambda slices: {}, stalled_after=2.0, group=f"{topic}-group"
    )

    for _ in range(25):
        assert feed.poll(0.1) == []
    assert feed.slices == ALL
    feed.close()


def test_a_topic_made_anew_under_a_running_feed_ends_it(kafka: str) -> None:
    name = fresh_topic(kafka)
    feed = KafkaFeed(Kafka(kafka), name, resume=lambda slices: {}, group=f"{name}-group")
    feed.poll(1.0)
    admin = Kafka(kafka).admin()
    admin.delete_topics([name])
    ensure_topic(admin, complaints_topic(name))

    with pytest.raises(FeedStalled, match="made anew"):
        for _ in range(300):
            feed.poll(0.1)
    feed.close()
    admin.close()


def test_a_feed_of_a_topic_that_is_missing_or_otherwise_is_refused(kafka: str) -> None:
    admin, other = Kafka(kafka).admin(), unused_name()
    admin.create_topics({other: {"num_partitions": 2}}, wait_for_metadata=True)

    with pytest.raises(TopicMissing):
        KafkaFeed(Kafka(kafka), unused_name(), resume=lambda slices: {})
    with pytest.raises(TopicDiffers):
        KafkaFeed(Kafka(kafka), other, resume=lambda slices: {})
    admin.close()
