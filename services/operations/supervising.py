"""The parts of a running Plaint as processes of their own, started again when they end."""

import os
import pwd
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from adapters.local.account import Account
from adapters.local.children import Child, Launch, start_child

LONGEST_PAUSE = 10.0
STEADY_SECONDS = 30.0
STOP_SECONDS = 20.0
REFUSED = 78
"""EX_CONFIG of sysexits.h: a part that ends with it says that starting it again changes nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process: its name, the module that it runs, its environment.

    handed: descriptors that it inherits, each by the name of the option that tells it which.
    number: which of several that run the same.
    """

    name: str
    module: str
    environment: dict[str, str] = field(repr=False)
    handed: Mapping[str, int] = field(default_factory=dict)
    number: int = 1


@dataclass(slots=True)
class _Running:
    part: Part
    child: Child
    since: float
    pause: float = 0.5
    again_at: float | None = None
    has_refused: bool = False


class Parts:
    """Starts parts as an account, watches them, and ends them in reverse order.

    To be used from one thread that lives as long as they shall: Linux ends them with it.
    """

    def __init__(self, logs: Path, account: Account) -> None:
        self._logs = logs
        self._account = account
        self._running: list[_Running] = []

    def start(self, part: Part) -> None:
        """Start a part; its output goes to ``NAME.log``."""
        self._running.append(_Running(part, self._launch(part), time.monotonic()))

    def pids(self) -> dict[str, int]:
        """The process id of each part."""
        return {one.part.name: one.child.pid for one in self._running}

    def tend(self) -> list[str]:
        """Start again what has ended, later each time it ends soon; what happened, in sentences."""
        return [said for one in self._running if (said := self._tended(one))]

    def stop(self) -> None:
        """End all parts, the last started first, those that run the same at once.

        Each finishes what it has begun.
        """
        for _, same in groupby(reversed(self._running), key=lambda one: one.part.module):
            ending = [one.child for one in same if one.child.alive()]
            for child in ending:
                os.kill(child.pid, signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            for child in ending:
                if not child.wait(deadline - time.monotonic()):
                    child.end((signal.SIGKILL, 5.0))
        self._running.clear()

    def _tended(self, one: _Running) -> str | None:
        if one.child.alive() or one.has_refused:
            return None
        if one.child.status == REFUSED:
            one.has_refused = True
            return f"{one.part.name} refuses to go on: see {self._log(one.part)}"
        if one.again_at is None:
            steady = time.monotonic() - one.since > STEADY_SECONDS
            one.pause = 0.5 if steady else min(one.pause * 2, LONGEST_PAUSE)
            one.again_at = time.monotonic() + one.pause
            return f"{one.part.name} has ended (see {self._log(one.part)}): starting it again"
        if time.monotonic() >= one.again_at:
            one.child, one.since, one.again_at = self._launch(one.part), time.monotonic(), None
        return None

    def _log(self, part: Part) -> Path:
        return self._logs / f"{part.name}.log"

    def _launch(self, part: Part) -> Child:
        options = {**part.handed, **({"number": part.number} if part.number > 1 else {})}
        return start_child(
            Launch(
                command=[
                    sys.executable,
                    "-m",
                    part.module,
                    *(f"--{k}={v}" for k, v in options.items()),
                ],
                log=self._log(part),
                cwd=Path.cwd(),
                account=self._account,
                environment=part.environment,
                when_orphaned=signal.SIGTERM,
                handed=tuple(part.handed.values()),
            )
        )


def ourselves() -> Account:
    """The account that this process runs as."""
    return account_of(os.geteuid(), os.getegid())


def account_of(uid: int, gid: int) -> Account:
    """An account by its numbers: in a container it need not have a name."""
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = str(uid)
    return Account(name, uid, gid, dropped=False)
