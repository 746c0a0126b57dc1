"""Watching all parts: what is seen of them, what stands still, and a line in the log of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

import structlog

from adapters.postgres import system_status
from adapters.postgres.heartbeats import Beat, beat_async, this_process
from adapters.postgres.reading import PostgresRecord
from adapters.postgres.system_status import Line, Next, Seen
from adapters.settings import Settings
from services.operations.api_processes import names
from services.operations.stalls import Rules, Stall, faults, waiting

FRESH_SECONDS = 1.0
EVERY_SECONDS = 5.0
RELAYED: Line = ("", 0, 0)

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen, by which rules, and what stands still by them."""

    seen: Seen
    rules: Rules
    faults: tuple[Stall, ...]


Look = Callable[[], Awaitable[Seen]]
Beside = Callable[[], tuple[Stall, ...]]
"""The faults of what no look at the record can see."""
Live = Callable[[], Awaitable[None]]


def looking(record: PostgresRecord, topic: str) -> Look:
    """How an installation is looked at by its record. topic: what it publishes to."""

    async def look() -> Seen:
        async with record.pool.connection() as connection:
            return await system_status.look(connection, topic)

    return look


def living(record: PostgresRecord, part: str) -> Live:
    """How a part of an installation says that it lives."""
    heartbeat = Beat(part=part, instance=this_process())

    async def live() -> None:
        async with record.pool.connection() as connection:
            await beat_async(connection, heartbeat)

    return live


def rules_of(settings: Settings) -> Rules:
    """What is expected of an installation with these settings."""
    return Rules(
        limit=settings.stalled_after,
        publishes=settings.kafka == "on",
        apis=names(settings.api_processes),
    )


async def glance(look: Look, rules: Rules) -> Sight:
    """What there is to see at once; where something seems to stand still, it is looked twice."""
    lines = Lines(rules)
    found = lines.remembered(await look())
    if faults(found, rules):
        await asyncio.sleep(FRESH_SECONDS)
        found = lines.remembered(await look())
    return Sight(found, rules, faults(found, rules))


class Lines:
    """Remembers how long each event has been the next in its line.

    So a part that works off much, such as a view that is being filled, is told from one that
    stands still.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._lines: dict[Line, Next] = {}
        self._looked_at: datetime | None = None

    def remembered(self, found: Seen) -> Seen:
        """The same with what is known from the looks before."""
        lines = waiting(found, self._rules)
        if found.unpublished is not None:
            lines[RELAYED] = found.unpublished
        aged = {line: self._aged(line, first) for line, first in lines.items()}
        self._lines, self._looked_at = dict(aged), found.at
        unpublished = aged.pop(RELAYED, None)
        return replace(found, unpublished=unpublished, unapplied={**found.unapplied, **aged})

    def _aged(self, line: Line, first: Next) -> Next:
        known = self._lines.get(line)
        if known is not None and known.position == first.position:
            return known
        return replace(first, since=max(first.since, self._looked_at or first.since))


class Watch:
    """Looks again and again from when it is made, and judges.

    beside: what else is looked at. live: says that whoever watches lives, before each look.
    """

    def __init__(
        self, look: Look, rules: Rules, *, beside: Beside = tuple, live: Live | None = None
    ) -> None:
        self._look = look
        self._rules = rules
        self._beside = beside
        self._live = live
        self._began = monotonic()
        self._lines = Lines(rules)
        self._last: tuple[float, Sight] | None = None
        self._told: frozenset[str] = frozenset()
        self._one_at_a_time = asyncio.Lock()

    async def sight(self) -> Sight:
        """What there is to see, at most a second old. Raises what looking raises."""
        async with self._one_at_a_time:
            if self._last is None or monotonic() - self._last[0] > FRESH_SECONDS:
                asked_at = monotonic()
                found = self._lines.remembered(await self._look())
                uptime = timedelta(seconds=monotonic() - self._began)
                rules = replace(self._rules, watched_since=found.at - uptime)
                beside = await asyncio.to_thread(self._beside)
                self._last = (asked_at, Sight(found, rules, (*beside, *faults(found, rules))))
                self._tell(self._last[1].faults)
            return self._last[1]

    async def go_on(self) -> None:
        """Look again and again, so that what stands still is logged even if nobody asks."""
        while True:
            try:
                if self._live is not None:
                    await self._live()
                await self.sight()
            except Exception as error:
                # The database may be away, which the next look finds out; ``/wellz`` says it too.
                logger.warning("health.unseen", exc_info=error)
            await asyncio.sleep(min(EVERY_SECONDS, self._rules.limit / 4))

    def _tell(self, found: tuple[Stall, ...]) -> None:
        parts = frozenset(fault.part for fault in found)
        for fault in found:
            if fault.part not in self._told:
                logger.error("health.stalled", part=fault.part, reason=fault.reason)
        for part in sorted(self._told - parts):
            logger.info("health.moves_again", part=part)
        self._told = parts
