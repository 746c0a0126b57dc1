"""A process like the API's: many callers run real commands under idempotency keys, until it dies.

Whatever a caller is told is written down at once, in one line, where a kill -9 cannot reach it.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path

import orjson
import psycopg

from adapters import clock, event_json, octets
from adapters.postgres.append import NotAppended
from adapters.postgres.keys import KeyStore
from adapters.postgres.reading import PostgresRecord
from adapters.record import Append, Appended
from domain.errors import Refusal
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.not_stored import OtherRequest, TooContended, VersionMoved
from services.policies.policy_in_force import PolicyBook
from tests.hunt.silence import silence
from tests.support.deciding import KEKS, SECRET, Step, asked
from tests.support.servers import FreshDatabases

CALLERS = 6
PAUSE = 0.02
RECEIPT = {"narrative": "The kettle came without a lid."}
STEPS: tuple[Step, ...] = (
    ("acknowledge", {}),
    ("assign", {}),
    ("assess", {"severity_code": "medium", "is_safety": False}),
    ("open_investigation", {}),
    ("add_note", {"note": "The lid is on its way."}),
    ("record_finding", {"finding_code": "upheld"}),
)
WRONG = (Refusal, VersionMoved, OtherRequest, TooContended)


class Order(StrEnum):
    """What a process can be told to do."""

    DIE_BEFORE_SENDING = "die before sending"
    DIE_BEFORE_ANSWERING = "die before answering"
    FINISH = "finish"


class MortalRecord(PostgresRecord):
    """A record whose process kills itself at the next command, if it was told to."""

    order: Order | None = None

    async def append(self, command: Append) -> Appended:
        """As ever; the caller may never hear of it."""
        if self.order is Order.DIE_BEFORE_SENDING:
            os.kill(os.getpid(), signal.SIGKILL)
        told = await super().append(command)
        if self.order is Order.DIE_BEFORE_ANSWERING:
            os.kill(os.getpid(), signal.SIGKILL)
        return told


@dataclass(frozen=True)
class Times:
    """How the time is in a process: its clock is ahead by so much; when complaints were received.

    received: the same for all complaints; None for the moment at which each is recorded.
    """

    ahead: timedelta = timedelta()
    received: datetime | None = None

    def receipt(self) -> Step:
        """The first step of a complaint."""
        at = {"occurred": {"at": self.received, "zone": "UTC"}} if self.received else {}
        return ("receive", {**RECEIPT, **at})


def work(
    database: FreshDatabases,
    notes: Path,
    reached: Mapping[str, int],
    orders: Connection,
    times: Times,
) -> None:
    """The process: one caller for each name in reached, each from the complaint of that number."""
    silence()
    if times.ahead:
        set_clock(times.ahead)
    asyncio.run(_work(database, notes, reached, orders, times.receipt()))


def set_clock(ahead: timedelta) -> None:
    """Move the clock of this process, wherever a module took it by its name."""
    true_now = clock.now

    def moved() -> datetime:
        return true_now() + ahead

    for module in list(sys.modules.values()):
        if getattr(module, "now", None) is true_now:
            vars(module)["now"] = moved


async def _work(
    database: FreshDatabases,
    notes: Path,
    reached: Mapping[str, int],
    orders: Connection,
    receipt: Step,
) -> None:
    async with AsyncExitStack() as stack:
        record = await MortalRecord.open(database.dsn())
        stack.push_async_callback(record.aclose)
        keys = await KeyStore.open(database.keys_dsn(), KEKS)
        stack.push_async_callback(keys.aclose)
        policies = PolicyBook(record)
        complaints = CommandService(record, keys=keys, policies=policies, secret=SECRET)
        file = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        asyncio.get_running_loop().add_reader(orders.fileno(), _obey, record, orders)
        steps = (receipt, *STEPS)
        calling = [Caller(name, complaints, record, file) for name in reached]
        await asyncio.gather(*[caller.call(reached[caller.name], steps) for caller in calling])


def _obey(record: MortalRecord, orders: Connection) -> None:
    try:
        record.order = Order(orders.recv())
    except EOFError:
        # Whoever gave the orders is gone; nobody would ever end us.
        os.kill(os.getpid(), signal.SIGKILL)


class Caller:
    """Takes one complaint after the other through all steps; repeats what got no answer."""

    def __init__(
        self, name: str, complaints: CommandService, record: MortalRecord, file: int
    ) -> None:
        self.name = name
        self._complaints = complaints
        self._record = record
        self._file = file

    async def call(self, number: int, steps: Sequence[Step]) -> None:
        """From the complaint of this number; its steps and the next one's may have been taken."""
        least = number + 2
        while self._record.order is not Order.FINISH or number < least:
            done: CommandResult | None = None
            for step in steps:
                key = f"{self.name}, complaint {number}, {step[0]}"
                done = await self._until_answered(asked(step, of=done, key=key))
                self._note({"key": key, "number": number, **told(done)})
            number += 1

    async def _until_answered(self, question: CommandRequest) -> CommandResult:
        while True:
            try:
                return await self._complaints.run(question)
            except (psycopg.Error, NotAppended):
                await asyncio.sleep(PAUSE)
            except WRONG as wrong:
                self._note({"key": str(question.key), "number": 0, "wrong": str(wrong)})
                # At once: the others' answers are of no use any more.
                os._exit(1)

    def _note(self, line: Mapping[str, object]) -> None:
        os.write(self._file, orjson.dumps({"caller": self.name, **line}) + b"\n")


def told(done: CommandResult) -> dict[str, object]:
    """What a caller was told: command, stream, and the leaf of each event's octets by version."""
    leaves = {str(one.version): octets.leaf(event_json.public(one)).hex() for one in done.events}
    return {"command": str(done.command_id), "stream": str(done.stream_id), "events": leaves}
