"""The hunts of a soak: what each is called, how much it does in an hour, and how it is begun."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hunt import (
    feeds,
    machine,
    store_answers,
    store_clock,
    store_connections,
    store_frozen,
    store_kills,
    store_readers,
    store_room,
)
from tests.hunt.findings import Finding
from tests.soak.servers import Servers
from tests.support.servers import FreshDatabases

Told = Callable[[int], None]
Run = Callable[[int, Servers], list[Finding]]


@dataclass(frozen=True)
class Hunt:
    """One hunt. full: its amount in a full soak; a shorter one does its share, or the least."""

    name: str
    full: int
    of: str
    run: Run
    least: int = 1


def fresh(hunt: Callable[[FreshDatabases, int, Told], list[Finding]]) -> Run:
    """A hunt over a record of its own."""

    def run(amount: int, servers: Servers) -> list[Finding]:
        with servers.postgres[1].databases() as database:
            return hunt(database, amount, servers.told)

    return run


def histories(amount: int, servers: Servers) -> list[Finding]:
    """The model against the machine; a history that fails is told by Hypothesis and ends it."""
    machine.histories(amount)
    return [Finding("histories in which the machine differs from the model", amount, 0, 0)]


def faults(amount: int, servers: Servers) -> list[Finding]:
    """Relay, broker and workers killed and frozen."""
    with servers.postgres[1].databases() as database, TemporaryDirectory() as folder:
        return feeds.hunt(servers.kafka[0], database, Path(folder), amount, servers.told)


HUNTS = (
    Hunt("histories", 5_000, "histories", histories, 100),
    Hunt("feeds", 200, "faults", faults, 5),
    Hunt("kills", 1_000, "kills", lambda n, on: store_kills.hunt(*on.postgres, n, on.told), 14),
    Hunt("answers", 500, "answers", fresh(store_answers.hunt_swallowed), 10),
    Hunt("queue", 300, "rounds", fresh(store_answers.hunt_in_queue), 4),
    Hunt("tables", 50, "cycles", lambda n, on: store_room.hunt_tables(*on.postgres, n, on.told)),
    Hunt("disk", 50, "cycles", lambda n, on: store_room.hunt_full_disk(*on.postgres, n, on.told)),
    Hunt("wal", 50, "cycles", lambda n, on: store_room.hunt_wal(*on.postgres, n, on.told)),
    Hunt(
        "connections",
        20,
        "cycles",
        lambda n, on: store_connections.hunt(on.postgres[1], n, on.told),
    ),
    Hunt("frozen", 200, "stops", fresh(store_frozen.hunt), 6),
    Hunt("clock", 100, "processes", fresh(store_clock.hunt), 4),
    Hunt("readers", 10_000_000, "events", fresh(store_readers.hunt), 8_000),
)
"""Others are added by a line here."""
