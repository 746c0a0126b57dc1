"""The clock as a process of its own: ``python -m services.run_tick``."""

import asyncio
import signal
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime

import psycopg
import structlog

from adapters.logs import configure_process
from adapters.postgres.append import NotAppended
from adapters.postgres.heartbeats import CLOCK, Beat, beat_async, this_process
from adapters.settings import Settings, read_settings
from adapters.view_answers import ViewNotMade
from projections import deadlines
from services import wiring
from services.commands.deadline_clock import Clock, DueDeadline
from services.queries.view_reader import Views

EVERY_SECONDS = 1.0
LONGEST_WAIT = 10.0
WARNED_AT_ONCE = 500

logger = structlog.get_logger(__name__)


class DueDatesOfView:
    """The stored due dates, as the view of deadlines knows them."""

    def __init__(self, views: Views) -> None:
        self._views = views

    async def passed(self, at: datetime, limit: int) -> Sequence[DueDeadline]:
        """Running deadlines that were due before ``at``; none while the view is not made yet."""
        try:
            _, rows = await self._views.ask(deadlines.passed(at, limit=limit))
        except ViewNotMade:
            return []
        return [DueDeadline(row.complaint_id, row.deadline_id, row.party) for row in rows]

    async def warned(self, at: datetime, kinds: Collection[str]) -> AsyncIterator[DueDeadline]:
        """Running deadlines of these kinds that are to be warned of; none without the view."""
        rows: list[deadlines.DueDate] = []
        while True:
            last = rows[-1] if rows else None
            try:
                _, rows = await self._views.ask(
                    deadlines.warned(at, limit=WARNED_AT_ONCE, after=last)
                )
            except ViewNotMade:
                return
            for row in rows:
                if row.kind in kinds:
                    yield DueDeadline(row.complaint_id, row.deadline_id, row.party)
            if len(rows) < WARNED_AT_ONCE:
                return


async def keep_ticking(settings: Settings, stopped: asyncio.Event) -> None:
    """Look at the due dates every second until stopped."""
    async with wiring.installation(settings) as installation:
        secret = installation.secrets.installation
        due_dates = DueDatesOfView(Views(installation.views, secret=secret))
        clock = Clock(installation.complaints, due_dates, installation.policies)
        alive = Beat(part=CLOCK, instance=this_process())
        logger.info("tick.started")
        while not stopped.is_set():
            if passed := await clock.tick():
                logger.info("tick.passed", count=passed)
            async with installation.record.pool.connection() as connection:
                await beat_async(connection, alive)
            await _pause(stopped, EVERY_SECONDS)


async def _pause(stopped: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopped.wait(), seconds)
    except TimeoutError:
        return


async def run(settings: Settings) -> None:
    """Tick until SIGTERM; an outage of the database is waited out."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    wait = EVERY_SECONDS
    while not stopped.is_set():
        try:
            await keep_ticking(settings, stopped)
        except (psycopg.OperationalError, NotAppended) as error:
            wait = min(wait * 2, LONGEST_WAIT)
            logger.warning("tick.again", reason=type(error).__name__, seconds=wait)
            await _pause(stopped, wait)
    logger.info("tick.ended")


def main() -> None:
    """The process: settings, logs, loop."""
    settings = read_settings()
    configure_process(settings.log_level)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
