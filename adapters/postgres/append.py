"""Group commit: the commands that wait together are stored together, each by its own fate."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Self

import psycopg
import structlog

from adapters.postgres.append_checks import admit
from adapters.postgres.batch import APPEND, answers, arguments
from adapters.postgres.retrying_connection import Line
from adapters.postgres.session import session
from adapters.postgres.waiting import Batch, Waiting
from adapters.record import Append, Appended
from domain.errors import ErrorCategory

LINES = 2
WORTH_HALVING = 16

logger = structlog.get_logger(__name__)


class NotAppended(RuntimeError):
    """The database refused to store: nothing of the command is in the record."""

    category = ErrorCategory.UNAVAILABLE


class GroupCommit:
    """The one writer of a process; all its callers live on one asyncio loop.

    It speaks over two lines, so that one batch is made ready while the other is being stored.
    most_commands, most_octets: ceiling of one batch. most_waiting: callers beyond it wait before
    they are let in.
    """

    def __init__(
        self,
        dsn: str,
        *,
        most_commands: int = 256,
        most_octets: int = 4 * 1024 * 1024,
        most_waiting: int = 4096,
        lines: int = LINES,
    ) -> None:
        conninfo = session(dsn, application="plaint writer")
        self._lines = [Line(conninfo) for _ in range(lines)]
        self._most_commands = most_commands
        self._most_octets = most_octets
        self._room = asyncio.Semaphore(most_waiting)
        self._waiting: deque[Waiting] = deque()
        self._being_stored: set[Waiting] = set()
        self._stirred = asyncio.Event()
        self._closing = False
        self._writers: list[asyncio.Task[None]] = []

    @classmethod
    async def open(cls, dsn: str, *, lines: int = LINES) -> Self:
        """A writer that is connected and running. Raises psycopg.OperationalError if it can't."""
        writer = cls(dsn, lines=lines)
        try:
            await writer.start()
        except BaseException:
            await writer.aclose()
            raise
        return writer

    async def start(self) -> None:
        """Connects and begins to write."""
        for line in self._lines:
            await line.open()
        self._writers = [asyncio.create_task(self._write(line)) for line in self._lines]

    async def append(self, command: Append) -> Appended:
        """Stores the command durably or says why not; waits as long as the server is away.

        Raises UnfitCommand when the command contradicts itself, NotAppended when the database
        answers with an error of its own. A caller who goes away harms nobody: its command is
        stored or not, and repeating it tells.
        """
        octets = admit(command)
        async with self._room:
            if self._closing or not self._writers or self._writers[0].done():
                raise NotAppended("the writer is not running: open it before, append before aclose")
            answer: asyncio.Future[Appended] = asyncio.get_running_loop().create_future()
            self._waiting.append(Waiting(command, octets, answer))
            self._stirred.set()
            return await answer

    async def aclose(self) -> None:
        """Stores what waits, then gives the connections up; later commands are refused."""
        self._closing = True
        self._stirred.set()
        try:
            await asyncio.gather(*self._writers)
        finally:
            for line in self._lines:
                await line.close()

    async def _write(self, line: Line) -> None:
        try:
            while self._waiting or not self._closing:
                if batch := self._gather():
                    self._being_stored.update(batch)
                    await _store(line, batch)
                    self._being_stored.difference_update(batch)
                    self._stirred.set()
                else:
                    self._stirred.clear()
                    await self._stirred.wait()
        finally:
            for waiting in self._waiting:
                waiting.tell(NotAppended("the writer was stopped: repeat the command"))

    def _gather(self) -> list[Waiting]:
        """The next batch.

        Where many wait it is half of them: callers come back together when they are answered
        together, and then server and callers would work by turns instead of side by side.
        """
        callers = len(self._waiting) + len(self._being_stored)
        most = callers if callers < WORTH_HALVING else -(-callers // 2)
        batch = Batch(
            {name for waiting in self._being_stored for name in waiting.names()},
            most_commands=min(most, self._most_commands),
            octets=self._most_octets,
        )
        return batch.gather(self._waiting)


async def _store(line: Line, batch: Sequence[Waiting]) -> None:
    try:
        rows = await line.ask(APPEND, arguments([each.command for each in batch]))
    except psycopg.OperationalError as error:
        _refuse(batch, error)
    except Exception as error:
        await _store_apart(line, batch, error)
    except BaseException:
        for each in batch:
            each.tell(NotAppended("the writer was stopped; whether stored: repeat and see"))
        raise
    else:
        for each, appended in zip(batch, answers(rows), strict=True):
            each.tell(appended)


async def _store_apart(line: Line, batch: Sequence[Waiting], error: Exception) -> None:
    """One command broke a rule of the tables: its neighbours shall not suffer for it."""
    if len(batch) == 1:
        _refuse(batch, error)
    else:
        for each in batch:
            await _store(line, [each])


def _refuse(batch: Sequence[Waiting], error: Exception) -> None:
    state, why = type(error).__name__, str(error)
    if isinstance(error, psycopg.Error):
        # Its detail would quote the row.
        state, why = error.sqlstate or state, error.diag.message_primary or why
    logger.error("postgres.append_failed", state=state, commands=len(batch))
    for each in batch:
        refusal = NotAppended(
            f"the database refused the command ({state}: {why}): "
            "nothing of it is stored, repeat it when the cause is gone"
        )
        refusal.__cause__ = error
        each.tell(refusal)
