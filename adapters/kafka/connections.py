"""The producer's connections: records go only where the relay's last check has looked."""

import threading
import time
from collections.abc import Callable
from typing import Any

from kafka.errors import KafkaConnectionError, KafkaError
from kafka.future import Future
from kafka.net.compat import KafkaNetClient
from kafka.protocol.producer import ProduceRequest
from kafka.structs import TopicPartition

from adapters.kafka.clients import BrokerAway
from domain.slices import SLICES

FUTURE: Any = Future  # kafka-python has no types
# The broker asks for patience, or has the records already (its duplicate sequence number).
HARMLESS = frozenset({0, 7, 19, 20, 46})
PAUSE_SECONDS = 0.1


class TrustedConnections(KafkaNetClient):
    """The network side of a producer that never sends behind a hole.

    A producer reconnects by itself and goes on. But a broker that comes back after a power cut may
    have lost the end of the topic, and what is sent then stands behind a hole that no later check
    can see. So a batch goes only over a connection that was open before the last check began, and
    to the topic that was there; the first sign of anything else is told to ``doubt``, in the thread
    that would send next and before it can.
    """

    def __init__(
        self,
        topic: str,
        *,
        checkpoints: str,
        doubt: Callable[[str], None],
        management: str | None = None,
        **configs: Any,
    ) -> None:
        super().__init__(**configs)  # type: ignore[no-untyped-call]
        self._topics = (topic, management) if management else (topic,)
        self._partitions = [TopicPartition(topic, each) for each in range(SLICES)]
        beside = filter(None, (management, checkpoints))
        self._partitions += [TopicPartition(each, 0) for each in beside]
        self._doubt = doubt
        self._trusted: dict[int, Any] = {}
        self.ids: tuple[str, ...] = ()

    def trust(self, seconds: float) -> str:
        """Connect to all leaders of the topics, to trust these connections from now on; its id.

        All topics must be known to the producer. Raises BrokerAway when not all leaders answer
        within so long.
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._trusted, self.ids = self._ask(deadline - time.monotonic())
                return self.ids[0]
            except KafkaError as error:
                if time.monotonic() > deadline:
                    raise BrokerAway(
                        f"a broker did not answer within {seconds} s: {error!r}"
                    ) from error
                time.sleep(PAUSE_SECONDS)

    def trusted(self) -> bool:
        """Whether all is as it was when ``trust`` was last asked."""
        return (
            bool(self._trusted)
            and self.ids == self._known_ids()
            and all(conn.connected for conn in self._trusted.values())
        )

    def gone(self) -> list[str]:
        """The topics that were there when ``trust`` was last asked, and are not known any more."""
        known = zip(self._topics, self.ids, self._known_ids(), strict=True) if self.ids else ()
        return [topic for topic, was, now in known if was and not now]

    def send(self, node_id: int, request: Any, **options: Any) -> Any:
        """As the producer sends; batches of records only to where they are trusted to go."""
        if not isinstance(request, ProduceRequest):
            return super().send(node_id, request, **options)  # type: ignore[no-untyped-call]
        reason = self._reason_to_doubt(node_id)
        if reason:
            self._doubt(reason)
            return FUTURE().failure(KafkaConnectionError(reason))
        answer = super().send(node_id, request, **options)  # type: ignore[no-untyped-call]
        answer.add_both(self._look)
        return answer

    def _reason_to_doubt(self, node_id: int) -> str | None:
        connection = self._manager._conns.get(node_id)
        if connection is None or connection is not self._trusted.get(node_id):
            return f"the connection to broker {node_id} is not the one that was checked"
        for name, was, now in zip(self._topics, self.ids, self._known_ids(), strict=True):
            if was != now:
                return f"topic {name} was made anew"
        return None

    def _look(self, answer: Any) -> None:
        if isinstance(answer, BaseException):
            self._doubt(f"a batch was sent and not answered: {answer!r}")
            return
        for topic in answer.responses:
            for one in topic.partition_responses:
                if one.error_code not in HARMLESS:
                    self._doubt(f"partition {one.index} of {topic.name}: error {one.error_code}")

    def _known_ids(self) -> tuple[str, ...]:
        cluster = self._manager.cluster
        return tuple(str(cluster.topic_id(each) or "") for each in self._topics)

    def _ask(self, seconds: float) -> tuple[dict[int, Any], tuple[str, ...]]:
        answered = threading.Event()
        future = self._manager.call_soon(self._connected)
        future.add_both(lambda _: answered.set())
        if not answered.wait(max(seconds, PAUSE_SECONDS)):
            raise BrokerAway("a broker takes the connection and does not answer")
        if future.exception is not None:
            raise future.exception
        found: tuple[dict[int, Any], tuple[str, ...]] = future.value
        return found

    async def _connected(self) -> tuple[dict[int, Any], tuple[str, ...]]:
        """Runs in the producer's own thread."""
        cluster = self._manager.cluster
        await cluster.request_update()
        leaders = {cluster.leader_for_partition(each) for each in self._partitions}
        connections = {node: self._manager.get_connection(node) for node in leaders}
        for connection in connections.values():
            await connection
        return connections, self._known_ids()
