"""One long complaint read over the service, and pages of a queue that has grown."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID

from adapters.clock import now
from adapters.settings import Settings
from projections.case_queue import Wanted
from services.queries.queries import Questions
from services.streaming.rebuilding import rebuild
from services.wiring import Installation, installation
from tests.bench.ground import FULL, Ground
from tests.bench.installed import imported, installed
from tests.bench.plaint import NARRATIVE, STAFF, give
from tests.bench.rows import Against, Row
from tests.bench.sample_rows import IN_PROGRESS, written

EVENTS = 100
SELECT = "SELECT public FROM event WHERE stream_id = %s ORDER BY version"
MILLISECONDS = 1000
PREPARED_AFTER = 10
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Long:
    """A complaint with many events."""

    settings: Settings
    complaint_id: UUID


@contextmanager
def _long(ground: Ground) -> Iterator[Long]:
    with ground.fresh() as database, installed(database) as settings:
        yield Long(settings, asyncio.run(_noted(settings)))


async def _noted(settings: Settings) -> UUID:
    async with installation(settings) as parts:
        complaint_id = await give(parts.complaints, "log", {"narrative": NARRATIVE})
        for _ in range(EVENTS - len(await parts.record.stream(complaint_id))):
            await give(parts.complaints, "add_note", {"note": NARRATIVE}, of=complaint_id)
        return complaint_id


def _read(ground: Ground, *, is_again: bool = False) -> float:
    async def each(parts: Installation) -> float:
        questions = Questions(parts)
        # By a version, for what is asked as it is now is remembered.
        whole = partial(questions.complaint, long.complaint_id, version=EVENTS)
        ask = partial(questions.complaint, long.complaint_id) if is_again else whole
        return await _mean(ask, ground.sizes.reads)

    long = ground.kept(_long)
    return asyncio.run(_in(long.settings, each))


def _selected(ground: Ground) -> float:
    async def each(parts: Installation) -> float:
        async def select() -> None:
            async with parts.record.pool.connection() as connection:
                found = await connection.execute(SELECT, [long.complaint_id], binary=True)
                await found.fetchall()

        return await _mean(select, ground.sizes.reads)

    long = ground.kept(_long)
    return asyncio.run(_in(long.settings, each))


@contextmanager
def _many(ground: Ground) -> Iterator[Settings]:
    with _waiting(ground, ground.sizes.waiting) as settings:
        yield settings


@contextmanager
def _few(ground: Ground) -> Iterator[Settings]:
    with _waiting(ground, ground.sizes.few_waiting) as settings:
        yield settings


@contextmanager
def _waiting(ground: Ground, amount: int) -> Iterator[Settings]:
    """An installation with so many open complaints, and its queue."""
    with ground.fresh() as database, installed(database) as settings:
        file = written(ground.folder / "open.csv", amount, response=IN_PROGRESS)
        asyncio.run(_in(settings, lambda parts: imported(parts, file)))
        rebuild(database.dsn("plaint_replayer"), "case_queue")
        with database.superuser() as connection:
            connection.execute("VACUUM (ANALYZE)")
        yield settings


def _page(made: Callable[[Ground], AbstractContextManager[Settings]], ground: Ground) -> float:
    async def each(parts: Installation) -> float:
        questions = Questions(parts)
        ask = partial(questions.queue, Wanted(), by=STAFF, now=now(), limit=50)
        page = await ask()
        if len(page.rows) < min(50, ground.sizes.few_waiting):
            raise RuntimeError(f"only {len(page.rows)} complaints wait")
        return await _mean(ask, ground.sizes.reads)

    return asyncio.run(_in(ground.kept(made), each))


async def _in(settings: Settings, each: Callable[[Installation], Awaitable[Result]]) -> Result:
    async with installation(settings) as parts:
        return await each(parts)


async def _mean(ask: Callable[[], Awaitable[object]], times: int) -> float:
    """Milliseconds of one of several, one after the other, once each is prepared."""
    for _ in range(PREPARED_AFTER):
        await ask()
    start = time.perf_counter()
    for _ in range(times):
        await ask()
    return (time.perf_counter() - start) / times * MILLISECONDS


READS = "Nothing: neither writes."

ROWS = (
    Row(
        name=f"a complaint of {EVENTS} events",
        unit="ms",
        how="Read, decoded and folded by the service; the mean of many. The peer selects the same "
        "rows over the same connections and decodes none.",
        ours=_read,
        against=Against("one SELECT of it", _selected, READS, 3),
        is_less_better=True,
    ),
    Row(
        name=f"a complaint of {EVENTS} events, again",
        unit="ms",
        how="The same by a process that has read it before: it reads its last event, and folds "
        "what came since, which is nothing.",
        ours=partial(_read, is_again=True),
        against=Against("one SELECT of it", _selected, READS, 3),
        is_less_better=True,
    ),
    Row(
        name=f"queue page, {FULL.waiting:,} open",
        unit="ms",
        how="The first page of 50 by the service; the mean of many. More open ones than that "
        "take longer to make than a run should last.",
        ours=partial(_page, _many),
        against=Against(f"the same, {FULL.few_waiting:,} open", partial(_page, _few), READS, 2),
        is_less_better=True,
    ),
)
