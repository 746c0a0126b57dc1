"""The API: receipts in one process and in two, pages of the queue, by 64 connections."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

from adapters.local.ports import choose_port
from adapters.settings import Settings
from services.access.principals import Principals
from services.wiring import installation
from tests.bench.ground import Ground
from tests.bench.history import viewed
from tests.bench.http_client import Load, load, request
from tests.bench.installed import installed
from tests.bench.plaint import NARRATIVE
from tests.bench.rows import Row, Sample
from tests.fuzz.serving import serving

CONNECTIONS = 64
PROCESSES = 2
WARM_UP = 0.2  # of the time that is measured


def _receipts(ground: Ground, processes: int = 1) -> Sample:
    body = json.dumps({"narrative": NARRATIVE}).encode()
    with ground.fresh() as database, installed(database, api_processes=processes) as settings:
        return _sample(_loaded(settings, ground, "POST", "/v1/complaints/receive", body))


def _receipts_of_two(ground: Ground) -> Sample:
    return _receipts(ground, PROCESSES)


def _queue(ground: Ground) -> Sample:
    settings = ground.kept(viewed).settings
    return _sample(_loaded(settings, ground, "GET", "/v1/queue?limit=50"))


def _loaded(settings: Settings, ground: Ground, method: str, path: str, body: bytes = b"") -> Load:
    key = asyncio.run(_key(settings))
    with _served(settings, ground) as port:
        octets, seconds = request(method, path, key=key, body=body), ground.sizes.seconds
        for each in (seconds * WARM_UP, seconds):
            found = asyncio.run(load(port, octets, connections=CONNECTIONS, seconds=each))
        return found


async def _key(settings: Settings) -> str:
    async with installation(settings) as parts:
        return (await Principals(parts.record.pool).new("handler")).key


@contextmanager
def _served(settings: Settings, ground: Ground) -> Iterator[int]:
    port = choose_port(None, None)
    with serving(settings.model_copy(update={"port": port}), ground.folder / "api.log"):
        yield port


def _sample(found: Load) -> Sample:
    return Sample(found.rate, f"p99 {found.quantile(0.99) * 1000:.0f} ms")


CLIENT = (
    " The client is our own: raw sockets, 64 connections kept alive, in one process on the same "
    "machine, whose work is in the figure."
)

ROWS = (
    Row(
        name="HTTP receipts",
        unit="/s",
        how="`POST /v1/complaints/receive` of one API process." + CLIENT,
        ours=_receipts,
        aim=1_500,
    ),
    Row(
        name="HTTP receipts, two processes",
        unit="/s",
        how="The same of two API processes on one port." + CLIENT,
        ours=_receipts_of_two,
    ),
    Row(
        name="HTTP queue page of 50",
        unit="/s",
        how="`GET /v1/queue?limit=50` of one API process over the history." + CLIENT,
        ours=_queue,
        aim=800,
    ),
)
