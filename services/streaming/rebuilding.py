"""Rebuilding a view from the store: filled beside the live one, compared, put in its place."""

import gc
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from uuid import UUID

import psycopg
import structlog
from psycopg.errors import LockNotAvailable

from adapters.delivered_events import arrived
from adapters.postgres.log import Log
from adapters.postgres.session import session
from adapters.postgres.store_feed import delivered
from adapters.postgres.views import PostgresViews
from adapters.postgres.views.filling import Filled, fill, history, ranges
from adapters.postgres.views.swapping import NEW, NotThereYet, Rebuild, Swapped
from adapters.postgres.views.tables import Target
from adapters.views import Batch, Outcome
from domain.errors import ErrorCategory
from projections import discover
from projections._kit import Projection
from projections._kit.folding import Trouble

ATTEMPTS = 20
WORTH_A_PROCESS = 20_000

logger = structlog.get_logger(__name__)


class NoSuchProjection(LookupError):
    """No projection has this name."""

    category = ErrorCategory.NOT_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of a rebuild.

    is_same: whether the live view, in the same version and at the same position, had the same
    rows; None where there was none to compare with.
    """

    projection: str
    version: int
    log_id: UUID
    events: int
    seconds: float
    digest: str
    is_same: bool | None
    parked: tuple[Trouble, ...]


def projection_named(name: str) -> Projection:
    """The projection with this name. Raises NoSuchProjection."""
    known = {projection.name: projection for projection in discover()}
    if name not in known:
        raise NoSuchProjection(f"no projection is called {name}: there are {', '.join(known)}")
    return known[name]


def rebuild(dsn: str, name: str, *, processes: int = 2) -> Rebuilt:
    """Fill the view's tables anew from position zero and let readers see them.

    dsn: of a role that reads events and writes views (plaint_replayer). Live views go on
    meanwhile. Raises NoSuchProjection, AlreadyRebuilding, CannotFill.
    """
    began = time.monotonic()
    projection = projection_named(name)
    reading = session(dsn, application="plaint rebuild")
    with psycopg.connect(reading, autocommit=True) as store:
        views = PostgresViews.open(dsn, application="plaint rebuild")
        try:
            rebuilding = _Rebuilding(views, Log(store), projection, dsn)
            filled, swapped = rebuilding.run(processes)
        finally:
            views.close()
    return Rebuilt(
        projection=name,
        version=projection.version,
        log_id=rebuilding.log_id,
        events=filled.events,
        seconds=time.monotonic() - began,
        digest=swapped.new,
        is_same=None if swapped.live is None else swapped.live == swapped.new,
        parked=filled.parked,
    )


def unpark(dsn: str, name: str, complaint_id: UUID) -> Outcome:
    """Fold a parked complaint again from the store, after its cause was removed.

    dsn: as for rebuild(). The outcome tells what is wrong where it stays parked. Raises
    NoSuchProjection, NotParked.
    """
    projection = projection_named(name)
    reading = session(dsn, application="plaint unpark")
    views = PostgresViews.open(dsn, application="plaint unpark")
    try:
        with psycopg.connect(reading, autocommit=True) as store:
            log_id = Log(store).log_id()
            return views.unpark(projection, log_id, complaint_id, partial(history, store))
    finally:
        views.close()


class _Rebuilding:
    """One rebuild from begin to end."""

    def __init__(self, views: PostgresViews, log: Log, projection: Projection, dsn: str) -> None:
        self._views = views
        self._log = log
        self._projection = projection
        self._dsn = dsn
        self.log_id = log.log_id()
        self._rebuild = Rebuild(views, projection, self.log_id)

    def run(self, processes: int) -> tuple[Filled, Swapped]:
        self._rebuild.begin()
        try:
            goal = self._rebuild.goal(self._ends())
            filled = self._fill(goal, processes)
            self._rebuild.reached(goal, filled.parked)
            return filled, self._swap()
        finally:
            self._rebuild.end()

    def _ends(self) -> dict[int, int]:
        return self._log.ends(self._projection.slices, self._log.head())

    def _fill(self, goal: Mapping[int, int], processes: int) -> Filled:
        if processes == 1 or max(goal.values()) < WORTH_A_PROCESS:
            return fill_part(self._dsn, self._projection.name, dict(goal), ranges(1)[0])
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            futures = [
                pool.submit(fill_part, self._dsn, self._projection.name, dict(goal), part)
                for part in ranges(processes)
            ]
            parts = [each.result() for each in futures]
        parked = [trouble for part in parts for trouble in part.parked]
        return Filled(sum(part.events for part in parts), tuple(parked))

    def _swap(self) -> Swapped:
        """A reader's long query or a moving live view may be in the way; then once more."""
        for attempt in range(ATTEMPTS):
            self._catch_up()
            try:
                return self._rebuild.swap()
            except (NotThereYet, LockNotAvailable) as error:
                logger.info("rebuild.again", count=attempt + 1, reason=repr(error)[:100])
        self._catch_up()
        return self._rebuild.swap()

    def _catch_up(self) -> None:
        places, goal = self._rebuild.places(), self._rebuild.goal(self._ends())
        for slice_, place in places.items():
            missing = self._log.between(slice_, place, goal[slice_] + 1)
            batch = [arrived(delivered(event, self.log_id, place)) for event in missing]
            if batch:
                self._views.apply_to(self._rebuild.target, Batch(self.log_id, batch))


def fill_part(dsn: str, name: str, upto: dict[int, int], part: tuple[UUID, UUID]) -> Filled:
    """Fill one part of the new tables, over connections of its own; also in another process."""
    views = PostgresViews.open(dsn, application="plaint rebuild")
    reading = session(dsn, application="plaint rebuild")
    try:
        with psycopg.connect(reading, autocommit=True) as store, without_cycle_search():
            target = Target(projection_named(name), NEW)
            return fill(views, store, target, upto=upto, part=part)
    finally:
        views.close()


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Events and rows hold no cycles, and looking for some takes as long as decoding them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
