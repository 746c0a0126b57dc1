"""The log of reads: who has read what, and who was refused; a file of its own, kept for long."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

import structlog

from adapters.clock import now
from adapters.local.files import make_folder, not_followed
from adapters.logs import allowed_only, as_line
from domain.errors import ErrorCategory, Refusal
from domain.values import Actor

NAME = "reads.log"
LARGEST = 10_000_000
TRIAL = bytes(4096)
KEPT = 100
"""Files that were full: with LARGEST about four million reads in one gigabyte."""
REFUSED = "read.refused"
Part = Literal["api", "keyboard"]
"""At which door it was read."""


class ReadNotLogged(OSError):
    """The log of reads cannot be written, so nothing is shown."""

    category = ErrorCategory.UNAVAILABLE


class ReadLog:
    """Lines of JSON in ``reads.log``, which all processes of an installation append to.

    What is allowed in them is what is allowed in every log, so no personal data. Nothing is shown
    that was not logged first: where a line cannot be written, ReadNotLogged is raised.
    """

    def __init__(self, folder: Path, *, largest: int = LARGEST, kept: int = KEPT) -> None:
        self.path = folder / NAME
        self._largest = largest
        self._kept = kept

    def note(self, event: str, *, part: Part, **fields: object) -> None:
        """Add a line, with what the running request is known by. Raises ReadNotLogged."""
        at = now().isoformat().replace("+00:00", "Z")
        known = structlog.contextvars.get_contextvars()
        line = allowed_only(
            None, "", {"event": event, "timestamp": at, "part": part, **known, **fields}
        )
        with self._or_not_logged():
            make_folder(self.path.parent, 0o700)
            self._append(f"{as_line(None, '', line)}\n".encode())

    def must_take(self) -> None:
        """Raises ReadNotLogged where no line could be added now; nothing is made that stays."""
        if not self.path.parent.exists():
            return
        with self._or_not_logged():
            if self.path.exists():
                open(self.path, "ab", opener=not_followed).close()
            with TemporaryFile(dir=self.path.parent, buffering=0) as trial:
                trial.write(TRIAL)

    @contextmanager
    def reading(
        self, event: str, reader: Actor, *, part: Part, **fields: object
    ) -> Iterator[dict[str, object]]:
        """A read at the keyboard, noted when it is done, or that it was refused.

        What is yielded takes what becomes known of it meanwhile. Raises ReadNotLogged.
        """
        read = {"principal": str(reader.id), "role": reader.role, **fields}
        try:
            yield read
        except (Refusal, LookupError, PermissionError) as error:
            self.note(REFUSED, part=part, **{"of": event, "reason": type(error).__name__, **read})
            raise
        self.note(event, part=part, **read)

    @contextmanager
    def _or_not_logged(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ReadNotLogged(
                f"the log of reads {self.path} cannot be written ({error.strerror}), and nothing "
                "is read unlogged: make room there, or give the folder back to its owner"
            ) from error

    def _append(self, line: bytes) -> None:
        while True:
            with open(self.path, "ab", buffering=0, opener=not_followed) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if not self._is_current(file.fileno()):
                    continue  # another process has put it aside meanwhile
                file.write(line)
                if os.fstat(file.fileno()).st_size >= self._largest:
                    self._put_aside()
                return

    def _is_current(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self.path))
        except FileNotFoundError:
            return False

    def _put_aside(self) -> None:
        """Begin a new file; of the full ones the newest are kept."""
        full = sorted(self.path.parent.glob("reads-*.log"))
        number = int(full[-1].stem.partition("-")[2]) + 1 if full else 1
        self.path.rename(self.path.with_name(f"reads-{number:08}.log"))
        for old in full[: len(full) + 1 - self._kept]:
            old.unlink()
