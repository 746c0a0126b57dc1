"""Sends the record's events into the topic, and says what became of each."""

import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from kafka.errors import KafkaError, KafkaTimeoutError

from adapters.canonical import canonical
from adapters.kafka.clients import Kafka
from adapters.kafka.connections import TrustedConnections
from adapters.kafka.headers import CONTENT_TYPE, Labels
from adapters.kafka.tail import Tail, read_beginnings, read_tails
from adapters.kafka.topic import TopicMissing
from adapters.record import StoredEvent
from domain.slices import MANAGEMENT


class NotAcknowledged(RuntimeError):
    """A record was sent and Kafka did not take it."""


class Sent:
    """Records that were handed over and may not be acknowledged yet."""

    def __init__(self, futures: Sequence[Any]) -> None:
        self._futures = futures
        self._known = 0

    def acknowledged(self, seconds: float) -> bool:
        """Whether all are, waiting at most so long. Raises NotAcknowledged if one never will be."""
        deadline = time.monotonic() + seconds
        while self._known < len(self._futures):
            future = self._futures[self._known]
            try:
                if not future.is_done:
                    future.get(max(deadline - time.monotonic(), 0))
            except KafkaTimeoutError:
                if not future.is_done:
                    return False
            except KafkaError as error:
                raise NotAcknowledged(f"Kafka did not take a record: {error!r}") from error
            if future.exception is not None:
                raise NotAcknowledged(f"Kafka did not take a record: {future.exception!r}")
            self._known += 1
        return True


class Publisher:
    """The topics as the relay writes them: one producer, each slice in its own partition."""

    def __init__(
        self,
        kafka: Kafka,
        topic: str,
        *,
        checkpoints: str,
        doubt: Callable[[str], None],
        management: str | None = None,
    ) -> None:
        """Connects. Raises BrokerAway.

        management: the topic of slice 12, without which no event of it can be sent.

        doubt: told, once and in another thread, when what was sent may not have arrived or may
        stand behind a hole; nothing may be sent after that, so it should not return.
        """
        self._kafka = kafka
        self._topic = topic
        self._management = management
        self._checkpoints = checkpoints
        self._doubt = doubt
        self._labels: dict[UUID, Labels] = {}
        self._connections: TrustedConnections
        self._producer = kafka.producer(self._connect)

    def trust(self, seconds: float) -> str:
        """Take the present connections as those that the check now beginning looks behind.

        Gives the topic's id. Raises BrokerAway when the brokers do not answer within so long,
        TopicMissing for one that was there and was deleted: none is made here, and the client would
        wait for it for a minute.
        """
        for topic in self._connections.gone():
            raise TopicMissing(f"the topic {topic} was deleted: the relay makes it anew")
        for topic in filter(None, (self._topic, self._management, self._checkpoints)):
            self._producer.partitions_for(topic)
        return self._connections.trust(seconds)

    @property
    def management_id(self) -> str:
        """The id of the topic beside it, as ``trust`` found it; empty where there is none."""
        return self._connections.ids[1] if self._management else ""

    def trusted(self) -> bool:
        """Whether the connections are still those, so that the check still holds."""
        return self._connections.trusted()

    def tails(self) -> dict[int, Tail]:
        """The last record of each slice that has one."""
        found = read_tails(self._kafka, self._topic)
        if self._management is not None:
            beside = read_tails(self._kafka, self._management, partitions=1)
            found.update((MANAGEMENT, tail) for tail in beside.values())
        return found

    def beginnings(self) -> dict[int, int]:
        """The first offset that each slice still has."""
        found = read_beginnings(self._kafka, self._topic)
        if self._management is not None:
            beside = read_beginnings(self._kafka, self._management, partitions=1)
            found.update((MANAGEMENT, offset) for offset in beside.values())
        return found

    def send(self, log_id: UUID, events: Sequence[tuple[StoredEvent, int]]) -> Sent:
        """Hand over events, in order, each with its prevposition."""
        labels = self._labels.setdefault(log_id, Labels(log_id))
        return Sent([self._handed(labels, event, before) for event, before in events])

    def checkpoint(self, log_id: UUID, position: int, prev: Sequence[int], management: int) -> None:
        """Say to all readers how far the topics are complete; failure is told to ``doubt``."""
        reached = {"prev": list(prev), "management_prev": management}
        said = {"log_id": str(log_id), "position": position, **reached}
        self._producer.send(
            self._checkpoints,
            key=str(log_id).encode(),
            value=canonical(said),
            headers=[(CONTENT_TYPE, b"application/json")],
            partition=0,
        ).add_errback(self._failed)

    def flush(self) -> None:
        """Wait until Kafka has all that was handed over, the last checkpoint too."""
        self._producer.flush()

    def _handed(self, labels: Labels, event: StoredEvent, before: int) -> Any:
        key, headers = labels.keyed(event, before)
        is_management = event.slice == MANAGEMENT
        future = self._producer.send(
            self._management if is_management else self._topic,
            key=key,
            value=event.public,
            headers=headers,
            partition=0 if is_management else event.slice,
        )
        # In the producer's thread, so that nothing behind the failed record is sent any more.
        return future.add_errback(self._failed)

    def _failed(self, error: BaseException) -> None:
        self._doubt(f"Kafka did not take a record: {error!r}")

    def _connect(self, **configs: Any) -> TrustedConnections:
        self._connections = TrustedConnections(
            self._topic,
            checkpoints=self._checkpoints,
            management=self._management,
            doubt=self._doubt,
            **configs,
        )
        return self._connections
