"""The import of a CFPB file into an empty record, beside a bare COPY of its events."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.settings import Settings
from services.wiring import installation
from tests.bench.copying import copied_a_second
from tests.bench.ground import Ground
from tests.bench.installed import imported, installed
from tests.bench.rows import Against, Row
from tests.bench.sample_rows import written
from tests.support.servers import FreshDatabases

EVENTS_OF_A_ROW = 2
COLUMNS = "position, stream_id, version, stream_kind, slice, type, public, leaf, appended_at"


@contextmanager
def _file(ground: Ground) -> Iterator[Path]:
    yield written(ground.folder / "rows.csv", ground.sizes.rows)


@contextmanager
def _filled(ground: Ground) -> Iterator[FreshDatabases]:
    with ground.fresh() as database, installed(database) as settings:
        asyncio.run(_seconds(settings, ground.kept(_file)))
        yield database


def _imported(ground: Ground) -> float:
    with ground.fresh() as database, installed(database) as settings:
        return ground.sizes.rows / asyncio.run(_seconds(settings, ground.kept(_file)))


async def _seconds(settings: Settings, file: Path) -> float:
    async with installation(settings) as parts:
        start = time.perf_counter()
        await imported(parts, file)
        return time.perf_counter() - start


def _copied(ground: Ground) -> float:
    database = ground.kept(_filled)
    events = copied_a_second(database, "event", COLUMNS, ground.sizes.rows * EVENTS_OF_A_ROW)
    return events / EVENTS_OF_A_ROW


ROWS = (
    Row(
        name="import of a CFPB file",
        unit="rows/s",
        how="Rows are read, judged, sealed under keys of their own and stored, two events each. "
        "The peer stores the octets of these events alone, which are ready in memory: no keys, "
        "no sealed texts, no look for what is there already.",
        ours=_imported,
        against=Against(
            "binary COPY of its events",
            _copied,
            "Nothing: both wait for the disk, ours at every few hundred rows, the peer once.",
        ),
        aim=5_000,
    ),
)
