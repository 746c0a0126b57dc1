"""The port of a feed: the same octets with the same positions, from Kafka or from the store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from msgspec import Struct


class Delivery(Struct, frozen=True):
    """One event of a complaint as a feed brings it; it may come again, it never comes too early.

    prevposition: the position before it in the same slice, 0 for the slice's first.
    offset: its Kafka offset, None from the store.
    """

    log_id: UUID
    slice: int
    position: int
    prevposition: int
    public: bytes
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a slice has been applied: the last position, and where in which topic it was."""

    position: int = 0
    topic_id: str | None = None
    offset: int | None = None


Resume = Callable[[frozenset[int]], Mapping[int, Mark]]
"""Asked whenever slices are newly assigned: from which mark to go on, for each of them."""


class Feed(Protocol):
    """Deliveries in order within each slice; between slices no order is promised."""

    @property
    def log_id(self) -> UUID | None:
        """The incarnation of the log that the feed brings, None until the first delivery."""

    @property
    def topic_id(self) -> str | None:
        """The topic's own id in Kafka, None from the store."""

    @property
    def management_id(self) -> str | None:
        """The id of the management system's topic, None where it is not read or from the store."""

    @property
    def slices(self) -> frozenset[int]:
        """The slices that this reader serves at the moment."""

    def poll(self, seconds: float) -> list[Delivery]:
        """The next deliveries, waiting at most so long; [] when there are none."""

    def between(self, slice_: int, after: int, before: int) -> list[Delivery] | None:
        """What lies between two positions of a slice, both excluded; None without a store."""

    def close(self) -> None:
        """Give back what the feed holds; its slices go to other members of the group."""
