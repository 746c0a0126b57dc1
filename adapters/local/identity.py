"""Whether a pid still is the program that once had it: pids are used again."""

import os
import subprocess
from pathlib import Path

PROC = Path("/proc")
STATE, STARTED = 0, 19  # fields 3 and 22 of proc_pid_stat(5), counted after the name


def identity(pid: int) -> str | None:
    """What tells this run of `pid` from any other; None when it is gone or a zombie."""
    if not (PROC / "self" / "stat").exists():
        return identity_by_ps(pid)
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if fields[STATE] in "ZX" and not has_more_threads(pid):
        return None
    boot = (PROC / "sys" / "kernel" / "random" / "boot_id").read_text().strip()
    return f"{boot} {fields[STARTED]}"


def has_more_threads(pid: int) -> bool:
    """A killed program's first thread is a zombie while others still hold its files and ports."""
    try:
        return len(os.listdir(PROC / str(pid) / "task")) > 1
    except (FileNotFoundError, ProcessLookupError):
        return False


def exists(pid: int) -> bool:
    """Whether the system still knows this pid, were it a zombie's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def identity_by_ps(pid: int) -> str | None:
    found = _ps(pid, "stat=,lstart=")
    return None if not found or found.startswith("Z") else found.partition(" ")[2].strip()


def command_of(pid: int) -> str:
    """The command line, or nothing when it is gone or hidden from us."""
    if not (PROC / "self" / "stat").exists():
        return _ps(pid, "command=")
    try:
        return (
            (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""


def _ps(pid: int, columns: str) -> str:
    command = ["ps", "-o", columns, "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()
