"""The feed from the store: for rebuilding, and for live views where there is no Kafka."""

import time
from uuid import UUID

from adapters.feed import Delivery, Resume
from adapters.postgres.log import Log
from adapters.record import StoredEvent
from domain.slices import OF_COMPLAINTS

AT_A_TIME = 1000
BUSY_SECONDS = 0.005
IDLE_SECONDS = 0.05


class StoreFeed:
    """The port adapters.feed.Feed over the record itself; it serves all slices that are wanted."""

    def __init__(
        self,
        log: Log,
        resume: Resume,
        *,
        at_a_time: int = AT_A_TIME,
        slices: frozenset[int] = OF_COMPLAINTS,
    ) -> None:
        """Goes on from the marks that ``resume`` gives, asked once."""
        self._log = log
        self._slices = slices
        self._log_id = log.log_id()
        self._at_a_time = at_a_time
        self._position = self._start(resume)
        self._last = log.ends(slices, self._position)
        self._pause = BUSY_SECONDS

    @property
    def log_id(self) -> UUID:
        """The incarnation of the log that the store holds."""
        return self._log_id

    @property
    def topic_id(self) -> None:
        """The store is no topic."""

    @property
    def management_id(self) -> None:
        """The store is none either."""

    @property
    def slices(self) -> frozenset[int]:
        """All of them."""
        return self._slices

    def poll(self, seconds: float) -> list[Delivery]:
        """The next deliveries, waiting at most so long; [] when there are none.

        Looks every few milliseconds while events come, less often the longer none do.
        """
        deadline = time.monotonic() + seconds
        while not (stored := self._log.after_in_slices(self._position, self._at_a_time)):
            left = deadline - time.monotonic()
            if left <= 0:
                return []
            time.sleep(min(self._pause, left))
            self._pause = min(self._pause * 1.2, IDLE_SECONDS)
        self._pause = BUSY_SECONDS
        self._position = stored[-1].position
        return [self._delivery(event) for event in stored if event.slice in self._slices]

    def between(self, slice_: int, after: int, before: int) -> list[Delivery]:
        """What lies between two positions of a slice, both excluded."""
        last = after
        deliveries = []
        for event in self._log.between(slice_, after, before):
            deliveries.append(delivered(event, self._log_id, last))
            last = event.position
        return deliveries

    def close(self) -> None:
        """The connection stays its owner's."""

    def _start(self, resume: Resume) -> int:
        """Before the first event that some slice still lacks; an idle slice holds nothing back."""
        head = self._log.head()
        marks = resume(self._slices)
        last = self._log.ends(self._slices, head)
        behind = [marks[s].position for s in self._slices if marks[s].position < last[s]]
        return min([head, *behind])

    def _delivery(self, event: StoredEvent) -> Delivery:
        slice_ = _slice(event)
        before, self._last[slice_] = self._last[slice_], event.position
        return delivered(event, self._log_id, before)


def delivered(event: StoredEvent, log_id: UUID, prevposition: int) -> Delivery:
    """A stored event of a complaint as a feed brings it."""
    return Delivery(log_id, _slice(event), event.position, prevposition, event.public)


def _slice(event: StoredEvent) -> int:
    if event.slice is None:
        raise ValueError(f"the event at {event.position} is of no complaint: feeds do not bring it")
    return event.slice
