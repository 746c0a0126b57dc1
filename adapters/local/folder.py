"""The one folder that holds everything a running Plaint keeps on this machine, and who holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.local.account import Account
from adapters.local.files import make_folder, read_note, write_note, write_whole
from domain.errors import ErrorCategory


class FolderHeld(Exception):
    """Another process works in this data folder; the message says which and since when."""

    category = ErrorCategory.UNAVAILABLE


class FolderRefused(Exception):
    """This path cannot hold the data; the message says why."""

    category = ErrorCategory.UNFIT


class DataFolder:
    """`postgres/`, `kafka/`, `secrets/`, `documents/`, `log/` and `run.json` below one path."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.postgres = self.path / "postgres"
        self.kafka = self.path / "kafka"
        self.secrets = self.path / "secrets"
        self.documents = self.path / "documents"
        self.log = self.path / "log"
        self._run = self.path / "run.json"
        self._lock = self.path / "lock"

    @staticmethod
    def default() -> Path:
        """Where the data goes when nobody says: root's is found by the servers' account as well."""
        if os.geteuid() == 0:
            return Path("/var/lib/plaint")
        return Path.home() / ".local" / "share" / "plaint"

    def create(self, account: Account) -> None:
        """Make what is missing, with modes that let the servers' account pass and nobody look.

        Raises AccountRefused where that account cannot enter, FolderRefused for a path with ':'.
        """
        if ":" in str(self.path):
            raise FolderRefused(
                f"The path {self.path} has a ':', which separates paths for Java: "
                "name another with --data DIR."
            )
        make_folder(self.path)
        account.must_enter(self.path)
        for folder in (self.postgres, self.kafka):
            make_folder(folder)
        for folder in (self.secrets, self.documents, self.log):
            make_folder(folder, 0o700)

    def logs_written(self) -> list[Path]:
        """The logs of all that runs, which grow meanwhile; that of reads puts itself aside."""
        places = (self.log, self.postgres / "log", self.kafka / "log")
        found = [log for place in places for log in place.glob("*.log")]
        return [log for log in found if not log.name.startswith("reads")]

    def read_run(self) -> dict[str, object]:
        """The ports and pids of the last run, or nothing."""
        return read_note(self._run)

    def write_run(self, run: dict[str, object]) -> None:
        """Replace what `read_run` says, at once."""
        write_note(self._run, run)

    def read_secret(self, name: str) -> str | None:
        """A secret that was kept under this name, or None."""
        file = self.secrets / name
        return file.read_text() if file.exists() else None

    def write_secret(self, name: str, value: str) -> None:
        """Keep a secret for our own account alone."""
        make_folder(self.secrets, 0o700)
        write_whole(self.secrets / name, value, mode=0o600)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other process out for as long as this one lives or the block lasts.

        A copy of this process made by fork shares the hold. Raises FolderHeld, FolderRefused where
        there is no folder.
        """
        if not self.path.is_dir():
            raise FolderRefused(
                f"There is no data folder {self.path}: name another with --data DIR."
            )
        with os.fdopen(os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FolderHeld(self._held_by(file.read().strip())) from None
            file.truncate()
            file.write(f"{os.getpid()}\n")
            file.flush()
            yield

    def _held_by(self, pid: str) -> str:
        since = datetime.fromtimestamp(self._lock.stat().st_mtime, UTC)
        return (
            f"{self.path} is in use by process {pid or 'unknown'} since {since:%Y-%m-%d %H:%M:%S} "
            "UTC: stop that one (`plaint down`), or name another folder with --data DIR."
        )
