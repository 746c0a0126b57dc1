"""The worker over the real store: what it brings to the views, and what it says when it cannot."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from msgspec import structs

from adapters.feed import Delivery, Mark
from adapters.octets import slice_of
from adapters.postgres.log import Log
from adapters.postgres.store_feed import StoreFeed
from adapters.postgres.views import PostgresViews, view_lag
from projections import audit_trail, case_queue, discover, trends
from services.streaming.projector import LogRenewed, Projecting
from tests.contract.test_views import NOTE, applied
from tests.support.histories import COMPLAINTS, Telling, received
from tests.support.servers import FreshDatabases
from tests.support.storing import renew_log, store
from tests.support.views_in_memory import ViewsInMemory
from tests.support.written import written_by

pytestmark = pytest.mark.servers
QUEUE, TRAIL, TRENDS = case_queue.PROJECTION, audit_trail.PROJECTION, trends.PROJECTION
ONE, TWO = COMPLAINTS[:2]


@pytest.fixture
def views(database: FreshDatabases) -> Iterator[PostgresViews]:
    opened = PostgresViews.open(database.dsn("plaint_replayer"))
    yield opened
    opened.close()


@pytest.fixture
def log(database: FreshDatabases) -> Iterator[Log]:
    with psycopg.connect(database.dsn("plaint_replayer"), autocommit=True) as connection:
        yield Log(connection)


@pytest.fixture
def told() -> Telling:
    telling = Telling()
    for number, complaint_id in enumerate(COMPLAINTS):
        telling.skipped = number % 2
        telling.tell(received(reference=f"C-{number}"), "RECEIVED", of=complaint_id)
    telling.skipped = 0
    for complaint_id in COMPLAINTS * 3:
        telling.tell(NOTE, "RECEIVED", of=complaint_id)
    return telling


def worker(views: PostgresViews) -> Projecting:
    projecting = Projecting(views, discover(), views.log_id(), "store", worker="one")
    projecting.prepare()
    return projecting


def drained(projecting: Projecting, feed: "StoreFeed | Scripted") -> None:
    while projecting.step(feed, 0.0):
        pass


class Scripted:
    """The port Feed over deliveries that a test chose; store: what may be fetched between."""

    def __init__(self, batches: list[list[Delivery]], fetched: list[Delivery] | None) -> None:
        self._batches = list(batches)
        self._store = fetched
        self.log_id = None
        self.topic_id = "topic"
        self.management_id = None
        self.slices = frozenset(range(12))

    def poll(self, seconds: float) -> list[Delivery]:
        return self._batches.pop(0) if self._batches else []

    def between(self, slice_: int, after: int, before: int) -> list[Delivery] | None:
        if self._store is None:
            return None
        return [d for d in self._store if d.slice == slice_ and after < d.position < before]

    def close(self) -> None: ...


def expected(told: Telling, projection: object) -> list[object]:
    memory = ViewsInMemory()
    applied(memory, projection, told.arrived)  # type: ignore[arg-type]
    return memory.rows(projection)  # type: ignore[arg-type]


def of_this_log(told: Telling, views: PostgresViews) -> list[Delivery]:
    return [structs.replace(one, log_id=views.log_id()) for one in told.deliveries]


def test_the_store_feed_brings_every_projection_up_to_date(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    store(database, told)
    projecting = worker(views)
    drained(projecting, StoreFeed(log, projecting.resume, at_a_time=3))
    for projection in discover():
        assert views.rows(projection) == expected(told, projection)


def test_a_worker_that_starts_again_goes_on_where_it_was(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    store(database, told)
    first = worker(views)
    feed = StoreFeed(log, first.resume, at_a_time=4)
    assert first.step(feed, 0.0) == 4
    second = worker(views)
    again = StoreFeed(log, second.resume, at_a_time=100)
    assert again.poll(0.0)[0].position > told.deliveries[0].position
    drained(second, StoreFeed(log, second.resume))
    assert views.rows(QUEUE) == expected(told, QUEUE)
    assert StoreFeed(log, second.resume).poll(0.0) == []


def test_prevpositions_of_the_store_feed_are_those_of_the_whole_record(
    database: FreshDatabases, log: Log, told: Telling
) -> None:
    store(database, told)
    whole = StoreFeed(log, lambda slices: dict.fromkeys(slices, Mark())).poll(0.0)
    shown = [(d.slice, d.position, d.prevposition, d.public) for d in told.deliveries]
    assert [(d.slice, d.position, d.prevposition, d.public) for d in whole] == shown
    middle = told.deliveries[7].position
    later = StoreFeed(log, lambda slices: dict.fromkeys(slices, Mark(middle))).poll(0.0)
    assert [(d.slice, d.position, d.prevposition) for d in later] == [s[:3] for s in shown[8:]]


def test_a_hole_is_fetched_where_there_is_a_store(
    database: FreshDatabases, views: PostgresViews, told: Telling
) -> None:
    projecting = worker(views)
    deliveries = of_this_log(told, views)
    drained(projecting, Scripted([deliveries[:2], deliveries[9:]], fetched=deliveries))
    for projection in discover():
        assert views.rows(projection) == expected(told, projection)


def test_without_a_store_a_hole_waits_for_the_repeat(views: PostgresViews, told: Telling) -> None:
    projecting = worker(views)
    deliveries = of_this_log(told, views)
    drained(projecting, Scripted([deliveries[:5], deliveries[7:]], fetched=None))
    lacking = {slice_of(row.complaint_id) for row in views.rows(QUEUE) if row.version < 4}
    assert lacking == {delivery.slice for delivery in deliveries[5:7]}
    drained(projecting, Scripted([deliveries[4:]], fetched=None))
    assert views.rows(QUEUE) == expected(told, QUEUE)


def test_events_of_another_log_are_left_alone(views: PostgresViews, told: Telling) -> None:
    projecting = worker(views)
    drained(projecting, Scripted([told.deliveries], fetched=None))
    assert views.rows(QUEUE) == []


def test_a_renewed_log_ends_the_worker_and_the_next_begins_anew(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    store(database, told)
    projecting = replace(worker(views), beat_seconds=0.0)
    drained(projecting, StoreFeed(log, projecting.resume))
    renew_log(database)
    with pytest.raises(LogRenewed):
        projecting.step(StoreFeed(log, projecting.resume), 0.0)
    assert len(views.rows(QUEUE)) == len(COMPLAINTS)
    after = worker(views)
    assert views.rows(QUEUE) == []
    drained(after, StoreFeed(log, after.resume))
    assert views.rows(QUEUE) == expected(told, QUEUE)


def test_the_audit_trail_stops_and_the_others_go_on(views: PostgresViews, told: Telling) -> None:
    broken = Telling(log_id=views.log_id())
    broken.tell(received(), "RECEIVED", of=ONE)
    broken.garbage(b"??", of=ONE)
    broken.tell(received(reference="C-2"), "RECEIVED", of=TWO)
    projecting = worker(views)
    drained(projecting, Scripted([broken.deliveries], fetched=None))
    assert [entry.position for entry in views.rows(TRAIL)] == [1]
    assert [row.complaint_id for row in views.rows(QUEUE)] == sorted([ONE, TWO])
    found = {one.projection: one for one in view_lag.read(views.connection).views}
    assert (found["audit_trail"].stopped or "").startswith("2: no readable event")
    assert (found["case_queue"].stopped, found["case_queue"].parked) == (None, 1)


def test_a_worker_tells_that_it_lives_until_it_ends(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    store(database, told)
    projecting = worker(views)
    feed = StoreFeed(log, projecting.resume)
    projecting.step(feed, 0.0)
    [beating] = view_lag.read(views.connection).workers
    assert (beating.worker, beating.feed, beating.slices) == ("one", "store", tuple(range(12)))
    assert beating.silent_seconds < 60
    projecting.run(feed, lambda: True)
    assert view_lag.read(views.connection).workers == ()


def test_a_view_is_complete_up_to_the_last_event_when_idle_slices_have_none(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    store(database, told)
    projecting = worker(views)
    feed = StoreFeed(log, projecting.resume, at_a_time=6)
    projecting.step(feed, 0.0)
    [queue] = [v for v in view_lag.read(views.connection).views if v.projection == "case_queue"]
    assert queue.is_live and queue.head == told.deliveries[-1].position
    assert 0 <= queue.complete_upto < queue.head
    drained(projecting, feed)
    [queue] = [v for v in view_lag.read(views.connection).views if v.projection == "case_queue"]
    assert (queue.complete_upto, queue.lag) == (queue.head, 0)
    told.tell(NOTE, "RECEIVED", of=COMPLAINTS[0])
    assert told.deliveries[-1].slice != told.deliveries[-2].slice, "one that was idle"
    store(database, told, after=queue.head)
    [later] = [v for v in view_lag.read(views.connection).views if v.projection == "case_queue"]
    assert (later.complete_upto, later.lag) == (queue.head, 1)


def test_the_projector_cannot_read_the_record_and_still_fills_the_same_views(
    database: FreshDatabases, views: PostgresViews, told: Telling
) -> None:
    blind = PostgresViews.open(database.dsn("plaint_projector"))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        blind.connection.execute("SELECT FROM event")
    projecting = worker(blind)
    drained(projecting, Scripted([of_this_log(told, blind)], fetched=None))
    for projection in discover():
        assert views.rows(projection) == expected(told, projection)
    marks = views.marks(QUEUE, views.log_id())
    assert {mark.topic_id for mark in marks.values()} == {"topic", None}
    assert marks[slice_of(ONE)].offset is not None
    blind.close()


def test_engine_3_a_batch_is_one_transaction_of_each_view_and_not_one_of_each_event(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    store(database, told)
    projecting = worker(views)
    projecting.step(Scripted([], None), 0.0)
    before = written_by(database)
    assert projecting.step(StoreFeed(log, projecting.resume), 0.0) == len(told.deliveries)

    made = written_by(database) - before
    assert 0 < len(made) <= len(discover()) + 1 < len(told.deliveries)
