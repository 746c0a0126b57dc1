"""Processes of callers as a hunt sees them: started, killed, started again where they were."""

import os
import signal
import time
from multiprocessing import get_context, set_forkserver_preload
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from tests.hunt.store_caller import CALLERS, Order, Times, work
from tests.hunt.store_told import notes_of
from tests.support.servers import FreshDatabases

WAIT_SECONDS = 120.0
TRUE_TIME = Times()


def forking() -> ForkServerContext:
    """Processes that start fast and share no connection: forked from one that has none."""
    set_forkserver_preload(["pytest", "tests.hunt.store_caller", "tests.hunt.store_tailing"])
    return get_context("forkserver")


class Callers:
    """One process at a time; a killed one is followed by one that repeats what had no answer."""

    def __init__(self, database: FreshDatabases, folder: Path, name: str) -> None:
        self._database = database
        self._folder = folder
        self._name = name
        self._reached = {f"{name}.{number}": 0 for number in range(CALLERS)}
        self._lives = 0
        self._notes = folder / "none"
        self._process: ForkServerProcess | None = None
        self._orders: Connection | None = None

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.is_alive()

    def start(self, times: Times = TRUE_TIME) -> None:
        """A new process, in which each caller begins with the complaint that was under way."""
        self._lives += 1
        self._notes = self._folder / f"{self._name}.{self._lives}.notes"
        self._notes.touch()
        theirs, self._orders = forking().Pipe(duplex=False)
        arguments = (self._database, self._notes, self._reached, theirs, times)
        self._process = forking().Process(target=work, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def order(self, order: Order) -> None:
        """Tell the process to do this."""
        assert self._orders is not None
        self._orders.send(order)

    def stop(self) -> None:
        """Freeze the process where it is."""
        os.kill(self._pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on."""
        os.kill(self._pid, signal.SIGCONT)

    @property
    def _pid(self) -> int:
        assert self._process is not None and self._process.pid is not None
        return self._process.pid

    def finish(self) -> None:
        """Let every complaint that was begun be finished, then the process."""
        self.order(Order.FINISH)
        assert self.wait_for_end() == 0

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        assert self._process is not None
        self._process.kill()
        self.wait_for_end()

    def wait_for_end(self) -> int | None:
        """Wait until the process is gone; its exit status."""
        assert self._process is not None and self._orders is not None
        self._process.join(WAIT_SECONDS)
        assert self._process.exitcode is not None, "the process goes on"
        self._orders.close()
        for line in notes_of(self._notes):
            caller = str(line["caller"])
            self._reached[caller] = max(self._reached[caller], int(str(line["number"])))
        return self._process.exitcode

    def wait_for_answers(self, more: int = 1) -> None:
        """Wait until the callers of this process were told so much more."""
        before, deadline = self._answers(), time.monotonic() + WAIT_SECONDS
        while self._answers() < before + more:
            assert self.alive and time.monotonic() < deadline, self._last_words()
            time.sleep(0.002)

    def _last_words(self) -> str:
        wrong = [line for line in notes_of(self._notes) if "wrong" in line]
        return f"the callers got no answer (alive: {self.alive}; told wrongly: {wrong[:3]})"

    def _answers(self) -> int:
        return self._notes.read_bytes().count(b"\n")
