"""Plaint's own rates, measured through its services: whole commands by many callers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters.policy_files import presets
from adapters.postgres.keys import KeyStore
from adapters.postgres.reading import PostgresRecord
from adapters.wrapping import Kek
from domain.registry import COMMANDS
from domain.values import Actor
from services.commands.command_request import CommandRequest
from services.commands.command_service import CommandService
from services.gc_tuning import collect_rarely
from services.policies.adopt_policy import adopt_first
from services.policies.policy_in_force import PolicyBook, publish
from tests.support.servers import FreshDatabases

CALLERS = 64
SECRET = b"s" * 32
STAFF = Actor(kind="staff", id=UUID(int=1), role="handler", unit="north")
NARRATIVE = "The kettle exploded on the second day. " * 6


@dataclass(frozen=True)
class Parts:
    """The parts that a bench drives."""

    record: PostgresRecord
    keys: KeyStore
    complaints: CommandService


@asynccontextmanager
async def parts(database: FreshDatabases) -> AsyncIterator[Parts]:
    """Plaint over one fresh pair of databases."""
    record = await PostgresRecord.open(database.dsn(), readers=4)
    keys = await KeyStore.open(database.keys_dsn(), [Kek("k1", b"k" * 32)])
    for policy in presets():
        await publish(record, policy, secret=SECRET)
    await adopt_first(record, {}, secret=SECRET)
    book = PolicyBook(record)
    yield Parts(record, keys, CommandService(record, keys=keys, policies=book, secret=SECRET))
    await record.aclose()
    await keys.aclose()


async def receive(plaint: Parts) -> UUID:
    """A new complaint."""
    return await give(plaint.complaints, "receive", {"narrative": NARRATIVE})


async def receipts_a_second(database: FreshDatabases, seconds: float) -> float:
    """New complaints, sealed under new keys, with their deadlines, by 64 callers."""
    async with parts(database) as plaint:
        return await _rate(lambda _caller: receive(plaint), seconds)


async def notes_a_second(database: FreshDatabases, seconds: float) -> float:
    """Notes on complaints that exist, each decided, sealed and appended, by 64 callers."""
    async with parts(database) as plaint:
        complaints = [await receive(plaint) for _ in range(CALLERS)]
        return await _rate(lambda caller: note(plaint, complaints[caller]), seconds)


def notes_of_a_process(database: FreshDatabases, seconds: float) -> float:
    """The same for a process that does nothing else."""
    collect_rarely()
    return asyncio.run(notes_a_second(database, seconds))


async def octets_of_a_note(database: FreshDatabases) -> int:
    """What one such command leaves in the record: the event's octets and what is sealed."""
    async with parts(database) as plaint:
        await note(plaint, await receive(plaint))
        head = await plaint.record.head()
        (event,) = await plaint.record.between(head, head)
        blobs = (await plaint.record.sealed([head]))[head]
        return len(event.public) + sum(map(len, blobs))


async def note(plaint: Parts, complaint_id: UUID) -> None:
    """A note on a complaint that exists."""
    await give(plaint.complaints, "add_note", {"note": NARRATIVE}, of=complaint_id)


async def give(
    complaints: CommandService, name: str, body: dict[str, Any], *, of: UUID | None = None
) -> UUID:
    """One command of a handler's, decided, sealed and appended; its complaint."""
    command = COMMANDS[name].model.model_validate(body)
    request = CommandRequest(name=name, command=command, actor=STAFF, stream_id=of)
    return (await complaints.run(request)).stream_id


async def _rate(one: Callable[[int], Awaitable[object]], seconds: float) -> float:
    end = time.perf_counter() + seconds

    async def caller(number: int) -> int:
        done = 0
        while time.perf_counter() < end:
            await one(number)
            done += 1
        return done

    return sum(await asyncio.gather(*map(caller, range(CALLERS)))) / seconds
