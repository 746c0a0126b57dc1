"""The port of the views: rows and how far they are, moved together or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from adapters.feed import Mark
from domain.slices import MANAGEMENT
from projections._kit import Projection
from projections._kit.admitting import Hole
from projections._kit.applied import Arrived
from projections._kit.folding import Trouble

History = Callable[[UUID, int], Sequence[Arrived]]
"""All events of one complaint up to a position, in order, as the store has them."""


class SetAside(RuntimeError):
    """The view's tables belong to another incarnation of the log, or to another worker's version.

    Whoever sees this prepares the view again before it goes on.
    """


@dataclass(frozen=True, slots=True)
class Batch:
    """What a feed brought of one log, in its order.

    topic_id: Kafka's, None from the store; management_id: of the management system's topic.
    """

    log_id: UUID
    arrived: Sequence[Arrived]
    topic_id: str | None = None
    management_id: str | None = None

    def topic_of(self, slice_: int) -> str | None:
        """Kafka's id of the topic in which a slice lies."""
        return self.management_id if slice_ == MANAGEMENT else self.topic_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch in one view.

    events: how many were applied. holes: what has to be fetched or waited for. parked: complaints
    put aside by this batch. stopped: what this view will not go beyond.
    """

    events: int = 0
    holes: tuple[Hole, ...] = ()
    parked: tuple[Trouble, ...] = ()
    stopped: Trouble | None = None


@dataclass(frozen=True, slots=True)
class ViewState:
    """How far a view is and what is wrong with it.

    parked: complaints put aside. slices: the last applied position of each.
    """

    projection: str
    version: int
    log_id: UUID
    slices: Mapping[int, int] = field(default_factory=dict)
    parked: tuple[Trouble, ...] = ()
    stopped: tuple[Trouble, ...] = ()


class ViewStore(Protocol):
    """Where views are kept; every implementation passes one contract suite."""

    def prepare(self, projection: Projection, log_id: UUID) -> None:
        """Make the view's tables where they are missing, or anew where the log is another one."""

    def marks(self, projection: Projection, log_id: UUID) -> dict[int, Mark]:
        """How far each slice is applied."""

    def apply(self, projection: Projection, batch: Batch) -> Outcome:
        """Apply what is due of a batch, whole or not at all, and move the marks with it.

        Raises SetAside when the view was not prepared for this log.
        """

    def unpark(
        self, projection: Projection, log_id: UUID, stream_id: UUID, history: History
    ) -> Outcome:
        """Fold one parked complaint again, from its first event up to where the view is."""

    def state(self, projection: Projection, log_id: UUID) -> ViewState:
        """How far the view is, and what is parked or stopped."""

    def rows(self, projection: Projection) -> list[Any]:
        """All rows as readers see them, by key; of tallies, (cell, amount) without zeros."""

    def digest(self, projection: Projection) -> str:
        """SHA-256 over all rows by key: equal for equal views, whatever their way of becoming."""
