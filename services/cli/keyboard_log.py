"""The keyboard's own log, a file of the installation: it never stands among answers."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from adapters import logs
from adapters.local.children import rotate
from adapters.local.files import not_followed

logger = structlog.get_logger(__name__)
NAME = "keyboard.log"


@dataclass(frozen=True)
class KeyboardLog:
    """The log of what is typed on a data folder; standard error where nobody may write it."""

    folder: Path
    level: str

    @contextmanager
    def noted(self, command: str, *, is_wanted: bool) -> Iterator[None]:
        """Note who gave a command, which, and whether it was done; the API logs its own."""
        outcome = "not done"
        try:
            yield
            outcome = "done"
        finally:
            if is_wanted and self._can_be_written:
                with self.open():
                    account = f"account {os.geteuid()}"
                    logger.info("keyboard.command", command=command, by=account, outcome=outcome)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Send what is logged meanwhile to the file, once there is a folder for it."""
        if self._can_be_written:
            rotate(self.folder / NAME)
        with logs.configured(self.level, self):
            yield

    def write(self, line: str) -> int:
        """Add a line: a first start makes the folder after it was typed."""
        if not self._can_be_written:
            return sys.stderr.write(line)
        with open(self.folder / NAME, "a", encoding="utf-8", opener=not_followed) as file:
            return file.write(line)

    def flush(self) -> None:
        """Nothing waits."""

    @property
    def _can_be_written(self) -> bool:
        return os.access(self.folder, os.W_OK)
