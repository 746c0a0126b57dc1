"""What PostgreSQL notes in its data folder about its server, and when that note is stale."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from adapters.local.account import Account
from adapters.local.children import DYING_SECONDS, Child, reap
from adapters.local.files import write_whole
from adapters.local.identity import command_of, exists, identity

PORT, SOCKET, HOST, STATUS = 3, 4, 5, 7  # lines of postmaster.pid, from zero


@dataclass(frozen=True)
class Postmaster:
    """The notes of one cluster: postmaster.pid, and the lock beside its socket."""

    data: Path
    sockets: Path

    @property
    def pid(self) -> int | None:
        first = self._line(0)
        return int(first) if first.isdigit() else None

    @property
    def status(self) -> str:
        """`starting`, `ready`, `stopping`, or nothing yet."""
        return self._line(STATUS)

    @property
    def host(self) -> str:
        """The socket's folder, or the address."""
        return self._line(SOCKET) or self._line(HOST)

    @property
    def port(self) -> int:
        return int(self._line(PORT))

    def running(self) -> Child | None:
        """The server, if the noted pid is a postgres of this very folder."""
        pid = self.pid
        if pid is None or f"postgres -D {self.data} " not in command_of(pid):
            return None
        who = identity(pid)
        return Child(pid, who) if who is not None else None

    def disown(self, account: Account) -> None:
        """Make a note stale where its pid is a zombie's or another program's by now.

        PostgreSQL takes any such pid for a server. It passes over its own parent's, which is ours,
        and then still looks whether the old server's memory is in use: so that pid is noted.
        """
        pid = self.pid
        if pid is None:
            return
        deadline = time.monotonic() + DYING_SECONDS
        while identity(pid) is not None and not command_of(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        reap(pid)
        if exists(pid):
            for file in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*.lock")):
                lines = [str(os.getpid()), *lines_of(file)[1:]]
                write_whole(file, "\n".join(lines), mode=0o600)
                account.own(file)

    def _line(self, number: int) -> str:
        """Stripped, or nothing as long as the server has not written it."""
        lines = lines_of(self.data / "postmaster.pid")
        return lines[number].strip() if number < len(lines) else ""


def lines_of(file: Path) -> list[str]:
    """Of a file in a folder that is not ours: a link there is not followed."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW)) as opened:
            return opened.read().split("\n")
    except FileNotFoundError:
        return []
