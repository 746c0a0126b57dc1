"""What one size of the record is measured by: writing, reading, making anew, checking, memory."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median
from typing import NamedTuple
from uuid import UUID

from adapters.clock import now
from projections import discover
from projections.case_queue import Wanted
from services.cli.trends import TrendsTyped
from services.queries.queries import Questions
from services.wiring import Installation, installation
from tests.bench.plaint import NARRATIVE, STAFF, give
from tests.growth.growing import Growing
from tests.growth.processes import command, worker

FEWEST, MOST = 6, 30
MIDDLING = (
    "SELECT complaint_id FROM views.case_queue "
    "WHERE is_open AND version BETWEEN %s AND %s ORDER BY complaint_id LIMIT %s"
)
MILLISECONDS = 1000
LOOK_SECONDS = 0.5
VIEWS = tuple(projection.name for projection in discover())


class Figure(NamedTuple):
    """One figure. key: of its chart; is_rate: whether more of it is better."""

    key: str
    name: str
    unit: str
    how: str
    is_rate: bool = False


EACH = f"of different open complaints of {FEWEST} to {MOST} events, one after the other"
FIGURES = (
    Figure("append", "a note is added", "ms", f"The median {EACH}: decided, sealed, stored."),
    Figure("append_cpu", "CPU of that", "ms", "The mean of our own process, without PostgreSQL's."),
    Figure("read", "a complaint is read", "ms", f"The median {EACH}: read, decoded, folded."),
    Figure("queue", "queue page", "ms", "The median of the first page of 50 by the service."),
    Figure(
        "trends", "trends page", "ms", "The median of what `plaint trends` asks when told nothing."
    ),
    *(
        Figure(
            f"rebuild_{name}",
            f"rebuild of {name}",
            "events/s",
            "From the first event on, by two processes.",
            is_rate=True,
        )
        for name in VIEWS
    ),
    Figure(
        "check",
        "check",
        "events/s",
        "The record, its chain, keys and views, by two processes; no topic.",
        is_rate=True,
    ),
    Figure(
        "memory_rebuild", "memory, rebuild", "MB", "The largest process of all views' rebuilds."
    ),
    Figure(
        "memory_worker", "memory, worker", "MB", "A worker that feeds all views what came last."
    ),
    Figure("memory_check", "memory, check", "MB", "The largest of its processes."),
    Figure("disk", "disk", "octets/event", "Record, views and key store, without WAL."),
)


class Load(NamedTuple):
    """How much is done at each size. tail: events that come while views are there."""

    tail: int
    reads: int


def measured(
    record: Growing, upto: int, load: Load, on_stored: Callable[[int], object]
) -> dict[str, float]:
    """Let the record grow and measure it. Raises RuntimeError where it is not a true one."""
    found: dict[str, float] = {}
    record.grow(upto - load.tail, on_stored)
    rebuilds = [_rebuilt(record, name, found) for name in VIEWS]
    record.grow(upto, on_stored)
    found |= asyncio.run(_asked(record, load.reads))
    with worker(record.settings) as feeding:
        asyncio.run(_followed(record))
    return (
        found
        | _checked(record)
        | {
            "memory_rebuild": max(rebuilds),
            "memory_worker": feeding.memory,
            "disk": record.octets() / record.head,
        }
    )


def _rebuilt(record: Growing, name: str, found: dict[str, float]) -> float:
    answer, memory = command(record.settings, "projections", "rebuild", name)
    if answer["is_same"] is False or answer["parked"]:
        raise RuntimeError(f"{name} was rebuilt as something else: {answer}")
    found[f"rebuild_{name}"] = answer["events"] / answer["seconds"]
    return memory


def _checked(record: Growing) -> dict[str, float]:
    answer, memory = command(record.settings, "check", "--no-topic")
    return {"check": answer["head"] / answer["seconds"], "memory_check": memory}


async def _followed(record: Growing) -> None:
    async with installation(record.settings) as parts:
        questions = Questions(parts)
        while any(view.lag for view in (await questions.projections()).views):
            await asyncio.sleep(LOOK_SECONDS)


async def _asked(record: Growing, reads: int) -> dict[str, float]:
    async with installation(record.settings) as parts:
        questions, middling = Questions(parts), await _middling(parts, reads)
        trends = TrendsTyped().queries()

        async def page(_: UUID) -> object:
            return await questions.queue(Wanted(), by=STAFF, now=now())

        async def figures(_: UUID) -> object:
            return await questions.trends(*trends, now=now())

        async def note(of: UUID) -> object:
            return await give(parts.complaints, "add_note", {"note": NARRATIVE}, of=of)

        return {
            "read": await _milliseconds(questions.complaint, middling),
            "queue": await _milliseconds(page, middling),
            "trends": await _milliseconds(figures, middling[: max(1, reads // 10)]),
            **await _noted(note, middling),
        }


async def _middling(parts: Installation, amount: int) -> list[UUID]:
    async with parts.record.pool.connection() as connection:
        found = await connection.execute(MIDDLING, [FEWEST, MOST, amount])
        middling = [complaint_id for (complaint_id,) in await found.fetchall()]
    if not middling:
        raise RuntimeError("no complaint of middling size is open")
    return middling


async def _noted(
    note: Callable[[UUID], Awaitable[object]], ids: Sequence[UUID]
) -> dict[str, float]:
    cpu = time.process_time()
    latency = await _milliseconds(note, ids)
    return {
        "append": latency,
        "append_cpu": (time.process_time() - cpu) / len(ids) * MILLISECONDS,
    }


async def _milliseconds(ask: Callable[[UUID], Awaitable[object]], ids: Sequence[UUID]) -> float:
    took = []
    for one in ids:
        start = time.perf_counter()
        await ask(one)
        took.append(time.perf_counter() - start)
    return median(took) * MILLISECONDS
