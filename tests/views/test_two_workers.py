"""Several workers on the same slices: each event has its effect once, whoever is slow."""

import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from adapters.octets import slice_of
from adapters.postgres.views import PostgresViews
from adapters.views import Batch
from projections import case_queue, discover, trends
from projections._kit import Projection
from projections._kit.applied import Arrived
from tests.contract.test_views import NOTE
from tests.support.histories import COMPLAINTS, LOG, Telling, received
from tests.support.servers import FreshDatabases
from tests.views.test_projecting import expected

pytestmark = pytest.mark.servers


@pytest.fixture
def opened(database: FreshDatabases) -> Iterator[list[PostgresViews]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(closing(PostgresViews.open(database.dsn("plaint_projector"))))
            for _ in range(3)
        ]


@pytest.fixture
def told() -> Telling:
    telling = Telling()
    for complaint_id in COMPLAINTS:
        telling.tell(received(), "RECEIVED", of=complaint_id)
    for complaint_id in COMPLAINTS * 12:
        telling.tell(NOTE, "RECEIVED", of=complaint_id)
    return telling


def feed(views: PostgresViews, projection: Projection, arrived: list[Arrived], seed: int) -> None:
    """All of it in batches of its own, going back at times as after a rebalance."""
    chance = random.Random(seed)
    place = 0
    while place < len(arrived):
        size = chance.randint(1, 9)
        start = max(place - chance.randint(0, 6), 0)
        views.apply(projection, Batch(LOG, arrived[start : place + size]))
        place += size


@pytest.mark.parametrize("projection", discover(), ids=lambda p: p.name)
def test_three_workers_at_once_give_the_same_view(
    opened: list[PostgresViews], told: Telling, projection: Projection
) -> None:
    opened[0].prepare(projection, LOG)
    threads = [
        threading.Thread(target=feed, args=(views, projection, told.arrived, seed))
        for seed, views in enumerate(opened)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert opened[0].rows(projection) == expected(told, projection)


@pytest.mark.parametrize("projection", discover(), ids=lambda p: p.name)
def test_workers_that_start_together_make_the_tables_once(
    opened: list[PostgresViews], projection: Projection
) -> None:
    failures: list[BaseException] = []

    def prepared(views: PostgresViews) -> None:
        try:
            views.prepare(projection, LOG)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=prepared, args=(views,)) for views in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert opened[0].rows(projection) == []


def test_a_paused_worker_applies_nothing_a_second_time(
    opened: list[PostgresViews], told: Telling
) -> None:
    paused, other = opened[:2]
    projection = trends.PROJECTION
    paused.prepare(projection, LOG)
    held = told.arrived[:20]
    other.apply(projection, Batch(LOG, told.arrived))
    assert paused.apply(projection, Batch(LOG, held)).events == 0
    assert paused.rows(projection) == expected(told, projection)


def test_a_worker_waits_for_the_one_that_holds_the_slice(
    opened: list[PostgresViews], told: Telling
) -> None:
    first, second = opened[:2]
    projection = case_queue.PROJECTION
    first.prepare(projection, LOG)
    applied: list[int] = []
    with first.connection.transaction():
        first.apply(projection, Batch(LOG, told.arrived))
        waiting = threading.Thread(
            target=lambda: applied.append(second.apply(projection, Batch(LOG, told.arrived)).events)
        )
        waiting.start()
        waiting.join(0.5)
        assert applied == []
    waiting.join(30)
    assert applied == [0]
    marks = second.marks(projection, LOG)
    assert marks[slice_of(COMPLAINTS[0])].position > 0
