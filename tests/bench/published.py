"""The history in Kafka: published by the relay, and read again by whoever compares."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg

from adapters.kafka.clients import Kafka
from adapters.kafka.publisher import Publisher
from adapters.kafka.topic import (
    checkpoints_topic,
    complaints_topic,
    ensure_topic,
    management_topic,
)
from adapters.postgres.log import Log
from adapters.postgres.relay_state import RelayState
from adapters.postgres.roles import RELAY
from domain.slices import MANAGEMENT
from services.streaming.relay import Relay
from tests.bench.ground import Ground
from tests.bench.history import History, history
from tests.support.fix_kafka import checkpoints_of, unused_name
from tests.support.servers import FreshDatabases


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of complaints. records: in it."""

    name: str
    records: int
    log_id: UUID


@contextmanager
def published(ground: Ground) -> Iterator[Topic]:
    """The history in a topic that stays until the end."""
    kept = ground.kept(history)
    with ground.fresh(of=kept.database) as database:
        name, _ = relayed(ground, database)
        with psycopg.connect(database.dsn(RELAY), autocommit=True) as connection:
            log_id = Log(connection).log_id()
        yield Topic(name, records_of(kept, before=MANAGEMENT), log_id)


def relayed(ground: Ground, database: FreshDatabases) -> tuple[str, float]:
    """Publish a record from its first event to its last: the topic, and how many seconds it took.

    Until Kafka has acknowledged the last, without the time in which relay and broker meet.
    """
    kafka, topic = Kafka(ground.broker()), new_topics(ground)
    with psycopg.connect(database.dsn(RELAY), autocommit=True) as connection:
        publisher = Publisher(
            kafka,
            topic,
            checkpoints=checkpoints_of(topic),
            management=beside(topic),
            doubt=_doubted,
        )
        relay = Relay(Log(connection), publisher, RelayState(connection, topic, beside(topic)))
        relay.check()
        start = time.perf_counter()
        while relay.step():
            pass
        seconds = time.perf_counter() - start
        publisher.flush()
        # The relay's process ends without a farewell; this one goes on.
        publisher._producer.close()
    return topic, seconds


def new_topics(ground: Ground) -> str:
    """The name of new topics as the relay makes them."""
    name = unused_name()
    admin = Kafka(ground.broker()).admin()
    ensure_topic(admin, complaints_topic(name))
    ensure_topic(admin, management_topic(beside(name)))
    ensure_topic(admin, checkpoints_topic(checkpoints_of(name)))
    admin.close()
    return name


def beside(topic: str) -> str:
    """The management system's topic beside one of complaints."""
    return f"{topic}-management"


def records_of(kept: History, *, before: int | None = None) -> int:
    """How many of a record's events are published. before: of the slices before this one alone."""
    with kept.database.superuser() as connection:
        counting = "SELECT count(*) FROM event WHERE slice < coalesce(%s, slice + 1)"
        row = connection.execute(counting, [before]).fetchone()
    assert row is not None
    return int(str(row[0]))


def _doubted(reason: str) -> None:
    raise RuntimeError(f"the broker is in doubt: {reason}")
