"""Publishing the record: what is sent next, and when the row moves."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol
from uuid import UUID

import structlog

from adapters.kafka.tail import Tail
from adapters.postgres.relay_state import RelayRow
from adapters.record import StoredEvent
from domain.slices import SLICES
from services.streaming.relay_plan import Log, Refused, must_have_its_beginning, plan

AT_A_TIME = 1000
IN_FLIGHT = 2
CONNECT_SECONDS = 30.0
# Kafka's client gives a record up after 120 s; if it says nothing even then, it never will.
PROGRESS_SECONDS = 150.0
ASK_SECONDS = 2.0
CHECKPOINT_SECONDS = 1.0
SHORTEST_PAUSE = 0.005
LONGEST_PAUSE = 0.05

logger = structlog.get_logger(__name__)


class NoProgress(RuntimeError):
    """Kafka neither takes nor refuses what was sent."""


class Sent(Protocol):
    """A batch on its way."""

    def acknowledged(self, seconds: float) -> bool:
        """Whether Kafka has it all, waiting at most so long; raises when it never will."""


class Topic(Protocol):
    """The topic, as the relay writes it."""

    def trust(self, seconds: float) -> str:
        """Connect; from now until ``trusted`` says no, nothing can be lost unseen. Its id."""

    @property
    def management_id(self) -> str:
        """The id of the topic beside it, as it was then; empty where there is none."""

    def trusted(self) -> bool:
        """Whether what was found by the last check still holds."""

    def tails(self) -> Mapping[int, Tail]:
        """The last record of each partition that has one."""

    def beginnings(self) -> Mapping[int, int]:
        """The first offset that each partition still has."""

    def send(self, log_id: UUID, events: Sequence[tuple[StoredEvent, int]]) -> Sent:
        """Hand over events, in order, each with its prevposition."""

    def checkpoint(self, log_id: UUID, position: int, prev: Sequence[int], management: int) -> None:
        """Say to all readers how far the topics are complete."""

    def flush(self) -> None:
        """Wait until Kafka has all that was handed over, the last checkpoint too."""


class State(Protocol):
    """The relay's row, and where it says that it lives."""

    def take_over(self) -> RelayRow:
        """Make the row this relay's alone and give it."""

    def mine(self, row: RelayRow) -> None:
        """Raises when another relay has it."""

    def move(self, row: RelayRow) -> None:
        """Write it; raises when another relay has it."""

    def works(self) -> None:
        """Say that the relay goes on; to be said all the time."""

    def waits(self, reason: str) -> None:
        """Say that it cannot go on as long as something is not there."""


def number(events: Sequence[StoredEvent], prev: list[int]) -> list[tuple[StoredEvent, int]]:
    """The events that are published, each with the position before it in its slice.

    prev: the last position of each slice before these events; afterwards, after them.
    """
    numbered = []
    for event in events:
        if event.slice is not None:
            numbered.append((event, prev[event.slice]))
            prev[event.slice] = event.position
    return numbered


class Relay:
    """Publishes what the record holds, in order and without a hole; one at a time for a topic.

    Anything that goes wrong is raised, and the process must then end at once without the
    producer's farewell: what is in its buffers could still be sent.
    """

    def __init__(self, log: Log, topic: Topic, state: State) -> None:
        self._log = log
        self._topic = topic
        self._state = state
        self._row = state.take_over()
        self._sent: deque[tuple[RelayRow, Sent]] = deque()
        self._told = (-1, 0.0)

    def run(self, stopped: Callable[[float], bool]) -> None:
        """Publish until ``stopped`` says so, which is asked with seconds that it may wait.

        Raises Refused, NoProgress, and what log, topic and state raise.
        """
        self.check()
        pause = 0.0
        while not stopped(pause):
            busy = self.step()
            pause = 0.0 if busy else min(max(2 * pause, SHORTEST_PAUSE), LONGEST_PAUSE)
        while self._sent:
            self._settle()
        if self._row.position != self._told[0]:
            self._tell()
        self._topic.flush()

    def check(self) -> None:
        """Compare the topic with the store; fill what the topic lost, or refuse to publish."""
        self._state.waits("the broker does not answer")
        topic_id = self._topic.trust(CONNECT_SECONDS)
        self._state.works()
        beside = self._topic.management_id
        found = plan(self._row, topic_id, self._topic.tails(), self._log, beside)
        must_have_its_beginning(self._topic.beginnings())
        self._row = found.row
        self._state.move(self._row)
        if found.behind:
            logger.warning("relay.topic_ends_early", reason=f"ends by slice: {dict(found.behind)}")
            self._refill(found.behind)
        logger.info("relay.checked", position=self._row.position, epoch=self._row.epoch)
        self._tell()

    def step(self) -> bool:
        """Send the next batch and move the row behind what is acknowledged; False when idle."""
        self._state.works()
        if not self._sent and not self._topic.trusted():
            logger.warning("relay.connection_changed", position=self._row.position)
            self.check()
        reached = self._sent[-1][0] if self._sent else self._row
        events = self._log.after(reached.position, AT_A_TIME)
        if events:
            self._sent.append(self._next(reached, events))
        busy = bool(self._sent)
        while len(self._sent) >= (IN_FLIGHT if events else 1):
            self._settle()
        if self._row.position != self._told[0]:
            self._tell(at_least=0.0 if not events else CHECKPOINT_SECONDS)
        return busy

    def _next(self, reached: RelayRow, events: list[StoredEvent]) -> tuple[RelayRow, Sent]:
        last = events[-1].position
        if last - reached.position != len(events):
            raise Refused(
                f"between {reached.position} and {last} the store gives {len(events)} events: "
                "positions have no holes, so the store was changed; verify it"
            )
        prev = [*reached.prev, reached.management]
        sent = self._topic.send(reached.log_id, number(events, prev))
        *prev, management = prev
        return replace(reached, position=last, prev=tuple(prev), management=management), sent

    def _settle(self) -> None:
        """Wait until the oldest batch is acknowledged, then move the row behind it."""
        row, sent = self._sent[0]
        self._wait(sent)
        self._state.move(row)
        self._row = row
        self._sent.popleft()

    def _wait(self, sent: Sent) -> None:
        deadline = time.monotonic() + PROGRESS_SECONDS
        while not sent.acknowledged(ASK_SECONDS):
            self._state.waits("the broker does not acknowledge what was sent")
            self._state.mine(self._row)
            if time.monotonic() > deadline:
                raise NoProgress(f"Kafka has said nothing for {PROGRESS_SECONDS} s")

    def _refill(self, behind: Mapping[int, int]) -> None:
        """Send once more, in the slices that ended early alone, what came behind their ends."""
        position = min(behind.values())
        prev = [behind.get(slice_, 0) for slice_ in range(SLICES + 1)]
        while position < self._row.position:
            self._state.works()
            events = self._log.after(position, AT_A_TIME)
            again = [event for event in events if self._is_lost(event, behind)]
            self._wait(self._topic.send(self._row.log_id, number(again, prev)))
            position = events[-1].position

    def _is_lost(self, event: StoredEvent, behind: Mapping[int, int]) -> bool:
        """Whether it was published before and stands behind the early end of its partition."""
        end = behind.get(-1 if event.slice is None else event.slice)
        return end is not None and end < event.position <= self._row.position

    def _tell(self, *, at_least: float = 0.0) -> None:
        """Publish a checkpoint, unless one was published less than so many seconds ago."""
        if time.monotonic() - self._told[1] >= at_least:
            row = self._row
            self._topic.checkpoint(row.log_id, row.position, row.prev, row.management)
            self._told = (self._row.position, time.monotonic())
