"""What a server says of its archive: whether it keeps one, how far it is, why it is stuck."""

import time
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from domain.errors import ErrorCategory

SETTINGS: LiteralString = (
    "SELECT current_setting('archive_mode'), current_setting('archive_command')"
)
# Without anything written since the last switch, another would do nothing.
WRITE: LiteralString = "SELECT pg_create_restore_point('plaint')"
SWITCH: LiteralString = "SELECT pg_walfile_name(pg_switch_wal())"
STATE: LiteralString = (
    "SELECT last_archived_wal, last_archived_time::text, last_failed_wal, "
    "coalesce(last_failed_time > last_archived_time, last_failed_time IS NOT NULL) "
    "FROM pg_stat_archiver"
)
POLL_SECONDS = 0.1
NAME_LENGTH = 24


class ArchiveStuck(RuntimeError):
    """Finished log does not reach the archive."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """How far the archive is. is_failing: whether the last try failed."""

    last: str | None
    at: str | None
    failed: str | None
    is_failing: bool


class Archiver:
    """The archiver of a server, over a superuser's connection that has autocommit."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def keeps_by(self) -> str | None:
        """The command by which it keeps its log, None where it keeps none."""
        row = self._connection.execute(SETTINGS).fetchone()
        return row[1] if row is not None and row[0] == "on" else None

    def state(self) -> ArchiveState:
        """How far it is."""
        row = self._connection.execute(STATE).fetchone()
        return ArchiveState(*row) if row is not None else ArchiveState(None, None, None, False)

    def finish(self, seconds: float) -> str:
        """End the present segment and wait until it is in the archive; its name.

        Everything that was committed before is then in the archive. Raises ArchiveStuck.
        """
        self._connection.execute(WRITE)
        row = self._connection.execute(SWITCH).fetchone()
        assert row is not None
        name = str(row[0])
        deadline = time.monotonic() + seconds
        while not _reached(self.state().last, name):
            if time.monotonic() > deadline:
                failed = self.state().failed
                raise ArchiveStuck(
                    f"{failed or name} does not reach the archive within {seconds:.0f} s: see that "
                    "its folder is there and has room, and PostgreSQL's log for the reason"
                )
            time.sleep(POLL_SECONDS)
        return name


def _reached(last: str | None, name: str) -> bool:
    """Whether a segment is archived; of the last one's name a history or backup file may be."""
    return last is not None and last[:NAME_LENGTH] >= name
