"""Each live view compared with a fold of the store up to the very place where the view is."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from adapters.delivered_events import arrived
from adapters.feed import Mark
from adapters.postgres.log import Log
from adapters.postgres.session import session
from adapters.postgres.store_feed import delivered
from adapters.postgres.views import PostgresViews, making
from adapters.postgres.views.filling import Filled, fill_several
from adapters.postgres.views.positions import Positions
from adapters.postgres.views.swapping import AlreadyRebuilding
from adapters.postgres.views.tables import (
    Target,
    dropping,
    listed,
    named,
    readable,
    readable_order,
    scratch_creation,
)
from adapters.views import Batch
from projections._kit import Projection, Tallies, columns_of
from projections._kit.folding import Work
from services.streaming.rebuilding import projection_named, without_cycle_search
from services.verification.check_results import Finding, Look, skipped
from services.verification.side_by_side import Advance, Part, in_parts

BESIDE = "__check"
APPLICATION = "plaint check"
SNAPSHOT: LiteralString = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
LAST_OF: LiteralString = "SELECT max(position) FROM event WHERE stream_id = %s AND position <= %s"
LOCK: LiteralString = "SELECT pg_try_advisory_lock(7706, hashtext(%s))"
UNLOCK: LiteralString = "SELECT pg_advisory_unlock(7706, hashtext(%s))"
ONE_WAY: LiteralString = "SELECT {0} FROM {1} EXCEPT SELECT {0} FROM {2}"
DIFFERENT: LiteralString = "SELECT {} FROM (({}) UNION ALL ({})) AS d ORDER BY {} LIMIT 1"
NO_LONGER = (None, "it differed, and what came meanwhile made it the same")


class AlreadyChecking(AlreadyRebuilding):
    """Somebody else checks the view at this moment."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A live view at one moment."""

    places: dict[int, int]
    digest: str


def check_views(
    dsn: str,
    projections: Sequence[Projection],
    *,
    processes: int,
    advance: Advance,
) -> list[Finding]:
    """Compare each projection's live view with the store; live views go on meanwhile.

    dsn: of plaint_replayer. ``advance`` is told of each event, which is read once for all views.
    """
    with (
        psycopg.connect(session(dsn, application=APPLICATION), autocommit=True) as store,
        closing(PostgresViews.open(dsn, application=APPLICATION)) as views,
        ExitStack() as tables,
    ):
        all_views = [Comparing(views, Log(store), projection) for projection in projections]
        found = {each.what: skipped(each.what, why) for each in all_views if (why := each.why_not)}
        comparing = [each for each in all_views if not each.why_not]
        if not comparing:
            return list(found.values())
        for each in comparing:
            tables.enter_context(each.tables())
        places = [each.stand() for each in comparing]
        furthest = max((place for each in places for place in each.values()), default=0)
        names = [each.name for each in comparing]
        parts = in_parts(
            fill_part, dsn, names, places, upto=furthest, processes=processes, advance=advance
        )
        for each, filled in zip(comparing, zip(*parts, strict=True), strict=True):
            found[each.what] = each.compared(filled)
    return [found[each.what] for each in all_views]


