"""Killing a PostgreSQL as a power cut would: the server and all that belongs to it, at once."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from adapters.local.identity import command_of
from adapters.local.postgres_server import PostgresServer

WAIT_SECONDS = 60.0


def kill_server(server: PostgresServer) -> None:
    """kill -9 of the server and of its children; none of them is left when this returns."""
    pid = server.pid
    assert pid is not None, "the server does not run"
    # A stopped postmaster starts no child that would be overlooked.
    os.kill(pid, signal.SIGSTOP)
    pids = [*children_of(pid), pid]
    for each in pids:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    deadline = time.monotonic() + WAIT_SECONDS
    while server.pid is not None or any(command_of(each) for each in pids):
        assert time.monotonic() < deadline, "the server goes on"
        time.sleep(0.005)


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
