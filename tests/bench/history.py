"""A record of real complaints that benchmarks share: imported ones, and some that were handled."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from adapters.postgres.log import Log
from adapters.record import StoredEvent
from adapters.settings import Settings
from projections import discover
from services.streaming.rebuilding import rebuild
from services.wiring import Installation, installation
from tests.bench.ground import Ground
from tests.bench.installed import imported, installed, over
from tests.bench.plaint import CALLERS, NARRATIVE, give
from tests.bench.sample_rows import written
from tests.support.servers import FreshDatabases

NOTES = 3
AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class History:
    """A record that is filled. head: its last position; of_a_row: events of an imported row."""

    settings: Settings
    database: FreshDatabases
    head: int
    of_a_row: int


@contextmanager
def history(ground: Ground) -> Iterator[History]:
    """Imported complaints first, then handled ones; no views are made of it."""
    with ground.fresh() as database, installed(database) as settings:
        file = written(ground.folder / "history.csv", ground.sizes.imported)
        of_a_row = asyncio.run(_filled(settings, ground))
        file.unlink()
        yield _settled(settings, database, of_a_row)


@contextmanager
def viewed(ground: Ground) -> Iterator[History]:
    """A copy of it, with every view made."""
    kept = ground.kept(history)
    with ground.fresh(of=kept.database) as copy:
        for projection in discover():
            rebuild(copy.dsn("plaint_replayer"), projection.name)
        yield _settled(over(kept.settings, copy), copy, kept.of_a_row)


def events_of(database: FreshDatabases, limit: int) -> list[StoredEvent]:
    """The first events of a record."""
    with database.superuser() as connection:
        log, found = Log(connection), list[StoredEvent]()
        while len(found) < limit:
            after = found[-1].position if found else 0
            page = log.after(after, min(AT_A_TIME, limit - len(found)))
            if not page:
                break
            found += page
        return found


async def _filled(settings: Settings, ground: Ground) -> int:
    async with installation(settings) as parts:
        before = await parts.record.head()
        await imported(parts, ground.folder / "history.csv")
        events = await parts.record.head() - before
        left = iter(range(ground.sizes.handled))

        async def caller() -> None:
            for number in left:
                await _handled(parts, number)

        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        return events // ground.sizes.imported


async def _handled(parts: Installation, number: int) -> UUID:
    """A complaint that is logged and noted on; every other one is settled with that."""
    body = {"narrative": NARRATIVE, "complainant": {"name": f"Ada {number}"}}
    complaint_id = await give(parts.complaints, "log", body)
    for note in range(NOTES):
        await give(parts.complaints, "add_note", {"note": f"{NARRATIVE} {note}"}, of=complaint_id)
    if number % 2:
        await give(parts.complaints, "settle_received", {"finding_code": "upheld"}, of=complaint_id)
    return complaint_id


def _settled(settings: Settings, database: FreshDatabases, of_a_row: int) -> History:
    """With what PostgreSQL would do at some time done now, and not while something is measured."""
    with database.superuser() as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
        row = connection.execute("SELECT max(position) FROM event").fetchone()
    assert row is not None
    return History(settings, database, int(str(row[0])), of_a_row)
