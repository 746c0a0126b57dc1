"""How long it takes until a command is seen in the queue, while two hundred a second are given."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID

from adapters.settings import Settings, environment_for
from services.wiring import Installation, installation
from tests.bench.ground import Ground
from tests.bench.installed import installed
from tests.bench.plaint import NARRATIVE, give
from tests.bench.published import beside, new_topics
from tests.bench.rows import Row, Sample
from tests.support.fix_kafka import checkpoints_of

A_SECOND = 200
LOOK_SECONDS = 0.002
PATIENCE = 60.0
MILLISECONDS = 1000
SEEN = "SELECT complaint_id FROM views.case_queue WHERE complaint_id = ANY(%s)"
MADE = "SELECT to_regclass('views.case_queue') IS NOT NULL"


class Watching:
    """Somebody who looks into the queue all the time, for complaints that were just received."""

    def __init__(self, parts: Installation) -> None:
        self._parts = parts
        self._waiting: dict[UUID, float] = {}
        self.seconds: list[float] = []

    async def receive(self, due: float) -> None:
        """A complaint. due: when it should begin; what holds it up counts, too."""
        complaint_id = await give(self._parts.complaints, "receive", {"narrative": NARRATIVE})
        self._waiting[complaint_id] = due

    async def look(self, amount: int) -> None:
        """Until so many were seen."""
        deadline = time.monotonic() + PATIENCE + amount / A_SECOND
        async with self._parts.record.pool.connection() as connection:
            while len(self.seconds) < amount:
                found = await connection.execute(SEEN, [list(self._waiting)])
                rows, now = await found.fetchall(), time.perf_counter()
                self.seconds += [now - self._waiting.pop(each) for (each,) in rows]
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{len(self._waiting)} complaints were not seen in time")
                await asyncio.sleep(LOOK_SECONDS)


def _seen_from_store(ground: Ground) -> Sample:
    with ground.fresh() as database, installed(database) as settings:
        return _measured(settings, ground, "run_projections")


def _seen_from_kafka(ground: Ground) -> Sample:
    topic = new_topics(ground)
    of_kafka = {
        "kafka": "on",
        "kafka_bootstrap_servers": ground.broker(),
        "topic": topic,
        "management_topic": beside(topic),
        "checkpoints_topic": checkpoints_of(topic),
    }
    with ground.fresh() as database, installed(database, **of_kafka) as settings:
        return _measured(settings, ground, "run_relay", "run_projections")


def _measured(settings: Settings, ground: Ground, *parts: str) -> Sample:
    with ExitStack() as stack:
        for part in parts:
            stack.enter_context(_running(part, settings, ground))
        seconds = sorted(asyncio.run(_given(settings, ground.sizes.seen_commands)))
    p50, p99, p999 = (
        seconds[min(len(seconds) - 1, int(share * len(seconds)))] * MILLISECONDS
        for share in (0.5, 0.99, 0.999)
    )
    return Sample(p99, f"p50 {p50:.0f}, p99.9 {p999:.0f} ms")


@contextmanager
def _running(part: str, settings: Settings, ground: Ground) -> Iterator[None]:
    command = [sys.executable, "-m", f"services.{part}"]
    with (ground.folder / f"{part}.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment_for(settings), stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield
    finally:
        process.kill()
        process.wait()


async def _given(settings: Settings, amount: int) -> list[float]:
    async with installation(settings) as parts:
        await _until_made(parts)
        # What is done once, such as joining a group, is not what this is about.
        await _pass(parts, max(1, amount // 10))
        return await _pass(parts, amount)


async def _pass(parts: Installation, amount: int) -> list[float]:
    watching, start = Watching(parts), time.perf_counter()
    looking = asyncio.create_task(watching.look(amount))
    under_way = set()
    for number in range(amount):
        due = start + number / A_SECOND
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        under_way.add(asyncio.create_task(watching.receive(due)))
    await asyncio.gather(looking, *under_way)
    return watching.seconds


async def _until_made(parts: Installation) -> None:
    deadline = time.monotonic() + PATIENCE
    async with parts.record.pool.connection() as connection:
        while not (row := await (await connection.execute(MADE)).fetchone()) or not row[0]:
            if time.monotonic() > deadline:
                raise RuntimeError(f"no view was made within {PATIENCE:.0f} s")
            await asyncio.sleep(0.1)


HOW = (
    f"p99 of the time from the moment at which a receipt should begin, of {A_SECOND} a second, "
    "until somebody who asks the queue every two milliseconds sees the complaint there"
)
FEEDS = (
    ("store", _seen_from_store, 50, "; one worker reads the record."),
    ("Kafka", _seen_from_kafka, 75, "; relay, Kafka and one worker are between."),
)

ROWS = tuple(
    Row(
        name=f"seen in the queue, by {feed}",
        unit="ms",
        how=HOW + between,
        ours=ours,
        aim=aim,
        is_less_better=True,
    )
    for feed, ours, aim, between in FEEDS
)