class Comparing:
    """One view and, beside it, the same folded anew from the store."""

    def __init__(self, views: PostgresViews, log: Log, projection: Projection) -> None:
        self._views = views
        self._log = log
        self._log_id = log.log_id()
        self._live, self._target = Target(projection), Target(projection, BESIDE)
        self._live_positions = Positions(views.connection, self._live, self._log_id)
        self._positions = Positions(views.connection, self._target, self._log_id)
        self._standing = Standing({}, "")
        self.name = projection.name
        self.what = f"view {projection.name}"
        self.why_not = self._not_comparable()

    def _not_comparable(self) -> str | None:
        """Why there is no view of this version and log to compare, if there is none."""
        projection = self._live.projection
        row = None
        if making.exists(self._views.connection, "worker"):
            row = self._views.connection.execute(making.LIVE, [projection.name]).fetchone()
        if row is None:
            return "no worker has made it yet"
        if row[1] != self._log_id:
            return "it is of a former log; a worker makes it anew"
        if row[0] != projection.version:
            return f"readers see version {row[0]} until version {projection.version} is as far"
        return None

    @contextmanager
    def tables(self) -> Iterator[None]:
        """Empty tables beside the live ones, removed at the end."""
        connection = self._views.connection
        if connection.execute(LOCK, [self._target.mark]).fetchone() != (True,):
            raise AlreadyChecking(f"{self.what} is being checked already: wait until that ends")
        try:
            self._owned(*dropping(self._target), *scratch_creation(self._target))
            self._positions.start()
            yield
        finally:
            if not connection.closed:
                self._owned(*dropping(self._target))
                connection.execute(UNLOCK, [self._target.mark])

    def stand(self) -> dict[int, int]:
        """Take the live view as it is now; how far it is in each slice."""
        with self._views.connection.transaction():
            self._views.connection.execute(SNAPSHOT)
            marks = self._live_positions.marks()
            digest = self._views.digest_of(self._live)
        self._standing = Standing({slice_: mark.position for slice_, mark in marks.items()}, digest)
        return self._standing.places

    def compared(self, parts: Sequence[Filled]) -> Finding:
        """What the tables beside, filled up to there in these parts, show of the live view."""
        look = Look(self.what, checked=sum(part.events for part in parts))
        for kind in ("parked", "stopped"):
            if troubles := self._live_positions.troubles(kind):
                look.count(kind, len(troubles))
        fault = next((part.fault for part in parts if part.fault), None)
        if fault:
            look.differ(None, f"the store cannot be folded: {fault}")
            return look.found()
        parked = [trouble for part in parts for trouble in part.parked]
        with self._views.connection.transaction():
            marks = {slice_: Mark(place) for slice_, place in self._standing.places.items()}
            self._positions.move(marks)
            self._positions.note(Work(parked=parked))
        if self._views.digest_of(self._target) != self._standing.digest:
            look.differ(*self._first_difference())
        return look.found()

    def _owned(self, *statements: sql.Composed) -> None:
        with self._views.connection.transaction():
            making.become_owner(self._views.connection, self._views.owner)
            making.run(self._views.connection, list(statements))
            making.forget(self._views.connection, self._target)

    def _first_difference(self) -> tuple[int | None, str]:
        """Where the live view, held still for a moment, differs from the one beside it."""
        with self._views.connection.transaction():
            self._catch_up(self._live_positions.lock(self._live.projection.slices))
            return self._of_a_complaint() or self._of_a_cell() or NO_LONGER

    def _catch_up(self, live: dict[int, int]) -> None:
        for slice_, mark in self._positions.marks().items():
            missing = self._log.between(slice_, mark.position, live[slice_] + 1)
            batch = [arrived(delivered(event, self._log_id, mark.position)) for event in missing]
            if batch:
                self._views.apply_to(self._target, Batch(self._log_id, batch))

    def _of_a_complaint(self) -> tuple[int | None, str] | None:
        """The first complaint whose rows differ, with its last event that is in the view."""
        columns = listed(columns_of(self._live.projection.row))
        key = sql.Identifier(self._live.projection.key[0])
        found = self._one(columns, named(self._live.rows), named(self._target.rows), key, shown=key)
        if found is None:
            return None
        upto = max(mark.position for mark in self._live_positions.marks().values())
        row = self._views.connection.execute(LAST_OF, [found[0], upto]).fetchone()
        said = f"the rows of complaint {found[0]} are not what the store gives"
        return (row[0] if row else None), said

    def _of_a_cell(self) -> tuple[int | None, str] | None:
        projection = self._live.projection
        if not isinstance(projection, Tallies):
            return None
        columns, order = readable(projection), readable_order(projection)
        counted = sql.SQL("(SELECT * FROM {} WHERE amount <> 0) AS counted")
        ours, beside = (counted.format(named(one.table)) for one in (self._live, self._target))
        found = self._one(columns, ours, beside, order, shown=columns)
        if found is None:
            return None
        names = [column.name for column in columns_of(projection.cell)]
        cell = ", ".join(f"{n}={v}" for n, v in zip(names, found, strict=False) if v is not None)
        return None, f"the amount of {cell} is not what the store gives"

    def _one(
        self,
        columns: sql.Composable,
        ours: sql.Composable,
        beside: sql.Composable,
        order: sql.Composable,
        *,
        shown: sql.Composable,
    ) -> tuple[Any, ...] | None:
        one_way = sql.SQL(ONE_WAY).format(columns, ours, beside)
        other_way = sql.SQL(ONE_WAY).format(columns, beside, ours)
        query = sql.SQL(DIFFERENT).format(shown, one_way, other_way, order)
        return self._views.connection.execute(query).fetchone()


def fill_part(
    dsn: str, names: list[str], places: list[dict[int, int]], part: Part, advance: Advance
) -> list[Filled]:
    """Fill a part of the tables beside the live ones, over connections of its own."""
    with (
        psycopg.connect(session(dsn, application=APPLICATION), autocommit=True) as store,
        closing(PostgresViews.open(dsn, application=APPLICATION)) as views,
        without_cycle_search(),
    ):
        targets = [Target(projection_named(name), BESIDE) for name in names]
        goals = list(zip(targets, places, strict=True))
        return fill_several(views, store, goals, part=part, advance=advance)
