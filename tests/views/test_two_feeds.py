"""One record, two feeds: from Kafka without sight of the record, and from the store."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from adapters.feed import Feed
from adapters.kafka.clients import Kafka
from adapters.kafka.feed import KafkaFeed
from adapters.kafka.publisher import Publisher
from adapters.postgres.log import Log
from adapters.postgres.store_feed import StoreFeed
from adapters.postgres.views import PostgresViews
from adapters.record import StoredEvent
from domain.slices import SLICES
from projections import discover
from services.streaming.projector import Projecting
from services.streaming.rebuilding import rebuild
from services.streaming.relay import number
from tests.contract.test_views import NOTE
from tests.kafka.publishing import Findings, publisher, whole
from tests.support.histories import (
    ACCEPTED,
    CLOSED,
    COMPLAINTS,
    FORWARDED,
    Telling,
    deadline_set,
    named,
    received,
)
from tests.support.servers import Cluster, FreshDatabases
from tests.support.storing import store
from tests.views.test_projecting import expected

pytestmark = pytest.mark.servers
PATIENCE = 60.0
REPEATING = ((0, 9), (4, 17), (4, 17), (12, 24), (0, 24))
"""Parts of the record in the order in which they are published: each relay began again."""


def told() -> Telling:
    telling = Telling()
    for complaint_id in COMPLAINTS:
        telling.skipped = 1
        telling.tell(received(), "RECEIVED", of=complaint_id)
        telling.skipped = 0
        telling.tell(deadline_set(named(f"due {complaint_id}")), "RECEIVED", of=complaint_id)
        telling.tell(FORWARDED, "RECEIVED", of=complaint_id)
    for complaint_id in COMPLAINTS[:3]:
        telling.tell(ACCEPTED, "ACCEPTED", of=complaint_id)
        telling.tell(CLOSED, "CLOSED", of=complaint_id)
        telling.tell(NOTE, "CLOSED", of=complaint_id)
    return telling


@pytest.fixture
def two(postgres: Cluster) -> Iterator[tuple[FreshDatabases, FreshDatabases]]:
    """Two databases that hold the same record."""
    with postgres.databases() as one, postgres.databases() as other:
        store(one, told())
        store(other, told())
        yield one, other


@contextmanager
def begun(dsn: str, feed_name: str) -> Iterator[Projecting]:
    """A worker over every projection, its views prepared."""
    with closing(PostgresViews.open(dsn)) as views:
        projecting = Projecting(views, discover(), views.log_id(), feed_name)
        projecting.prepare()
        yield projecting


def take(projecting: Projecting, feed: Feed, deliveries: int) -> None:
    """Apply what comes until so many deliveries came, each repeat counted."""
    deadline = time.monotonic() + PATIENCE
    came = 0
    while came < deliveries:
        assert time.monotonic() < deadline, f"{came} of {deliveries} came in {PATIENCE} s"
        came += projecting.step(feed, 0.2)
    assert came == deliveries


def digests(projecting: Projecting) -> dict[str, str]:
    return {one.name: projecting.views.digest(one) for one in projecting.projections}


def publish_again(
    to: Publisher, events: Sequence[StoredEvent], log_id: UUID, part: tuple[int, int]
) -> int:
    """Publish a part as a relay does whose row stood at its begin; how many records that were."""
    begin, end = part
    prev = [0] * SLICES
    number(events[:begin], prev)
    stretch = number(events[begin:end], prev)
    assert to.send(log_id, stretch).acknowledged(30)
    return len(stretch)


def fed_by_kafka(projecting: Projecting, kafka: str, topic: str, told: list[StoredEvent]) -> None:
    """The whole topic with its repeats, taken as it grows, and then once more from its start."""
    with publisher(kafka, topic) as to:
        feed = KafkaFeed(Kafka(kafka), topic, resume=projecting.resume, group=f"{topic}-group")
        sent = 0
        for part in REPEATING:
            count = publish_again(to, told, projecting.log_id, part)
            take(projecting, feed, count)
            sent += count
        feed.close()
    assert whole(kafka, topic, told, projecting.log_id) == Findings(sent, sent - len(told))
    before = digests(projecting)
    anew = KafkaFeed(Kafka(kafka), topic, resume=lambda _: {}, group=f"{topic}-group")
    take(projecting, anew, sent)
    anew.close()
    assert digests(projecting) == before


def record_of(database: FreshDatabases) -> list[StoredEvent]:
    with psycopg.connect(database.dsn("plaint_relay"), autocommit=True) as relaying:
        return Log(relaying).after_in_slices(0, 1000)


@pytest.mark.parametrize("table", ["event", "sealed", "command", "claim"])
def test_the_login_of_the_kafka_worker_reads_no_table_of_the_record(
    database: FreshDatabases, table: str
) -> None:
    statement = f"SELECT count(*) FROM {table}"
    with (
        psycopg.connect(database.dsn("plaint_projector")) as projector,
        pytest.raises(InsufficientPrivilege, match=f"permission denied for table {table}"),
    ):
        projector.execute(statement.encode())
    with database.superuser() as superuser:
        assert superuser.execute(statement.encode()).fetchone() == (0,)


def test_both_feeds_give_the_same_views_though_the_topic_repeats_itself(
    two: tuple[FreshDatabases, FreshDatabases], kafka: str, topic: str
) -> None:
    one, other = two
    with (
        begun(one.dsn("plaint_projector"), "kafka") as live,
        begun(other.dsn("plaint_replayer"), "store") as stored,
        psycopg.connect(other.dsn("plaint_replayer"), autocommit=True) as connection,
    ):
        # The very session that fills the views from Kafka is refused the record.
        with pytest.raises(InsufficientPrivilege, match="permission denied for table event"):
            live.views.connection.execute("SELECT public FROM event")
        fed_by_kafka(live, kafka, topic, record_of(one))
        take(stored, StoreFeed(Log(connection), stored.resume), len(told().deliveries))
        assert digests(live) == digests(stored)
        for projection in discover():
            assert live.views.rows(projection) == expected(told(), projection)
            assert rebuild(one.dsn("plaint_replayer"), projection.name).is_same


def test_a_worker_that_comes_back_is_given_nothing_that_all_views_have(
    database: FreshDatabases, kafka: str, topic: str
) -> None:
    store(database, told())
    events = record_of(database)
    with begun(database.dsn("plaint_projector"), "kafka") as live:
        with publisher(kafka, topic) as to:
            publish_again(to, events, live.log_id, (0, len(events)))
        first = KafkaFeed(Kafka(kafka), topic, resume=live.resume, group=f"{topic}-group")
        take(live, first, len(events))
        first.close()
        marks = live.views.marks(discover()[0], live.log_id)
        assert all(mark.offset is not None for mark in marks.values() if mark.position)
        again = KafkaFeed(Kafka(kafka), topic, resume=live.resume, group=f"{topic}-group")
        assert again.poll(2.0) == []
        again.close()
