"""The keyboard's own log, a file of the installation: it never stands among answers."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import structlog

from adapters import logs
from adapters.local.children import rotate
from adapters.local.files import not_followed

logger = structlog.get_logger(__name__)
NAME = "keyboard.log"


@dataclass(frozen=True, slots=True)
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
            if is_wanted and os.access(self.folder, os.W_OK):
                with self.open():
                    account = f"account {os.geteuid()}"
                    logger.info("keyboard.command", command=command, by=account, outcome=outcome)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Send what is logged meanwhile to the file."""
        with ExitStack() as stack:
            stream: TextIO = sys.stderr
            if os.access(self.folder, os.W_OK):
                rotate(self.folder / NAME)
                stream = stack.enter_context(
                    open(self.folder / NAME, "a", encoding="utf-8", opener=not_followed)
                )
            stack.enter_context(logs.configured(self.level, stream))
            yield
