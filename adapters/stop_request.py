"""A request to stop that a signal makes: noticed at once by whoever waits, and safe in a handler.

``threading.Event.set`` takes a lock that ``wait`` of the same thread may hold at that instant; the
handler then waits for itself, and the process hears no further signal.
"""

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress


class StopRequest:
    """Whether this process was asked to stop; once made it stays made."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        self._is_made = False

    def on_signals(self, then: Callable[[], None] = lambda: None) -> None:
        """Make it at SIGINT and SIGTERM alike: a script's ``make run &`` ignores SIGINT.

        A signal may reach any thread; it is written where the main one waits.
        """
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)

        def heard(_number: int, _frame: object) -> None:
            self.make()
            then()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, heard)

    def make(self) -> None:
        """Ask to stop; takes no lock and waits for nothing."""
        self._is_made = True
        with suppress(BlockingIOError):
            os.write(self._writing, b"\0")

    def is_made(self) -> bool:
        """Whether it was made."""
        return self._is_made

    def wait(self, seconds: float) -> bool:
        """Wait until it is made, at most so long; whether it was."""
        if not self._is_made and select.select([self._reading], [], [], seconds)[0]:
            os.read(self._reading, 4096)
        return self._is_made
