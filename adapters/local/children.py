"""Starting a server that never outlives its supervisor, and finding or ending it later."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from adapters.local.account import Account
from adapters.local.files import not_followed
from adapters.local.identity import command_of, identity
from domain.errors import ErrorCategory

PR_SET_PDEATHSIG = 1  # prctl(2)
LOG_KEPT = 10_000_000
SETTLE_SECONDS = 0.3
DYING_SECONDS = 5.0


class ServerFailed(Exception):
    """A server did not start or did not stop; the message ends with its own last words."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True)
class Launch:
    """What to start: the signal is what Linux sends when the thread that started it is gone.

    handed: descriptors of open files that it inherits under the same numbers. said: of what it
    reads as its input.
    """

    command: Sequence[str]
    log: Path
    cwd: Path
    account: Account
    environment: dict[str, str]
    when_orphaned: signal.Signals
    handed: tuple[int, ...] = ()
    said: int = subprocess.DEVNULL


class Child:
    """One running server, started by us or found again by its pid and its start."""

    def __init__(self, pid: int, who: str, popen: subprocess.Popen[bytes] | None = None) -> None:
        self.pid = pid
        self._who = who
        self._popen = popen

    @classmethod
    def found(cls, pid: int, who: str) -> "Child | None":
        """The server that had this pid and identity, if it still runs."""
        return cls(pid, who) if identity(pid) == who else None

    @property
    def identity(self) -> str:
        return self._who

    @property
    def status(self) -> int | None:
        """What it ended with; None while it runs, or when another process started it."""
        return None if self._popen is None else self._popen.poll()

    def alive(self) -> bool:
        if self._popen is not None:
            return self._popen.poll() is None
        return identity(self.pid) == self._who

    def stays(self) -> bool:
        """Whether it goes on: one that was killed, or its supervisor, is given time to end."""
        if self.wait(SETTLE_SECONDS):
            return False
        return command_of(self.pid) != "" or not self.wait(DYING_SECONDS)

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended and is no zombie of ours; False when it still runs."""
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def end(self, *steps: tuple[signal.Signals, float]) -> None:
        """Send each signal in turn, with its seconds, until it has ended. Raises ServerFailed."""
        for number, seconds in steps:
            if self.alive():
                os.kill(self.pid, number)
            if self.wait(seconds):
                return
        raise ServerFailed(f"Process {self.pid} did not end: look at it with `ps {self.pid}`.")


def start_child(launch: Launch) -> Child:
    """Start it in a session of its own, as its account, with its output appended to its log.

    To be called in a thread that lives as long as the server shall: Linux ends the server with it.
    """
    popen = open_child(launch)
    return Child(popen.pid, identity(popen.pid) or "", popen)


def open_child(launch: Launch) -> subprocess.Popen[bytes]:
    rotate(launch.log)
    with open(launch.log, "ab", opener=not_followed) as log:
        return subprocess.Popen(
            launch.command,
            stdin=launch.said,
            stdout=log,
            stderr=log,
            cwd=launch.cwd,
            env=launch.environment,
            start_new_session=True,
            preexec_fn=die_with_parent(launch.when_orphaned),
            umask=0o077,
            pass_fds=launch.handed,
            **launch.account.drop(),
        )


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What a child asks of Linux last of all: a change of user would undo it."""
    if sys.platform != "linux":
        return None
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        if prctl(PR_SET_PDEATHSIG, number, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        if os.getppid() != parent:  # it ended before we had asked
            os._exit(1)

    return ask


def run_to_end(launch: Launch, seconds: float) -> None:
    """Run a preparing command like a server and wait for it. Raises ServerFailed."""
    popen = open_child(launch)
    try:
        status = popen.wait(seconds)
    except BaseException as stopped:
        popen.kill()
        popen.wait()
        if not isinstance(stopped, subprocess.TimeoutExpired):
            raise
        status = -signal.SIGKILL
    if status:
        raise ServerFailed(
            f"{Path(launch.command[0]).name} ended with {status}: {last_words(launch.log)}"
        )


def reap(pid: int) -> None:
    """Let a child of ours that has ended go; nothing for a pid that is no child of ours."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_KEPT:
        log.replace(log.with_suffix(".old"))


def put_aside(log: Path) -> None:
    """The same while a server goes on appending to it: copied to ``.old``, then emptied.

    What is written while it is copied is copied too; a line of the last moment can be lost.
    """
    if not log.exists() or log.stat().st_size <= LOG_KEPT:
        return
    old = log.with_suffix(".old")
    old.unlink(missing_ok=True)
    with open(log, "r+b", opener=not_followed) as source:
        with open(old, "xb", opener=not_followed) as copy:
            shutil.copyfileobj(source, copy)
        source.truncate(0)


def last_words(log: Path, lines: int = 5) -> str:
    """The end of a log, for a message."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4000))
        text = file.read().decode(errors="replace")
    return " | ".join(text.strip().split("\n")[-lines:]) + f" (all of it: {log})"
