"""How Kafka's clients are made: the one place that does, with every option that matters said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import KafkaError

from adapters.kafka.group_join_fix import keep_answers
from domain.errors import ErrorCategory

# kafka-python says nothing of its types.
PRODUCER: Any = KafkaProducer
CONSUMER: Any = KafkaConsumer
ADMIN: Any = KafkaAdminClient

# A batch is sent when it holds so much or after so long, whichever comes first.
BATCH_OCTETS = 131_072
LINGER_MS = 2
# With less, futures were left that neither succeeded nor failed.
DELIVERY_TIMEOUT_MS = 120_000
# A dead worker's slices go to others after this, and to itself when it is back under its name; a
# new worker waits for a heartbeat to get its own.
SESSION_TIMEOUT_MS = 15_000
HEARTBEAT_MS = 1_000
RECONNECT_AT_LATEST_MS = 1_000
# How long a client looks for a topic's new id or leaders that nobody told it.
METADATA_AGE_MS = 5_000


class NoChecksum(RuntimeError):
    """The crc32c library is missing, without which everything takes three times as long."""


class BrokerAway(RuntimeError):
    """No broker answers."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Kafka:
    """A cluster, and the clients that Plaint makes of it.

    servers: ``host:port``, several with commas. security: kafka-python's own names and values
    (``security_protocol``, ``sasl_…``, ``ssl_…``). member: the lasting name of its consumer in a
    group (KIP-345), no other consumer's: the group waits for its return as long as a session lasts.
    """

    servers: str
    security: Mapping[str, Any] = field(default_factory=dict, repr=False)
    member: str | None = None

    def __post_init__(self) -> None:
        if find_spec("crc32c") is None:
            raise NoChecksum("crc32c is not installed: install kafka-python[crc32c]")

    def producer(self, connections: Callable[..., Any]) -> Any:
        """A producer that keeps order and repeats nothing by itself. Raises BrokerAway.

        connections: makes the client's network side from its settings.
        """
        return self._made(
            PRODUCER,
            enable_idempotence=True,
            acks="all",
            delivery_timeout_ms=DELIVERY_TIMEOUT_MS,
            max_in_flight_requests_per_connection=5,
            linger_ms=LINGER_MS,
            batch_size=BATCH_OCTETS,
            allow_auto_create_topics=False,
            metadata_max_age_ms=METADATA_AGE_MS,
            metrics_enabled=False,
            kafka_client=connections,
        )

    def consumer(self, *, group: str | None = None, at_a_time: int = 500) -> Any:
        """A consumer, of a group or on its own; it commits nothing by itself. Raises BrokerAway.

        at_a_time: the most records of one poll.
        """
        made = self._made(
            CONSUMER,
            group_id=group,
            group_instance_id=self.member if group else None,
            enable_auto_commit=False,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            partition_assignment_strategy=(CooperativeStickyAssignor,),
            session_timeout_ms=SESSION_TIMEOUT_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            max_poll_records=at_a_time,
            check_crcs=True,
            allow_auto_create_topics=False,
            metadata_max_age_ms=METADATA_AGE_MS,
            metrics_enabled=False,
        )
        keep_answers(made)
        return made

    def admin(self) -> Any:
        """A client that makes and describes topics. Raises BrokerAway."""
        return self._made(ADMIN)

    def _made(self, kind: Any, **options: Any) -> Any:
        try:
            return kind(
                bootstrap_servers=self.servers.split(","),
                reconnect_backoff_max_ms=RECONNECT_AT_LATEST_MS,
                **options,
                **self.security,
            )
        except KafkaError as error:
            raise BrokerAway(
                f"no Kafka at {self.servers} that takes us ({error}): see that it runs and, where "
                "it wants one, that the password is right, which looks the same from here"
            ) from error
