"""The feed from the store: for rebuilding, and for live views where there is no Kafka."""

import time
from uuid import UUID

from adapters.feed import Delivery, Resume
from adapters.octets import SLICES
from adapters.postgres.log import Log
from adapters.record import StoredEvent

AT_A_TIME = 1000
BUSY_SECONDS = 0.005
IDLE_SECONDS = 0.05
EVERY_SLICE = frozenset(range(SLICES))


class StoreFeed:
    """The port adapters.feed.Feed over the record itself; it serves all slices."""

    def __init__(self, log: Log, resume: Resume, *, at_a_time: int = AT_A_TIME) -> None:
        """Goes on from the marks that ``resume`` gives, asked once."""
        self._log = log
        self._log_id = log.log_id()
        self._at_a_time = at_a_time
        self._position = self._start(resume)
        self._last = dict(enumerate(log.last_of_each_slice(self._position)))
        self._pause = BUSY_SECONDS

    @property
    def log_id(self) -> UUID:
        """The incarnation of the log that the store holds."""
        return self._log_id

    @property
    def topic_id(self) -> None:
        """The store is no topic."""

    @property
    def slices(self) -> frozenset[int]:
        """All of them."""
        return EVERY_SLICE

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
        return [self._delivery(event) for event in stored]

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
        marks = resume(EVERY_SLICE)
        last = self._log.last_of_each_slice(head)
        behind = [marks[s].position for s in EVERY_SLICE if marks[s].position < last[s]]
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
