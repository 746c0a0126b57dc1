"""Filling a view's empty tables from the store at full speed: complaint by complaint, by COPY."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

from adapters.delivered_events import arrived
from adapters.feed import Delivery
from adapters.postgres.views.store import PostgresViews
from adapters.postgres.views.tables import TYPES, Target, listed, named
from domain.errors import ErrorCategory
from domain.slices import SLICES
from projections._kit import columns_of
from projections._kit.applied import Arrived
from projections._kit.columns import values_of
from projections._kit.folding import Trouble, Work, fold_batch

AT_A_TIME = 4000
MOST_CELLS = 50_000
LAST = UUID(int=2**128 - 1)

# Along the primary key, so that a complaint's events lie side by side and memory stays the same
# however long the record is. Each page is a transaction of its own.
PAGE: LiteralString = (
    "SELECT stream_id, version, position, slice, public FROM event "
    "WHERE (stream_id, version) > (%s, %s) AND stream_id <= %s AND slice IS NOT NULL "
    "AND position <= (%s::bigint[])[slice + 1] ORDER BY stream_id, version LIMIT %s"
)

STREAM: LiteralString = (
    "SELECT stream_id, version, position, slice, public FROM event "
    "WHERE stream_id = %s AND position <= %s AND slice IS NOT NULL ORDER BY version"
)


class CannotFill(RuntimeError):
    """An event cannot be told, and this view may leave nothing out."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Filled:
    """How many events were read, and which complaints could not be folded.

    fault: why no more were, of a view that leaves nothing out.
    """

    events: int
    parked: tuple[Trouble, ...]
    fault: str | None = None


def ranges(parts: int) -> list[tuple[UUID, UUID]]:
    """All ids in so many parts of equal width: (after, last) each; ids are random, so fair."""
    width = 2**128 // parts
    bounds = [UUID(int=number * width) for number in range(parts)]
    ends = [UUID(int=bound.int - 1) for bound in bounds[1:]]
    return list(zip(bounds, [*ends, LAST], strict=True))


def fill(
    views: PostgresViews,
    store: psycopg.Connection[Any],
    target: Target,
    *,
    upto: Mapping[int, int],
    part: tuple[UUID, UUID] = (UUID(int=0), LAST),
) -> Filled:
    """Put all complaints of a part into the target's tables, which hold none of them yet.

    store: reads events, with autocommit. upto: the last position of each slice to go to. Raises
    CannotFill for an event that a view which leaves nothing out cannot tell.
    """
    (filled,) = fill_several(views, store, [(target, upto)], part=part)
    if filled.fault is not None:
        raise CannotFill(filled.fault)
    return filled


def fill_several(
    views: PostgresViews,
    store: psycopg.Connection[Any],
    goals: Sequence[tuple[Target, Mapping[int, int]]],
    *,
    part: tuple[UUID, UUID],
    advance: Callable[[int], None] = lambda _: None,
) -> list[Filled]:
    """The same for several targets, each up to its own positions; an event is read once for all.

    advance: hears how many events more are in all of them.
    """
    fillings = [_Filling(views, target, upto) for target, upto in goals]
    furthest = {s: max(upto.get(s, 0) for _, upto in goals) for s in range(SLICES + 1)}
    for batch in _complaints(store, furthest, part):
        for filling in fillings:
            filling.put(batch, furthest)
        advance(len(batch))
    for filling in fillings:
        filling.put_cells()
    return [filling.filled() for filling in fillings]


def history(store: psycopg.Connection[Any], stream_id: UUID, upto: int) -> list[Arrived]:
    """One complaint up to a position, as the store has it (adapters.views.History)."""
    with store.cursor(binary=True) as cursor:
        return [_arrived(row) for row in cursor.execute(STREAM, [stream_id, upto]).fetchall()]


def _complaints(
    store: psycopg.Connection[Any], upto: Mapping[int, int], part: tuple[UUID, UUID]
) -> Iterator[list[Arrived]]:
    """Whole complaints, some at a time."""
    caps = [upto[slice_] for slice_ in range(SLICES + 1)]
    (after, last), version = part, 0
    held: list[Arrived] = []
    while True:
        with store.cursor(binary=True) as cursor:
            rows = cursor.execute(PAGE, [after, version, last, caps, AT_A_TIME]).fetchall()
        held += [_arrived(row) for row in rows]
        if len(rows) < AT_A_TIME:
            break
        after, version = rows[-1][:2]
        whole = [one for one in held if one.stream_id != after]
        held = [one for one in held if one.stream_id == after]
        if whole:
            yield whole
    if held:
        yield held


def _arrived(row: tuple[UUID, int, int, int, bytes]) -> Arrived:
    _, _, position, slice_, public = row
    return arrived(Delivery(UUID(int=0), slice_, position, 0, public))


class _Filling:
    """What was put into one target so far."""

    def __init__(self, views: PostgresViews, target: Target, upto: Mapping[int, int]) -> None:
        self._views = views
        self._target = target
        self._upto = {slice_: upto.get(slice_, 0) for slice_ in range(SLICES + 1)}
        self._row = target.projection.row
        columns = columns_of(self._row)
        # A type by its name, without the collation beside it.
        self._types = [TYPES[column.kind].as_string().split()[0] for column in columns]
        self._cells: Counter[Any] = Counter()
        self._copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
            named(target.rows), listed(columns)
        )
        self._events = 0
        self._parked: list[Trouble] = []
        self._fault: str | None = None

    def put(self, batch: Sequence[Arrived], furthest: Mapping[int, int]) -> None:
        """Fold these complaints and copy their rows. furthest: how far the batch may go."""
        if self._upto != furthest:
            batch = [one for one in batch if one.position <= self._upto[one.slice]]
        if self._fault is not None:
            return
        work = fold_batch(self._target.projection, batch, before={})
        if work.stopped is not None:
            self._fault = (
                f"{self._target.projection.name} cannot tell position {work.stopped.position} "
                f"({work.stopped.reason}): run a version that can"
            )
            return
        self._copy_rows(work)
        self._events += len(batch)
        self._parked += work.parked
        self._cells.update(work.cells)
        if len(self._cells) > MOST_CELLS:
            self.put_cells()

    def filled(self) -> Filled:
        """What came of it."""
        return Filled(self._events, tuple(self._parked), self._fault)

    def _copy_rows(self, work: Work) -> None:
        take = values_of(self._row)
        with self._views.connection.cursor() as cursor, cursor.copy(self._copy) as copy:
            copy.set_types(self._types)
            for row in work.rows:
                copy.write_row(take(row))

    def put_cells(self) -> None:
        """Add what was counted so far."""
        if self._cells:
            self._views.add_cells(self._target, self._cells)
            self._cells.clear()
