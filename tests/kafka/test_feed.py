"""The live feed: it goes on at the marks it is given, shares slices, and never trusts the group."""

import pytest
from kafka.structs import TopicPartition

from adapters.feed import Delivery, Mark
from adapters.kafka.clients import Kafka
from adapters.kafka.feed import KafkaFeed
from domain.slices import SLICES
from tests.kafka.publishing import LOG, publish
from tests.kafka.working import ALL, Worker, positions, until
from tests.support.published import complaints, stored_by_hand

pytestmark = pytest.mark.servers


def test_everything_is_delivered_in_order_with_the_octets_and_positions(
    kafka: str, topic: str
) -> None:
    events = stored_by_hand(complaints(50), rounds=4)
    publish(kafka, topic, events)
    worker = Worker(kafka, topic, {})

    until(lambda: len(worker.applied) == len(events), worker)

    assert worker.too_early == []
    assert worker.asked == [ALL]
    assert (worker.feed.log_id, worker.feed.slices) == (LOG, ALL)
    assert {delivery.position: delivery.public for delivery in worker.applied} == {
        event.position: event.public for event in events
    }
    worker.feed.close()


def test_engine_8_a_feed_goes_on_behind_the_marks_and_not_where_the_group_was(
    kafka: str, topic: str
) -> None:
    events = stored_by_hand(complaints(50), rounds=4)
    publish(kafka, topic, events)
    marks: dict[int, Mark] = {}
    first = Worker(kafka, topic, marks)
    until(lambda: len(first.applied) == len(events), first)
    first.feed.close()
    forgotten = marks.pop(3)

    second = Worker(kafka, topic, marks)
    of_three = [event.position for event in events if event.slice == 3]
    until(lambda: len(second.applied) == len(of_three), second)
    while second.work(0.5):
        pass

    assert positions(second) == of_three
    assert marks[3] == forgotten
    second.feed.close()


def test_marks_of_another_topic_lead_to_the_beginning(kafka: str, topic: str) -> None:
    events = stored_by_hand(complaints(50), rounds=2)
    publish(kafka, topic, events)
    elsewhere = {slice_: Mark(0, "another-topic", 7) for slice_ in range(SLICES)}
    worker = Worker(kafka, topic, elsewhere)

    until(lambda: len(worker.applied) == len(events), worker)

    worker.feed.close()


def test_a_mark_that_leads_past_events_never_applied_leads_to_the_beginning(
    kafka: str, topic: str
) -> None:
    events = stored_by_hand(complaints(50), rounds=4)
    publish(kafka, topic, events)
    whole = Worker(kafka, topic, {})
    until(lambda: len(whole.applied) == len(events), whole)
    topic_id = whole.feed.topic_id
    whole.feed.close()
    in_five = [event.position for event in events if event.slice == 5]

    # As after a topic lost its end and was filled again: the offset now holds a later event.
    worker = Worker(kafka, topic, {5: Mark(in_five[0], topic_id, 2)})
    until(lambda: len(worker.applied) == len(events) - 1, worker)

    assert worker.too_early == []
    assert [each.position for each in worker.applied if each.slice == 5] == in_five[1:]
    worker.feed.close()


def test_a_second_member_takes_half_and_gives_it_back_and_nothing_is_applied_twice(
    kafka: str, topic: str
) -> None:
    rounds = 6
    events = stored_by_hand(complaints(40), rounds=rounds)
    marks: dict[int, Mark] = {}
    applied: list[int] = []
    prev = publish(kafka, topic, events[:80])
    first = Worker(kafka, topic, marks)
    until(lambda: len(first.applied) == 80, first)

    second = Worker(kafka, topic, marks)
    until(lambda: len(first.feed.slices) == len(second.feed.slices) == 6, first, second)
    prev = publish(kafka, topic, events[80:160], prev)
    until(lambda: len(first.applied) + len(second.applied) == 160, first, second)
    assert first.feed.slices | second.feed.slices == ALL
    assert second.asked[-1] <= second.feed.slices

    second.feed.close()
    publish(kafka, topic, events[160:], prev)
    until(lambda: len(first.applied) + len(second.applied) == len(events), first)

    applied = positions(first) + positions(second)
    assert sorted(applied) == [event.position for event in events]
    assert first.too_early == second.too_early == []
    assert first.feed.slices == ALL
    first.feed.close()


def test_the_group_can_be_watched_though_it_is_not_trusted(kafka: str, topic: str) -> None:
    events = stored_by_hand(complaints(50), rounds=2)
    publish(kafka, topic, events)
    worker = Worker(kafka, topic, {})
    until(lambda: len(worker.applied) == len(events), worker)

    worker.feed.close()

    consumer = Kafka(kafka).consumer(group=f"{topic}-group")
    for slice_ in range(SLICES):
        held = sum(event.slice == slice_ for event in events)
        assert (consumer.committed(TopicPartition(topic, slice_)) or 0) == held
    consumer.close()


def test_what_lies_between_is_asked_of_the_store_where_there_is_one(kafka: str, topic: str) -> None:
    there = [Delivery(LOG, 4, 9, 2, b"{}")]
    feed = KafkaFeed(
        Kafka(kafka),
        topic,
        resume=lambda slices: {},
        between=lambda slice_, after, before: (
            there if (slice_, after, before) == (4, 2, 11) else []
        ),
    )

    assert feed.between(4, 2, 11) == there
    feed.close()


def test_without_a_store_nobody_knows_what_lies_between(kafka: str, topic: str) -> None:
    feed = KafkaFeed(Kafka(kafka), topic, resume=lambda slices: {}, group=f"{topic}-group")

    assert feed.between(4, 2, 11) is None
    feed.close()


def test_the_group_starts_again_only_from_what_resume_says(kafka: str, topic: str) -> None:
    events = stored_by_hand(complaints(50), rounds=2)
    publish(kafka, topic, events)
    first = Worker(kafka, topic, {})
    until(lambda: len(first.applied) == len(events), first)
    first.feed.close()

    again = Worker(kafka, topic, {})
    until(lambda: len(again.applied) == len(events), again)

    assert positions(again) == positions(first)
    again.feed.close()
