"""A batch of events folded into a view's rows, in memory and without side effects."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from domain.recorded import Recorded
from projections._kit.applied import Applied, Arrived
from projections._kit.columns import columns_of, values_of
from projections._kit.shapes import VERSION, Entries, Key, Projection, Tallies, key_of

Fold = Callable[[Any, Recorded], Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an event could not be applied, and whose it is."""

    stream_id: UUID
    slice: int
    position: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a batch comes to: what to write; rows and keys in an order that all workers share.

    rows: new or changed rows by key. gone: keys of rows that are no more. cells: amounts to add.
    upto: the last event of each slice that is done with. stopped: what stops the whole view.
    """

    rows: Sequence[Any] = ()
    gone: Sequence[Key] = ()
    cells: Mapping[Any, int] = field(default_factory=dict)
    parked: Sequence[Trouble] = ()
    stopped: Trouble | None = None
    upto: Mapping[int, Arrived] = field(default_factory=dict)
    events: int = 0


def fold_batch(
    projection: Projection,
    batch: Sequence[Arrived],
    *,
    before: Mapping[Key, Any],
    parked: AbstractSet[UUID] = frozenset(),
) -> Work:
    """Fold events that all shall be applied, in their order.

    before: the rows of the complaints in the batch, by key. parked: complaints whose events are
    passed over until somebody unparks them.
    """
    folding = _Folding(projection, before, parked)
    for arrived in batch:
        if not folding.take(arrived):
            break
    return folding.work()


def fold_again(
    projection: Projection, history: Sequence[Arrived], *, before: Mapping[Key, Any]
) -> Work:
    """Fold one whole complaint from nothing; the amounts are those that its rows must change by."""
    work = fold_batch(projection, history, before={})
    if work.parked or work.stopped or not isinstance(projection, Tallies):
        return work
    amounts = Counter(work.cells)
    for row in before.values():
        amounts.subtract(dict(projection.contributions(row)))
    return replace(work, cells=_changed(amounts))


class _Folding:
    """The state of one batch being folded."""

    def __init__(
        self, projection: Projection, before: Mapping[Key, Any], parked: AbstractSet[UUID]
    ) -> None:
        self._projection = projection
        self._before = before
        self._rows = dict(before)
        self._touched: dict[Key, Arrived] = {}
        self._parked = set(parked)
        self._troubles: list[Trouble] = []
        self._stopped: Trouble | None = None
        self._upto: dict[int, Arrived] = {}
        self._events = 0
        self._key = key_of(projection)
        columns = {column.name for column in columns_of(projection.row)}
        self._is_counting = len(projection.key) == 1 and VERSION in columns

    def take(self, arrived: Arrived) -> bool:
        """Apply one event, park its complaint, or say False: the view stops before it."""
        if not self._parked or arrived.stream_id not in self._parked:
            reason = arrived.trouble or self._reason_against(arrived)
            if reason is not None and not self._put_aside(arrived, reason):
                return False
        self._upto[arrived.slice] = arrived
        return True

    def _reason_against(self, arrived: Arrived) -> str | None:
        if arrived.applied is None:
            raise ValueError(f"neither event nor trouble at position {arrived.position}")
        try:
            changed = self._changes(self._projection, arrived.applied)
        except Exception as error:  # a pure function fails the same way every time: poison
            return _named(error)
        for key, row in changed:
            self._rows[key] = row
            self._touched.setdefault(key, arrived)
        self._events += 1
        return None

    def _changes(self, projection: Projection, applied: Applied) -> list[tuple[Key, Any]]:
        if isinstance(projection, Entries):
            return [(self._new_key(row), row) for row in projection.rows(applied)]
        recorded, fold = applied.recorded, projection.fold
        return [(key, self._folded(key, fold, recorded)) for key in projection.keys(recorded)]

    def _new_key(self, entry: Any) -> Key:
        key = self._key(entry)
        if key in self._rows:
            raise ValueError(f"two entries with the key {key}")
        return key

    def _folded(self, key: Key, fold: Fold, recorded: Recorded) -> Any:
        before = self._rows.get(key)
        self._assert_next(before, recorded.version)
        row = fold(before, recorded)
        if row is None or self._key(row) == key:
            return row
        if before is not None:
            raise ValueError(f"the fold of {key} gave a row with the key {self._key(row)}")
        # Without a row there is nothing to change; the other key has its own turn.
        return None

    def _assert_next(self, before: Any, version: int) -> None:
        """A row for a whole complaint that says its version must not have missed an event."""
        if self._is_counting:
            known = getattr(before, VERSION, 0)
            if version != known + 1:
                raise ValueError(f"version {version} came where {known + 1} was due")

    def _put_aside(self, arrived: Arrived, reason: str) -> bool:
        trouble = Trouble(arrived.stream_id, arrived.slice, arrived.position, reason)
        if self._projection.stops:
            self._stopped = trouble
            return False
        self._parked.add(arrived.stream_id)
        self._troubles.append(trouble)
        return True

    def work(self) -> Work:
        """What is to be written now."""
        cells = self._cells()
        changed = [k for k in self._touched if self._rows.get(k) != self._before.get(k)]
        # As the keys themselves are ordered, at a fraction of the comparisons of uuids.
        changed.sort(key=lambda key: (key[0].int, key[1:]))
        return Work(
            rows=[self._rows[key] for key in changed if self._rows.get(key) is not None],
            gone=[key for key in changed if self._rows.get(key) is None],
            cells=cells,
            parked=self._troubles,
            stopped=self._stopped,
            upto=self._upto,
            events=self._events,
        )

    def _cells(self) -> dict[Any, int]:
        if not isinstance(self._projection, Tallies):
            return {}
        amounts: Counter[Any] = Counter()
        for key, first in self._touched.items():
            try:
                amounts.update(self._difference(self._projection, key))
            except Exception as error:
                self._take_back(key, first, _named(error))
        return _changed(amounts)

    def _difference(self, projection: Tallies[Any, Any], key: Key) -> dict[Any, int]:
        old, new = self._before.get(key), self._rows.get(key)
        amounts = dict(projection.contributions(new)) if new is not None else {}
        if old is not None:
            for cell, amount in projection.contributions(old).items():
                amounts[cell] = amounts.get(cell, 0) - amount
        return amounts

    def _take_back(self, key: Key, first: Arrived, reason: str) -> None:
        """Leave a complaint that cannot be counted as it was before this batch, and park it."""
        self._rows[key] = self._before.get(key)
        self._troubles.append(Trouble(first.stream_id, first.slice, first.position, reason))


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _changed(amounts: Mapping[Any, int]) -> dict[Any, int]:
    return {cell: amount for cell, amount in amounts.items() if amount}


def in_order(projection: Tallies[Any, Any], amounts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    """Cells and amounts in the one order that all workers write in, so that none deadlocks."""
    values = values_of(projection.cell)
    return sorted(_changed(amounts).items(), key=lambda entry: repr(values(entry[0])))
