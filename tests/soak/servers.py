"""The servers that the hunts of a soak work on, started when the first hunt asks for them."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from typing import Self

from adapters.local.kafka_server import KafkaServer
from adapters.local.postgres_server import PostgresServer
from tests.support.fix_kafka import broker_of_our_own
from tests.support.servers import Cluster, server_of_our_own


class Servers:
    """Servers of our own, which hunts may kill and leave running; all end with the soak."""

    def __init__(self, told: Callable[[int], None]) -> None:
        """told: hears from a hunt how much of its amount is done."""
        self.told = told
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def postgres(self) -> tuple[PostgresServer, Cluster]:
        """A running PostgreSQL and the databases in it."""
        server, admin_dsn = self._stack.enter_context(server_of_our_own())
        return server, Cluster(admin_dsn)

    @cached_property
    def kafka(self) -> tuple[KafkaServer, str]:
        """A running broker and its address."""
        broker = self._stack.enter_context(broker_of_our_own())
        return broker, broker.start()
