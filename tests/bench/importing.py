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
from tests.bench.history import history
from tests.bench.installed import imported, installed
from tests.bench.rows import Against, Row
from tests.bench.sample_rows import written

COLUMNS = "position, stream_id, version, stream_kind, slice, type, public, leaf, appended_at"


@contextmanager
def _file(ground: Ground) -> Iterator[Path]:
    yield written(ground.folder / "rows.csv", ground.sizes.rows)


def _imported(ground: Ground) -> float:
    with ground.fresh() as database, installed(database) as settings:
        return ground.sizes.rows / asyncio.run(_seconds(settings, ground.kept(_file)))


async def _seconds(settings: Settings, file: Path) -> float:
    async with installation(settings) as parts:
        start = time.perf_counter()
        await imported(parts, file)
        return time.perf_counter() - start


def _copied(ground: Ground) -> float:
    kept = ground.kept(history)
    events = ground.sizes.rows * kept.of_a_row
    return copied_a_second(kept.database, "event", COLUMNS, events) / kept.of_a_row


ROWS = (
    Row(
        name="import of a CFPB file",
        unit="rows/s",
        how="Rows are read, judged, sealed under keys of their own and stored, three events each. "
        "The peer stores the octets of the same events alone, ready in memory: no keys, "
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
