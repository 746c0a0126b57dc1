"""One record, two feeds: from Kafka without sight of the record, and from the store."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg
import pytest

from adapters.feed import Feed
from adapters.kafka.clients import Kafka
from adapters.kafka.feed import KafkaFeed
from adapters.octets import SLICES
from adapters.postgres.log import Log
from adapters.postgres.store_feed import StoreFeed
from adapters.postgres.views import PostgresViews
from projections import discover
from services.projecting import Projecting
from services.rebuilding import rebuild
from services.relaying import number
from tests.contract.test_views import NOTE
from tests.kafka.publishing import publisher
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


def drain(projecting: Projecting, feed: Feed, upto: int) -> None:
    """Apply until the last position is in all views."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        projecting.step(feed, 0.2)
        marks = [projecting.views.marks(p, projecting.log_id) for p in projecting.projections]
        if all(max(mark.position for mark in each.values()) == upto for each in marks):
            return
    raise AssertionError(f"position {upto} did not arrive in {PATIENCE} s")


def begun(views: PostgresViews, feed_name: str) -> Projecting:
    projecting = Projecting(views, discover(), views.log_id(), feed_name)
    projecting.prepare()
    return projecting


def test_both_feeds_give_the_same_views(
    two: tuple[FreshDatabases, FreshDatabases], kafka: str, topic: str
) -> None:
    one, other = two
    last = told().deliveries[-1].position
    with ExitStack() as stack:
        live = PostgresViews.open(one.dsn("plaint_projector"))
        stack.enter_context(closing(live))
        with psycopg.connect(one.dsn("plaint_relay"), autocommit=True) as relaying:
            events = Log(relaying).after_in_slices(0, 1000)
        with publisher(kafka, topic) as to:
            assert to.send(live.log_id(), number(events, [0] * SLICES)).acknowledged(30)
        on_kafka = begun(live, "kafka")
        fed = KafkaFeed(
            Kafka(kafka),
            topic,
            resume=on_kafka.resume,
            group=f"{topic}-group",
        )
        drain(on_kafka, fed, last)
        fed.close()

        stored = PostgresViews.open(other.dsn("plaint_replayer"))
        stack.enter_context(closing(stored))
        connection = psycopg.connect(other.dsn("plaint_replayer"), autocommit=True)
        stack.enter_context(closing(connection))
        on_store = begun(stored, "store")
        drain(on_store, StoreFeed(Log(connection), on_store.resume), last)

        for projection in discover():
            assert live.rows(projection) == expected(told(), projection)
            assert live.digest(projection) == stored.digest(projection)
            rebuilt = rebuild(one.dsn("plaint_replayer"), projection.name)
            assert rebuilt.is_same

        marks = live.marks(discover()[0], live.log_id())
        assert all(mark.offset is not None for mark in marks.values() if mark.position)
        again = KafkaFeed(
            Kafka(kafka),
            topic,
            resume=begun(live, "kafka").resume,
            group=f"{topic}-group",
        )
        assert again.poll(2.0) == []
        again.close()
