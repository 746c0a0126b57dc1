"""The record that grows: an original made by commands, and copies of it up to the size wanted."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, date, datetime, time
from multiprocessing import get_context

from adapters.clock import now, standing_at
from adapters.secrets import read_secrets
from adapters.settings import Settings
from services.addresses import folder_of
from services.generating.plan import begin_of
from services.generating.steps import GENERATED
from services.operations.generate import Wanted, performed
from services.operations.starting import Screen
from tests.bench.installed import installed
from tests.growth.filling import Task, fill
from tests.growth.original import read
from tests.support.servers import Cluster, FreshDatabases

SEED, UNTIL = 2, date(2025, 11, 3)
QUIET = Screen(lambda _: None, lambda *_: nullcontext(lambda _: None))


class Growing:
    """A record of made-up complaints. complaints: how many the original has."""

    def __init__(self, settings: Settings, database: FreshDatabases, complaints: int) -> None:
        self.settings, self.database = settings, database
        self._keks = read_secrets(folder_of(settings).secrets).keks
        wanted = Wanted(seed=SEED, complaints=complaints, until=UNTIL)
        # Elsewhere, for this process stays small: what it starts is not told from it.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(_perform, settings, wanted).result()
        self._original = read(database, self._keks)
        self._copies = 0

    @property
    def head(self) -> int:
        """The last position."""
        with self.database.superuser() as connection:
            row = connection.execute("SELECT max(position) FROM event").fetchone()
        assert row is not None
        return int(str(row[0]))

    def grow(self, upto: int, on_stored: Callable[[int], object]) -> None:
        """Add as many whole copies as fit, and let PostgreSQL do what it would do at some time."""
        head = self.head
        amount = max(0, upto - head) // len(self._original.events)
        numbers = range(self._copies + 1, self._copies + amount + 1)
        task = Task(self.database, self._original, self._keks[0], numbers, head + 1, now())
        fill(task, on_stored)
        self._copies += amount
        for keys in (False, True):
            with self.database.superuser(keys=keys) as connection:
                connection.execute("VACUUM (ANALYZE)")
                connection.execute("CHECKPOINT")

    def octets(self) -> int:
        """What record, views and key store take on the disk."""
        with self.database.superuser() as connection:
            names = [self.database.names.record, self.database.names.keys]
            row = connection.execute(
                "SELECT sum(pg_database_size(name)) FROM unnest(%s::text[]) AS name", [names]
            ).fetchone()
        assert row is not None
        return int(str(row[0]))


@contextmanager
def growing(cluster: Cluster, complaints: int) -> Iterator[Growing]:
    """An installation of its own, furnished as of the first day that complaints are made up for."""
    first_day = datetime.combine(begin_of(UNTIL), time(), UTC)
    with cluster.databases() as database, ExitStack() as stack:
        with standing_at(first_day):
            settings = stack.enter_context(installed(database, legal_entity=GENERATED))
        yield Growing(settings, database, complaints)


def _perform(settings: Settings, wanted: Wanted) -> None:
    asyncio.run(performed(settings, wanted, QUIET))
