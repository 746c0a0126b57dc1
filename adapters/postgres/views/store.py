"""The store of the views: a batch's rows and watermarks in one transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import set_json_dumps

from adapters.feed import Mark
from adapters.postgres.arrays import Array, LargeIntegers, column, uuids
from adapters.postgres.roles import VIEWS
from adapters.postgres.session import session
from adapters.postgres.views import making
from adapters.postgres.views.nested import leave_nested
from adapters.postgres.views.positions import Positions, marks_of
from adapters.postgres.views.statements import Statements, arrays, key_arrays, statements
from adapters.postgres.views.tables import (
    Target,
    named,
    readable,
    readable_order,
)
from adapters.views import Batch, History, Outcome, ViewState
from domain.errors import ErrorCategory
from projections._kit import Entries, Projection, Tallies
from projections._kit.admitting import admit
from projections._kit.columns import as_json, row_of
from projections._kit.folding import Work, fold_again, fold_batch, in_order
from projections._kit.shapes import Key, key_of


class NotParked(LookupError):
    """A complaint that should be unparked is not parked."""

    category = ErrorCategory.NOT_FOUND


class PostgresViews:
    """The port adapters.views.ViewStore over one connection, which has autocommit.

    owner: the role that owns the tables, of which the connection's role is a member.
    """

    def __init__(self, connection: psycopg.Connection[Any], *, owner: str = VIEWS) -> None:
        self.connection = connection
        self.owner = owner
        self._statements = lru_cache(maxsize=None)(statements)
        leave_nested(connection)
        set_json_dumps(as_json, connection)

    @classmethod
    def open(cls, dsn: str, *, application: str = "plaint projections") -> Self:
        """Views over a connection of their own. dsn: of plaint_projector or plaint_replayer."""
        connection = psycopg.connect(session(dsn, application=application), autocommit=True)
        # A view that a crash set back is brought forward again by its feed, so no commit waits.
        connection.execute("SET synchronous_commit TO off")
        return cls(connection)

    def close(self) -> None:
        """Give the connection up."""
        self.connection.close()

    def prepare(self, projection: Projection, log_id: UUID) -> None:
        """Make the view's tables where they are missing, or anew where the log is another one.

        Tables of another log are kept under a name that says which; their watermarks go, so a
        worker that still serves that log finds out.
        """
        making.prepare(self.connection, projection, log_id, owner=self.owner)

    def must_be_filled_by(self, projection: Projection) -> None:
        """Refuse to go on with a table that another fold filled. Raises ViewDiffers."""
        making.must_be_filled_by(self.connection, projection, owner=self.owner)

    def promote(self, projection: Projection, log_id: UUID) -> bool:
        """Let the view read this version once it is as far as the one read now; says if it does."""
        return making.promote(self.connection, projection, log_id, owner=self.owner)

    def log_id(self) -> UUID:
        """Which incarnation of the log the database holds."""
        ((log_id,),) = self.connection.execute("SELECT log_id FROM log").fetchall()
        return UUID(str(log_id))

    def marks(self, projection: Projection, log_id: UUID) -> dict[int, Mark]:
        """How far each slice is applied."""
        return self._positions(Target(projection), log_id).marks()

    def apply(self, projection: Projection, batch: Batch) -> Outcome:
        """Apply what is due of a batch, whole or not at all, and move the marks with it."""
        return self.apply_to(Target(projection), batch)

    def apply_to(self, target: Target, batch: Batch) -> Outcome:
        """The same for tables beside the live ones."""
        positions = self._positions(target, batch.log_id)
        with self.connection.transaction():
            places = positions.lock(arrived.slice for arrived in batch.arrived)
            admitted = admit(batch.arrived, places)
            if not admitted.events:
                return Outcome(holes=admitted.holes)
            touched = list({arrived.stream_id: None for arrived in admitted.events})
            work = fold_batch(
                target.projection,
                admitted.events,
                before=self._read(target, touched),
                parked=positions.parked_among(touched),
            )
            self._write(target, work)
            positions.move(marks_of(batch, work.upto))
            positions.note(work)
            if target.projection.stops and work.upto:
                positions.forget_passed_stops()
        return Outcome(work.events, admitted.holes, tuple(work.parked), work.stopped)

    def unpark(
        self, projection: Projection, log_id: UUID, stream_id: UUID, history: History
    ) -> Outcome:
        """Fold one parked complaint again, from its first event up to where the view is.

        Raises NotParked. A complaint that still cannot be folded stays parked, and its rows stay.
        """
        target = Target(projection)
        positions = self._positions(target, log_id)
        with self.connection.transaction():
            found = [t for t in positions.troubles("parked") if t.stream_id == stream_id]
            if not found:
                raise NotParked(f"{projection.name} has not parked {stream_id}: nothing to do")
            ((_, upto),) = positions.lock([found[0].slice]).items()
            before = self._read(target, [stream_id])
            work = fold_again(projection, history(stream_id, upto), before=before)
            if work.parked or work.stopped:
                positions.note(work)
                return Outcome(parked=tuple(work.parked), stopped=work.stopped)
            self.connection.execute(self._statements(target).clear, [[stream_id]])
            self._write(target, work)
            positions.release(stream_id)
        return Outcome(work.events)

    def state(self, projection: Projection, log_id: UUID) -> ViewState:
        """How far the view is, and what is parked or stopped."""
        return self._positions(Target(projection), log_id).state()

    def rows(self, projection: Projection) -> list[Any]:
        """All rows as readers see them, by key; of tallies, (cell, amount) without zeros."""
        select = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
            readable(projection), named(projection.name), readable_order(projection)
        )
        with self.connection.cursor(binary=True) as cursor:
            found = cursor.execute(select).fetchall()
        if isinstance(projection, Tallies):
            made = row_of(projection.cell)
            return in_order(projection, {made(values[:-1]): values[-1] for values in found})
        return [row_of(projection.row)(values) for values in found]

    def digest(self, projection: Projection) -> str:
        """SHA-256 over all rows by key: equal for equal views, whatever their way of becoming."""
        return self.digest_of(Target(projection))

    def digest_of(self, target: Target) -> str:
        """The same of tables beside the live ones; of tallies, cells and folded complaints."""
        total = hashlib.sha256()
        for copy in _copies(target):
            with self.connection.cursor() as cursor, cursor.copy(copy) as lines:
                for block in lines:
                    total.update(block)
        return total.hexdigest()

    def _positions(self, target: Target, log_id: UUID) -> Positions:
        return Positions(self.connection, target, log_id)

    def _read(self, target: Target, complaints: Sequence[UUID]) -> dict[Key, Any]:
        if isinstance(target.projection, Entries):
            return {}
        made, key = row_of(target.projection.row), key_of(target.projection)
        with self.connection.cursor(binary=True) as cursor:
            found = cursor.execute(self._statements(target).read, [uuids(complaints)], prepare=True)
            rows = [made(values) for values in found]
        return {key(row): row for row in rows}

    def _write(self, target: Target, work: Work) -> None:
        prepared: Statements = self._statements(target)
        if work.gone:
            self._run(prepared.remove, key_arrays(target, work.gone))
        if work.rows:
            self._run(prepared.write, arrays(target.projection.row, work.rows))
        if work.cells:
            self.add_cells(target, work.cells)

    def add_cells(self, target: Target, cells: Mapping[Any, int]) -> None:
        """Add amounts to cells, in the order that all workers share."""
        add = self._statements(target).add
        if add is None or not isinstance(target.projection, Tallies):
            raise TypeError(f"{target.projection.name} has no cells")
        amounts = in_order(target.projection, cells)
        columns = arrays(target.projection.cell, [cell for cell, _ in amounts])
        self._run(add, [*columns, column(LargeIntegers, [amount for _, amount in amounts])])

    def _run(self, statement: bytes, columns: Sequence[Array]) -> None:
        self.connection.execute(statement, columns, prepare=True)


def _copies(target: Target) -> list[sql.Composed]:
    projection = target.projection
    only = sql.SQL(" WHERE amount <> 0" if isinstance(projection, Tallies) else "")
    copy = sql.SQL("COPY (SELECT {} FROM {}{} ORDER BY {}) TO STDOUT")
    seen = copy.format(readable(projection), named(target.table), only, readable_order(projection))
    if target.rows == target.table:
        return [seen]
    return [
        seen,
        sql.SQL("COPY (SELECT * FROM {} ORDER BY 1) TO STDOUT").format(named(target.rows)),
    ]
