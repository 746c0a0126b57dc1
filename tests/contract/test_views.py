"""What every store of views must do, in memory and in PostgreSQL alike."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from msgspec.structs import replace

from adapters.feed import Mark
from adapters.octets import slice_of
from adapters.postgres.views import PostgresViews
from adapters.postgres.views.store import NotParked
from adapters.views import Batch, SetAside, ViewStore
from domain.complaint.events import ComplaintAcknowledged, ComplaintAssigned, NoteAdded
from projections import audit_trail, case_queue, discover, trends
from projections._kit import Projection
from projections._kit.admitting import Hole
from projections._kit.applied import Arrived
from tests.support.histories import (
    ACCEPTED,
    CLOSED,
    COMPLAINTS,
    LOG,
    Telling,
    deadline_set,
    named,
    on,
    received,
)
from tests.support.views_in_memory import ViewsInMemory

NOTE = NoteAdded(visibility_code="internal")
QUEUE, TRAIL, TRENDS = case_queue.PROJECTION, audit_trail.PROJECTION, trends.PROJECTION
ONE, TWO = COMPLAINTS[:2]


@pytest.fixture(params=["in memory", pytest.param("in PostgreSQL", marks=pytest.mark.servers)])
def views(request: pytest.FixtureRequest) -> Iterator[ViewStore]:
    if request.param == "in memory":
        yield ViewsInMemory()
    else:
        fresh = request.getfixturevalue("database")
        in_postgres = PostgresViews.open(fresh.dsn("plaint_projector"))
        yield in_postgres
        in_postgres.close()


@pytest.fixture
def told() -> Telling:
    """Two complaints side by side; the first has a deadline, is acknowledged, accepted, closed."""
    telling = Telling()
    telling.tell(received(), "RECEIVED", of=ONE)
    telling.tell(received(reference="C-1111111111", channel_code="phone"), "RECEIVED", of=TWO)
    telling.tell(deadline_set(named("deadline")), "RECEIVED", of=ONE)
    telling.tell(ComplaintAssigned(handler=named("handler"), unit="south"), "RECEIVED", of=TWO)
    acknowledged = ComplaintAcknowledged(
        stage=1, round=1, channel_code="email", contact_point_code="desk"
    )
    telling.tell(acknowledged, "RECEIVED", of=ONE)
    telling.tell(ACCEPTED, "ACCEPTED", of=ONE, occurred=on(8))
    telling.tell(CLOSED, "CLOSED", of=ONE, occurred=on(9))
    return telling


def applied(views: ViewStore, projection: Projection, arrived: list[Arrived]) -> None:
    views.prepare(projection, LOG)
    views.apply(projection, Batch(LOG, arrived, "topic"))


def rows_of(projection: Projection, arrived: list[Arrived]) -> list[object]:
    """What the view must show: everything folded at once by the store in memory."""
    expected = ViewsInMemory()
    applied(expected, projection, arrived)
    return expected.rows(projection)


@pytest.mark.parametrize("projection", discover(), ids=lambda p: p.name)
def test_a_batch_becomes_rows_that_come_back_as_they_were(
    views: ViewStore, told: Telling, projection: Projection
) -> None:
    applied(views, projection, told.arrived)
    assert views.rows(projection) == rows_of(projection, told.arrived) != []


@pytest.mark.parametrize("projection", discover(), ids=lambda p: p.name)
def test_one_by_one_and_again_is_the_same_as_at_once(
    views: ViewStore, told: Telling, projection: Projection
) -> None:
    views.prepare(projection, LOG)
    for arrived in told.arrived:
        for _ in range(2):
            views.apply(projection, Batch(LOG, [arrived]))
    once = ViewsInMemory() if isinstance(views, ViewsInMemory) else None
    if once is not None:
        applied(once, projection, told.arrived)
        assert views.digest(projection) == once.digest(projection)
    assert views.rows(projection) == rows_of(projection, told.arrived)


def test_marks_say_how_far_each_slice_is_and_where_that_was(
    views: ViewStore, told: Telling
) -> None:
    applied(views, QUEUE, told.arrived)
    marks = views.marks(QUEUE, LOG)
    assert len(marks) == 12
    assert marks[slice_of(ONE)] == Mark(7, "topic", 14)
    assert marks[slice_of(TWO)] == Mark(4, "topic", 8)
    assert {marks[s] for s in marks if s not in (slice_of(ONE), slice_of(TWO))} == {Mark()}


def test_what_was_applied_is_not_applied_again(views: ViewStore, told: Telling) -> None:
    applied(views, TRENDS, told.arrived)
    outcome = views.apply(TRENDS, Batch(LOG, told.arrived))
    assert (outcome.events, outcome.holes) == (0, ())
    assert views.rows(TRENDS) == rows_of(TRENDS, told.arrived)


def test_nothing_after_a_hole_is_applied_in_its_slice(views: ViewStore, told: Telling) -> None:
    views.prepare(QUEUE, LOG)
    without_third = [arrived for arrived in told.arrived if arrived.position != 3]
    outcome = views.apply(QUEUE, Batch(LOG, without_third))
    assert outcome.holes == (Hole(slice_of(ONE), 1, 5),)
    assert views.marks(QUEUE, LOG)[slice_of(ONE)].position == 1
    assert views.marks(QUEUE, LOG)[slice_of(TWO)].position == 4
    views.apply(QUEUE, Batch(LOG, told.arrived))
    assert views.rows(QUEUE) == rows_of(QUEUE, told.arrived)


def test_an_unreadable_event_parks_its_complaint_and_no_other(
    views: ViewStore, told: Telling
) -> None:
    whole = rows_of(QUEUE, told.arrived)
    broken = [unreadable(a) if a.position == 5 else a for a in told.arrived]
    views.prepare(QUEUE, LOG)
    outcome = views.apply(QUEUE, Batch(LOG, broken))
    assert [(t.stream_id, t.position, t.reason) for t in outcome.parked] == [(ONE, 5, "no JSON")]
    assert views.state(QUEUE, LOG).parked == outcome.parked
    assert views.marks(QUEUE, LOG)[slice_of(ONE)].position == 7
    by_id = {row.complaint_id: row for row in views.rows(QUEUE)}
    assert by_id[TWO] in whole
    assert by_id[ONE].version == 2


@pytest.mark.parametrize("projection", [QUEUE, TRENDS], ids=lambda p: p.name)
def test_a_complaint_is_unparked_by_folding_it_again(
    views: ViewStore, told: Telling, projection: Projection
) -> None:
    broken = [unreadable(a) if a.position == 5 else a for a in told.arrived]
    views.prepare(projection, LOG)
    for arrived in broken:
        views.apply(projection, Batch(LOG, [arrived]))
    assert views.unpark(projection, LOG, ONE, told.history).events == 5
    assert views.rows(projection) == rows_of(projection, told.arrived)
    assert views.state(projection, LOG).parked == ()


def test_a_complaint_that_is_still_broken_stays_parked(views: ViewStore, told: Telling) -> None:
    broken = [unreadable(a) if a.position == 5 else a for a in told.arrived]
    views.prepare(TRENDS, LOG)
    views.apply(TRENDS, Batch(LOG, broken))
    before = views.rows(TRENDS)
    outcome = views.unpark(
        TRENDS, LOG, ONE, lambda stream, upto: [a for a in broken if a.stream_id == stream]
    )
    assert [trouble.position for trouble in outcome.parked] == [5]
    assert views.rows(TRENDS) == before
    assert [trouble.stream_id for trouble in views.state(TRENDS, LOG).parked] == [ONE]


def test_only_what_is_parked_is_unparked(views: ViewStore, told: Telling) -> None:
    applied(views, QUEUE, told.arrived)
    with pytest.raises(NotParked, match="nothing to do"):
        views.unpark(QUEUE, LOG, ONE, told.history)


def test_a_missed_event_shows_by_the_version_of_the_next(views: ViewStore, told: Telling) -> None:
    views.prepare(QUEUE, LOG)
    third, fifth = told.arrived[2], told.arrived[4]
    skipping = [*told.arrived[:2], told.arrived[3], replace(fifth, prevposition=1)]
    outcome = views.apply(QUEUE, Batch(LOG, skipping))
    assert third.stream_id == fifth.stream_id == ONE
    assert [t.reason for t in outcome.parked] == ["ValueError: version 3 came where 2 was due"]


def test_the_audit_trail_stops_before_what_it_cannot_tell(views: ViewStore, told: Telling) -> None:
    broken = [unreadable(a) if a.position == 3 else a for a in told.arrived]
    views.prepare(TRAIL, LOG)
    outcome = views.apply(TRAIL, Batch(LOG, broken))
    assert outcome.stopped is not None
    assert (outcome.stopped.stream_id, outcome.stopped.position) == (ONE, 3)
    assert {entry.position for entry in views.rows(TRAIL)} == {1, 2}
    assert views.state(TRAIL, LOG).stopped == (outcome.stopped,)
    views.apply(TRAIL, Batch(LOG, told.arrived))
    assert views.state(TRAIL, LOG).stopped == ()
    assert len(views.rows(TRAIL)) == 7


def test_another_log_means_new_tables_from_nothing(views: ViewStore, told: Telling) -> None:
    applied(views, QUEUE, told.arrived)
    other = named("another log")
    views.prepare(QUEUE, other)
    assert views.rows(QUEUE) == []
    assert {mark.position for mark in views.marks(QUEUE, other).values()} == {0}
    with pytest.raises(SetAside):
        views.apply(QUEUE, Batch(LOG, told.arrived))
    views.apply(QUEUE, Batch(other, told.arrived[:1]))
    assert [row.complaint_id for row in views.rows(QUEUE)] == [ONE]


def test_preparing_again_changes_nothing(views: ViewStore, told: Telling) -> None:
    applied(views, TRENDS, told.arrived)
    digest = views.digest(TRENDS)
    views.prepare(TRENDS, LOG)
    assert views.digest(TRENDS) == digest


def test_the_digest_tells_different_views_apart(views: ViewStore, told: Telling) -> None:
    applied(views, QUEUE, told.arrived[:3])
    before = views.digest(QUEUE)
    views.apply(QUEUE, Batch(LOG, told.arrived))
    assert views.digest(QUEUE) != before


def test_an_event_of_a_parked_complaint_is_passed_over(views: ViewStore, told: Telling) -> None:
    views.prepare(QUEUE, LOG)
    broken = [unreadable(a) if a.position == 3 else a for a in told.arrived]
    for arrived in broken:
        views.apply(QUEUE, Batch(LOG, [arrived]))
    [row] = [row for row in views.rows(QUEUE) if row.complaint_id == ONE]
    assert row.version == 1
    assert [trouble.position for trouble in views.state(QUEUE, LOG).parked] == [3]


def unreadable(arrived: Arrived) -> Arrived:
    return replace(arrived, applied=None, trouble="no JSON")


def test_the_two_complaints_lie_in_different_slices() -> None:
    ids: list[UUID] = [ONE, TWO]
    assert len({slice_of(each) for each in ids}) == 2
