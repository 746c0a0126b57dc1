"""The port of what the views answer: rows for a question, and how far each view stood then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from domain.errors import ErrorCategory
from projections._kit import Counts, Ends, Page, Sums

Question = Page | Counts | Sums | Ends


class ViewNotMade(LookupError):
    """A view was never filled here: no worker has run yet."""

    category = ErrorCategory.UNAVAILABLE

    def __init__(self, view: str) -> None:
        super().__init__(
            f"the view {view} is not there yet: start a projection worker, then ask again"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One version of one view.

    complete_upto: all events up to this position are in it. lag: how many positions it is behind.
    is_live: whether readers see this version. stopped: why it goes no further, if it does not.
    """

    projection: str
    version: int
    log_id: UUID
    is_live: bool
    slices: Mapping[int, int]
    complete_upto: int
    head: int
    parked: int
    stopped: str | None

    @property
    def lag(self) -> int:
        """How many positions of the record are not known to be in it yet."""
        return self.head - self.complete_upto


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One process that moves views, and since when it has not been heard of."""

    worker: str
    log_id: UUID
    feed: str
    slices: tuple[int, ...]
    silent_seconds: float


@dataclass(frozen=True, slots=True)
class Standings:
    """All views and all workers."""

    views: tuple[Standing, ...] = ()
    workers: tuple[Worker, ...] = ()


class ViewAnswers(Protocol):
    """Where views are asked."""

    async def answers(self, questions: Sequence[Question]) -> tuple[Standing, list[list[Any]]]:
        """What one view answers to several questions at one moment, and where it stood then.

        Raises ViewNotMade.
        """

    async def standings(self) -> Standings:
        """How far every version of every view is, what is wrong with it, and who works on it."""
