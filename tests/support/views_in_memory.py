"""The views without a server: the same rules in dictionaries, for tests that need no database."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from adapters.feed import Mark
from adapters.postgres.views.store import NotParked
from adapters.views import Batch, History, Outcome, SetAside, ViewState
from domain.slices import SLICES
from projections._kit import Entries, Projection, Tallies
from projections._kit.admitting import admit
from projections._kit.folding import Trouble, Work, fold_again, fold_batch, in_order
from projections._kit.shapes import Key, key_of


@dataclass
class _View:
    log_id: UUID
    marks: dict[int, Mark] = field(default_factory=lambda: dict.fromkeys(range(SLICES), Mark()))
    rows: dict[Key, Any] = field(default_factory=dict)
    cells: Counter[Any] = field(default_factory=Counter)
    parked: dict[UUID, Trouble] = field(default_factory=dict)
    stopped: dict[int, Trouble] = field(default_factory=dict)


class ViewsInMemory:
    """The port adapters.views.ViewStore; it passes the same suite as the one in PostgreSQL."""

    def __init__(self) -> None:
        self._views: dict[str, _View] = {}

    def prepare(self, projection: Projection, log_id: UUID) -> None:
        """Begin the view, or begin it anew where the log is another one."""
        view = self._views.get(projection.name)
        if view is None or view.log_id != log_id:
            self._views[projection.name] = _View(log_id)

    def marks(self, projection: Projection, log_id: UUID) -> dict[int, Mark]:
        """How far each slice is applied."""
        return dict(self._view(projection, log_id).marks)

    def apply(self, projection: Projection, batch: Batch) -> Outcome:
        """Apply what is due of a batch and move the marks with it."""
        view = self._view(projection, batch.log_id)
        places = {slice_: mark.position for slice_, mark in view.marks.items()}
        admitted = admit(batch.arrived, places)
        touched = {arrived.stream_id for arrived in admitted.events}
        work = fold_batch(
            projection,
            admitted.events,
            before=_of(view, touched) if not isinstance(projection, Entries) else {},
            parked=set(view.parked),
        )
        self._write(projection, view, work)
        for slice_, last in work.upto.items():
            view.marks[slice_] = Mark(last.position, batch.topic_id, last.offset)
        view.parked.update({trouble.stream_id: trouble for trouble in work.parked})
        view.stopped = {
            slice_: trouble
            for slice_, trouble in view.stopped.items()
            if view.marks[slice_].position < trouble.position
        }
        if work.stopped is not None:
            view.stopped[work.stopped.slice] = work.stopped
        return Outcome(work.events, admitted.holes, tuple(work.parked), work.stopped)

    def unpark(
        self, projection: Projection, log_id: UUID, stream_id: UUID, history: History
    ) -> Outcome:
        """Fold one parked complaint again, from its first event up to where the view is."""
        view = self._view(projection, log_id)
        if stream_id not in view.parked:
            raise NotParked(f"{projection.name} has not parked {stream_id}: nothing to do")
        before = _of(view, {stream_id})
        upto = view.marks[view.parked[stream_id].slice].position
        work = fold_again(projection, history(stream_id, upto), before=before)
        if work.parked or work.stopped:
            return Outcome(parked=tuple(work.parked), stopped=work.stopped)
        for key in before:
            del view.rows[key]
        self._write(projection, view, work)
        del view.parked[stream_id]
        return Outcome(work.events)

    def state(self, projection: Projection, log_id: UUID) -> ViewState:
        """How far the view is, and what is parked or stopped."""
        view = self._view(projection, log_id)
        return ViewState(
            projection.name,
            projection.version,
            log_id,
            {slice_: mark.position for slice_, mark in view.marks.items()},
            _by_position(view.parked.values()),
            _by_position(view.stopped.values()),
        )

    def rows(self, projection: Projection) -> list[Any]:
        """All rows as readers see them, by key; of tallies, (cell, amount) without zeros."""
        view = self._views[projection.name]
        if isinstance(projection, Tallies):
            return in_order(projection, view.cells)
        return [view.rows[key] for key in sorted(view.rows)]

    def digest(self, projection: Projection) -> str:
        """SHA-256 over all rows by key, of tallies over cells and folded complaints."""
        view = self._views[projection.name]
        seen = repr((self.rows(projection), [view.rows[key] for key in sorted(view.rows)]))
        return hashlib.sha256(seen.encode()).hexdigest()

    def _view(self, projection: Projection, log_id: UUID) -> _View:
        view = self._views.get(projection.name)
        if view is None or view.log_id != log_id:
            raise SetAside(f"{projection.name} is not prepared for log {log_id}")
        return view

    def _write(self, projection: Projection, view: _View, work: Work) -> None:
        key = key_of(projection)
        view.rows.update({key(row): row for row in work.rows})
        for gone in work.gone:
            del view.rows[gone]
        for cell, amount in work.cells.items():
            view.cells[cell] += amount


def _of(view: _View, complaints: set[UUID]) -> dict[Key, Any]:
    return {key: row for key, row in view.rows.items() if key[0] in complaints}


def _by_position(troubles: Any) -> tuple[Trouble, ...]:
    return tuple(sorted(troubles, key=lambda trouble: trouble.position))
