"""Fixtures over the real Apache Kafka that our own launcher starts."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.kafka.clients import Kafka
from adapters.kafka.topic import checkpoints_topic, complaints_topic, ensure_topic
from adapters.local.jars import default_cache, fetch_jars
from adapters.local.kafka_server import KafkaServer

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """The address of one broker for all tests of a run; every test makes topics of its own."""
    with broker_of_our_own() as broker:
        address = broker.start()
        _first_group(address)
        yield address


@pytest.fixture
def topic(kafka: str) -> str:
    """A fresh topic for complaints, with one for checkpoints beside it."""
    return fresh_topic(kafka)


def fresh_topic(address: str) -> str:
    """Makes a topic as the relay does, and the topic for its checkpoints; the name of the first."""
    name = unused_name()
    admin = Kafka(address).admin()
    ensure_topic(admin, complaints_topic(name))
    ensure_topic(admin, checkpoints_topic(checkpoints_of(name)))
    admin.close()
    return name


def _first_group(address: str) -> None:
    """Forms one: a new broker makes its own topic of groups for it, and no test is about that."""
    consumer = Kafka(address).consumer(group="first")
    consumer.subscribe([fresh_topic(address)])
    while not consumer.assignment():
        consumer.poll(timeout_ms=100)
    consumer.close()


def unused_name() -> str:
    """A topic name that no other test of this run uses."""
    return f"complaints-{os.getpid()}-{next(_NUMBERS)}"


def checkpoints_of(topic: str) -> str:
    """The name of the topic for checkpoints beside a topic of the tests."""
    return f"{topic}-checkpoints"


@contextmanager
def broker_of_our_own() -> Iterator[KafkaServer]:
    """A broker that is not started yet and may be killed; its files go at the end."""
    cache = default_cache()
    fetch_jars(cache, repository=None, on_progress=lambda done, total: None)
    folder = Path(tempfile.mkdtemp(prefix="plaint-kafka-test-", dir="/tmp"))
    folder.chmod(0o711)
    broker = KafkaServer(folder / "kafka", jars=cache, run_as=None)
    try:
        yield broker
    finally:
        broker.stop()
        shutil.rmtree(folder)
