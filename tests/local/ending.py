"""Ending a supervisor without a word, and waiting for what that should end."""

import subprocess
import sys
import time
from pathlib import Path

from adapters.local.identity import identity

TREE = Path(__file__).parents[2]


def server_of_a_killed_supervisor(kind: str, folder: Path, jars: Path) -> int:
    """Start a supervisor with one server, kill it with -9, and return the server's pid."""
    command = [sys.executable, "-m", "tests.local.supervisor", kind, str(folder), str(jars)]
    with subprocess.Popen(command, cwd=TREE, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        assert identity(pid) is not None
        supervisor.kill()
    return pid


def is_gone(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while identity(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    return identity(pid) is None
