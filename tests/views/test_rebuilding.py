"""Rebuilding a view from the store: the same rows, the live view untouched until the swap."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from adapters.postgres.log import Log
from adapters.postgres.store_feed import StoreFeed
from adapters.postgres.views import PostgresViews
from adapters.postgres.views.filling import CannotFill
from adapters.postgres.views.making import ViewDiffers
from adapters.postgres.views.swapping import AlreadyRebuilding, Rebuild
from domain.recorded import Recorded
from projections import case_queue, discover
from projections._kit import Projection
from services.streaming.projector import Projecting
from services.streaming.rebuilding import NoSuchProjection, rebuild, unpark
from tests.contract.test_views import NOTE
from tests.support.histories import COMPLAINTS, Telling, received
from tests.support.servers import FreshDatabases
from tests.support.storing import store
from tests.views.test_projecting import QUEUE, TRAIL, drained, expected, worker

pytestmark = pytest.mark.servers
TABLE = f"views.case_queue_v{case_queue.VERSION}"


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
def told(database: FreshDatabases) -> Telling:
    telling = Telling()
    for complaint_id in COMPLAINTS:
        telling.tell(received(), "RECEIVED", of=complaint_id)
        telling.tell(NOTE, "RECEIVED", of=complaint_id)
    store(database, telling)
    return telling


def live(views: PostgresViews, log: Log) -> tuple[Projecting, StoreFeed]:
    projecting = worker(views)
    feed = StoreFeed(log, projecting.resume)
    drained(projecting, feed)
    return projecting, feed


@pytest.mark.parametrize("projection", discover(), ids=lambda p: p.name)
def test_a_rebuilt_view_equals_the_live_one(
    database: FreshDatabases,
    views: PostgresViews,
    log: Log,
    told: Telling,
    projection: Projection,
) -> None:
    live(views, log)
    marks = views.marks(projection, views.log_id())
    rebuilt = rebuild(database.dsn("plaint_replayer"), projection.name)
    assert (rebuilt.is_same, rebuilt.events, rebuilt.parked) == (True, 10, ())
    assert views.rows(projection) == expected(told, projection)
    assert views.digest(projection) == rebuilt.digest
    assert views.marks(projection, views.log_id()) == marks


def test_a_view_that_was_wrong_is_told_and_put_right(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    live(views, log)
    views.connection.execute(f"UPDATE {TABLE} SET channel_code = 'pigeon'".encode())
    rebuilt = rebuild(database.dsn("plaint_replayer"), "case_queue")
    assert rebuilt.is_same is False
    assert views.rows(QUEUE) == expected(told, QUEUE)


def test_the_live_view_goes_on_after_the_swap(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    projecting, feed = live(views, log)
    rebuild(database.dsn("plaint_replayer"), "trends")
    head = told.deliveries[-1].position
    told.tell(NOTE, "RECEIVED", of=COMPLAINTS[0])
    store(database, told, after=head)
    drained(projecting, feed)
    for projection in discover():
        assert views.rows(projection) == expected(told, projection)


def test_a_view_that_nobody_ever_fed_is_filled_to_the_end_of_the_record(
    database: FreshDatabases, views: PostgresViews, told: Telling
) -> None:
    rebuilt = rebuild(database.dsn("plaint_replayer"), "audit_trail")
    assert views.rows(TRAIL) == expected(told, TRAIL)
    assert (rebuilt.is_same, rebuilt.events) == (None, 10)
    marks = views.marks(TRAIL, views.log_id()).values()
    assert max(mark.position for mark in marks) == told.deliveries[-1].position


def test_a_changed_projection_is_filled_beside_the_old_and_takes_its_place(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    live(views, log)
    log_id = views.log_id()
    changed = replace(case_queue.PROJECTION, version=case_queue.VERSION + 1)
    views.prepare(changed, log_id)
    assert not views.promote(changed, log_id)
    assert len(views.rows(changed)) == len(COMPLAINTS)
    projecting = Projecting(views, [changed], log_id, "store")
    feed = StoreFeed(log, projecting.resume, at_a_time=3)
    assert projecting.step(feed, 0.0) == 3
    assert not views.promote(changed, log_id)
    drained(projecting, feed)
    assert views.promote(changed, log_id)
    assert views.rows(changed) == expected(told, QUEUE)
    assert views.connection.execute(
        "SELECT version FROM views.live WHERE projection = 'case_queue'"
    ).fetchone() == (case_queue.VERSION + 1,)
    assert not views.promote(case_queue.PROJECTION, log_id)


def test_a_view_is_rebuilt_by_one_at_a_time(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    live(views, log)
    busy = Rebuild(views, QUEUE, views.log_id())
    busy.begin()
    with pytest.raises(AlreadyRebuilding, match="wait"):
        rebuild(database.dsn("plaint_replayer"), "case_queue")
    busy.end()
    assert rebuild(database.dsn("plaint_replayer"), "case_queue").is_same


def test_a_rebuild_of_the_trail_leaves_nothing_out(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    told.garbage(b"??", of=COMPLAINTS[0])
    store(database, told, after=told.deliveries[-2].position)
    with pytest.raises(CannotFill, match="position 11"):
        rebuild(database.dsn("plaint_replayer"), "audit_trail")
    live(views, log)
    assert len(views.rows(TRAIL)) == 10
    assert rebuild(database.dsn("plaint_replayer"), "audit_trail").is_same
    assert rebuild(database.dsn("plaint_replayer"), "case_queue").is_same
    assert [t.position for t in views.state(QUEUE, views.log_id()).parked] == [11]


def test_a_complaint_is_unparked_from_the_store(
    database: FreshDatabases, views: PostgresViews, log: Log, told: Telling
) -> None:
    live(views, log)
    row = told.recorded[0].stream_id
    views.connection.execute(
        "INSERT INTO views.parked (projection, version, log_id, stream_id, slice, position, reason)"
        " VALUES ('case_queue', %s, %s, %s, %s, 1, 'an older version could not read it')",
        [case_queue.VERSION, views.log_id(), row, told.deliveries[0].slice],
    )
    views.connection.execute(f"DELETE FROM {TABLE} WHERE complaint_id = %s".encode(), [row])
    assert unpark(database.dsn("plaint_replayer"), "case_queue", row).events == 2
    assert views.rows(QUEUE) == expected(told, QUEUE)
    assert views.state(QUEUE, views.log_id()).parked == ()


def test_what_is_no_projection_is_not_rebuilt() -> None:
    with pytest.raises(NoSuchProjection, match="audit_trail, case_queue"):
        rebuild("", "complaints")


def other_fold(row: case_queue.Case | None, recorded: Recorded) -> case_queue.Case:
    """The same rows by another code."""
    return case_queue.fold(row, recorded)


def test_a_fold_that_changed_without_its_version_is_refused_until_the_view_is_filled_anew(
    database: FreshDatabases, views: PostgresViews, told: Telling
) -> None:
    views.prepare(replace(QUEUE, fold=other_fold), views.log_id())
    with pytest.raises(ViewDiffers, match=r"its version is still \d.* rebuild case_queue`"):
        worker(views)
    rebuild(database.dsn("plaint_replayer"), "case_queue")
    worker(views)
