"""What benchmarks stand on: the servers, how much is done, and what several of them share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, TypeVar

from tests.support.servers import Cluster, FreshDatabases

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much each benchmark does.

    seconds: of each rate. imported, handled: complaints of the history that the views, the check
    and the relay work on. stock_events: so many of its events, for the slow peer. rows: of the
    file that is imported. waiting: complaints in the long queue. reads: of one page or complaint.
    """

    seconds: float = 5.0
    imported: int = 60_000
    handled: int = 2_000
    stock_events: int = 3_000
    rows: int = 30_000
    waiting: int = 50_000
    few_waiting: int = 1_000
    reads: int = 300
    starts: int = 5
    seen_commands: int = 4_000


FULL = Sizes()
TINY = Sizes(
    seconds=0.3,
    imported=40,
    handled=4,
    stock_events=20,
    rows=40,
    waiting=60,
    few_waiting=20,
    reads=3,
    starts=1,
    seen_commands=20,
)


class Ground:
    """Servers that run, and what was made on them once for all benchmarks that want it."""

    def __init__(self, cluster: Cluster, broker: Callable[[], str], sizes: Sizes) -> None:
        """broker: gives the address of a running Kafka, started when it is first wanted."""
        self.cluster = cluster
        self.broker = broker
        self.sizes = sizes
        self._kept: dict[Any, Any] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="plaint-bench-")))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def kept(self, made: Callable[[Self], AbstractContextManager[Kept]]) -> Kept:
        """What a context manager of this ground gives, entered once and left at the end."""
        if made not in self._kept:
            self._kept[made] = self._stack.enter_context(made(self))
        found: Kept = self._kept[made]
        return found

    @contextmanager
    def fresh(self, *, of: FreshDatabases | None = None) -> Iterator[FreshDatabases]:
        """A pair of databases for one run: empty, or a copy of another pair."""
        with self.cluster.databases(of=of) as databases:
            yield databases
