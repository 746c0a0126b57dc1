"""How a group forms and shares its slices: in as few rounds as there are reasons for."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from adapters.kafka.clients import SESSION_TIMEOUT_MS, Kafka
from adapters.kafka.feed import KafkaFeed
from tests.kafka.working import ALL

pytestmark = pytest.mark.servers
PATIENCE = 20.0


@pytest.fixture
def first(kafka: str, topic: str) -> Iterator[KafkaFeed]:
    """The one member of its group; it has all slices."""
    feed = member(kafka, topic)
    deadline = time.monotonic() + PATIENCE
    while feed.slices != ALL:
        assert time.monotonic() < deadline, feed.slices
        feed.poll(0.1)
    yield feed
    feed.close()


def member(kafka: str, topic: str, name: str | None = None) -> KafkaFeed:
    client = Kafka(kafka, member=name)
    return KafkaFeed(client, topic, resume=lambda slices: {}, group=f"{topic}-group")


def rounds(feed: KafkaFeed) -> int:
    """How often its group has been divided, as the feed knows."""
    return int(feed._consumer.group_metadata().generation_id)


def test_a_group_is_divided_once_for_its_first_member(first: KafkaFeed) -> None:
    for _ in range(10):
        first.poll(0.1)

    assert rounds(first) == 1


def test_what_a_group_answers_between_two_polls_counts(kafka: str, topic: str) -> None:
    consumer = Kafka(kafka).consumer(group=f"{topic}-group")
    consumer.subscribe([topic])
    deadline = time.monotonic() + PATIENCE

    while not consumer.assignment():
        assert time.monotonic() < deadline, consumer.group_metadata()
        consumer.poll(timeout_ms=0)
        # Time is the matter: the group answers while nobody polls.
        time.sleep(0.3)
    consumer.close()


def test_a_second_member_has_its_half_after_two_rounds(
    first: KafkaFeed, kafka: str, topic: str
) -> None:
    two = [first, member(kafka, topic)]
    deadline = time.monotonic() + PATIENCE

    # In turn, so that most answers come while their member does not wait.
    while [len(each.slices) for each in two] != [6, 6]:
        assert time.monotonic() < deadline, [each.slices for each in two]
        for each in two:
            each.poll(0.1)

    assert [rounds(each) for each in two] == [3, 3]
    two[1].close()


def test_a_member_that_is_back_under_its_name_has_its_slices_while_its_session_still_lasts(
    kafka: str, topic: str
) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-m", "tests.kafka.member", kafka, topic, "one"],
        stdout=subprocess.PIPE,
    )
    assert killed.stdout is not None and b"all\n" in iter(killed.stdout.readline, b"")
    killed.kill()
    killed.wait()

    back = member(kafka, topic, "one")
    deadline = time.monotonic() + SESSION_TIMEOUT_MS / 1000 - 5
    while back.slices != ALL:
        assert time.monotonic() < deadline, back.slices
        back.poll(0.1)
    back.close()
