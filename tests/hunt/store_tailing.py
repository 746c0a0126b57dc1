"""What the processes of the hunt for missed events do: append as writers, tail as feeds do."""

import asyncio
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg

from adapters.feed import Mark
from adapters.postgres.log import Log
from adapters.postgres.reading import PostgresRecord
from adapters.postgres.roles import REPLAYER
from adapters.postgres.session import session
from adapters.postgres.store_feed import StoreFeed
from adapters.record import Outcome
from domain.slices import SLICES
from tests.support.commands import Stream, command
from tests.support.servers import FreshDatabases

CALLERS = 16
COMMANDS_OF_A_STREAM = 20
EVENTS_OF_A_COMMAND = 5
AT_A_TIME = 1000
PAUSE = 0.002
READER = "hunting reader"

Page = list[tuple[int, bytes]]
"""Positions and octets, in the order in which they were seen."""


def write(database: FreshDatabases, name: str, events: int) -> int:
    """A writer's process: so many events over one PostgresRecord; how many were acknowledged."""
    return asyncio.run(_write(database, name, events))


async def _write(database: FreshDatabases, name: str, events: int) -> int:
    record = await PostgresRecord.open(database.dsn())
    numbers = iter(range(events // EVENTS_OF_A_COMMAND))
    callers = [_call(record, f"{name}.{caller}", numbers) for caller in range(CALLERS)]
    acknowledged = sum(await asyncio.gather(*callers))
    await record.aclose()
    return acknowledged


async def _call(record: PostgresRecord, name: str, numbers: Iterator[int]) -> int:
    acknowledged = 0
    stream = Stream(name)
    for mine, number in enumerate(numbers, start=1):
        asked = command(f"{name} {number}", stream, events=EVENTS_OF_A_COMMAND)
        told = await record.append(asked)
        assert told.outcome in (Outcome.STORED, Outcome.ALREADY), told
        acknowledged += EVENTS_OF_A_COMMAND
        if mine % COMMANDS_OF_A_STREAM == 0:
            stream = Stream(f"{name} {mine}")
    return acknowledged


@dataclass(frozen=True)
class Seen:
    """What one reader saw: how many events, how many out of their place, and their octets."""

    events: int
    misplaced: int
    reconnected: int
    digest: str


class Tail(Protocol):
    """A way to follow the record over one connection; the place is kept between connections."""

    def connected(self, log: Log) -> None:
        """Go on over this connection."""

    def more(self) -> Page:
        """What came since."""


class ByLog:
    """The plain question ``after(position)``, as the relay asks it."""

    def __init__(self) -> None:
        self._position = 0

    def connected(self, log: Log) -> None:
        self._log = log

    def more(self) -> Page:
        events = self._log.after(self._position, AT_A_TIME)
        self._position = events[-1].position if events else self._position
        return [(event.position, event.public) for event in events]


class ByFeed:
    """The feed of the store, as a projection worker without Kafka follows it."""

    def __init__(self) -> None:
        self._marks = dict.fromkeys(range(SLICES), 0)

    def connected(self, log: Log) -> None:
        marks = {slice_: Mark(position) for slice_, position in self._marks.items()}
        self._feed = StoreFeed(log, lambda _slices: marks)

    def more(self) -> Page:
        page: Page = []
        for one in self._feed.poll(PAUSE):
            if one.position > self._marks[one.slice]:
                # One that does not follow its slice's last is told as misplaced.
                follows = one.prevposition == self._marks[one.slice]
                page.append((one.position if follows else -1, one.public))
                self._marks[one.slice] = one.position
        return page


def tail(database: FreshDatabases, by: type[Tail], last: Path) -> Seen:
    """A reader's process: from the beginning until the position that the file will name."""
    seen = misplaced = position = 0
    digest = hashlib.sha256()
    way = by()
    for connections in count(1):
        try:
            with _connected(database) as connection:
                way.connected(Log(connection))
                while not (last.exists() and position >= int(last.read_text())):
                    page = way.more()
                    for found, public in page:
                        misplaced += found != position + 1
                        position = found
                        digest.update(public)
                    seen += len(page)
                    time.sleep(0 if page else PAUSE)
            return Seen(seen, misplaced, connections - 1, digest.hexdigest())
        except psycopg.OperationalError:
            time.sleep(PAUSE)
    raise AssertionError


def _connected(database: FreshDatabases) -> psycopg.Connection[tuple[object, ...]]:
    address = session(database.dsn(REPLAYER), application=READER)
    return psycopg.connect(address, autocommit=True)
