"""A process like the clock's: it looks at the same due dates again and again, until it dies."""

import asyncio
import sys
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from uuid import UUID

from adapters import clock
from adapters.postgres.keys import KeyStore
from adapters.postgres.reading import PostgresRecord
from services.commands.command_service import CommandService
from services.commands.deadline_clock import Clock, DueDeadline
from services.policies.policy_in_force import PolicyBook
from tests.hunt.silence import silence
from tests.hunt.store_caller import set_clock
from tests.support.deciding import KEKS, SECRET
from tests.support.servers import FreshDatabases

Due = tuple[UUID, UUID, str]
"""A complaint, one of its due dates, and whose that is."""


class StaleView:
    """A view that never learns what became of a due date: the worst that a clock can be told."""

    def __init__(self, due: Sequence[Due]) -> None:
        self._due = [DueDeadline(*one) for one in due]

    async def passed(self, at: datetime, limit: int) -> Sequence[DueDeadline]:
        """All of them, as long as anybody asks."""
        return self._due[:limit]

    async def warned(self, at: datetime, kinds: Collection[str]) -> AsyncIterator[DueDeadline]:
        """All of them too."""
        for deadline in self._due:
            yield deadline


def look(
    database: FreshDatabases, policy_id: str, due: Sequence[Due], times: int, ahead: timedelta
) -> None:
    """The process: so many looks, with its clock ahead by so much."""
    silence()
    if ahead:
        set_clock(ahead)
    asyncio.run(_look(database, policy_id, due, times))
    sys.exit(0)


async def _look(database: FreshDatabases, policy_id: str, due: Sequence[Due], times: int) -> None:
    async with AsyncExitStack() as stack:
        record = await PostgresRecord.open(database.dsn())
        stack.push_async_callback(record.aclose)
        keys = await KeyStore.open(database.keys_dsn(), KEKS)
        stack.push_async_callback(keys.aclose)
        book = PolicyBook(record)
        complaints = CommandService(
            record, keys=keys, policies=book, secret=SECRET, now=lambda: clock.now()
        )
        ticking = Clock(complaints, StaleView(due), book)
        for _ in range(times):
            await ticking.tick()
