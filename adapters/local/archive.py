"""The folder where a server of ours keeps its finished write-ahead log, and how it comes back."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from adapters.local.account import Account
from adapters.local.files import make_folder, read_note, write_note
from adapters.local.folder import FolderRefused

SUFFIX = ".gz"
SWITCH_SECONDS = 60
NAME_LENGTH = 24
PER_LOG = 256
"""Segments of 16 MB to each of the middle eight digits of a segment's name."""

# Whole or not at all under its final name, on disk before PostgreSQL forgets it; again is no error.
KEEP = (
    "if test -f {folder}/%f{gz}; then gzip -dc {folder}/%f{gz} | cmp -s - %p; else "
    "gzip -1 <%p >{folder}/%f.part && sync {folder}/%f.part && "
    "mv {folder}/%f.part {folder}/%f{gz} && sync {folder}; fi"
)
# Above 125 PostgreSQL gives up instead of taking a damaged file for the end of the archive.
FETCH = "test -f {folder}/%f{gz} || exit 1; gzip -dc {folder}/%f{gz} >%p || exit 200"


class ArchiveBroken(FolderRefused):
    """The archive lacks or has damaged what a restore needs; the message names the file."""


@dataclass(frozen=True)
class Archive:
    """A folder of finished segments, compressed, each under its own name."""

    folder: Path

    def keeping(self) -> dict[str, str]:
        """The settings of a server that keeps its log here."""
        return {
            "archive_mode": "on",
            "archive_command": self._command(KEEP),
            "archive_timeout": str(SWITCH_SECONDS),
        }

    def fetching(self) -> dict[str, str]:
        """The settings of a server that is brought forward from here."""
        return {"restore_command": self._command(FETCH)}

    def files(self) -> list[Path]:
        """All that it holds."""
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def must_reach_from(self, first: str) -> str | None:
        """The last segment, where none is missing from ``first`` on; None where all are older.

        Raises ArchiveBroken naming the first one that is missing.
        """
        numbers = {segment_number(name): name for name in self._segments()}
        start = segment_number(first)
        last = max((number for number in numbers if number >= start), default=None)
        if last is None:
            return None
        for number in range(start, last):
            if number not in numbers:
                name = segment_name(first[:8], number)
                raise ArchiveBroken(
                    f"{self.folder} lacks {name}{SUFFIX}, though it has later ones: bring it back, "
                    f"or restore to a time before it with --until"
                )
        return numbers[last]

    def _segments(self) -> list[str]:
        names = (path.name.removesuffix(SUFFIX) for path in self.files())
        return [name for name in names if is_segment(name)]

    def _command(self, template: str) -> str:
        # PostgreSQL reads % in its own way.
        quoted = shlex.quote(str(self.folder)).replace("%", "%%")
        return template.format(folder=quoted, gz=SUFFIX)


def is_segment(name: str) -> bool:
    """Whether a file's name is that of a segment of write-ahead log."""
    return len(name) == NAME_LENGTH and all(digit in "0123456789ABCDEF" for digit in name)


def segment_number(name: str) -> int:
    """The number of a segment, whatever its timeline."""
    return int(name[8:16], 16) * PER_LOG + int(name[16:], 16)


def segment_name(timeline: str, number: int) -> str:
    """The name of a segment. timeline: eight digits."""
    return f"{timeline}{number // PER_LOG:08X}{number % PER_LOG:08X}"


def keep_archive(postgres: Path, folder: Path | None, account: Account) -> None:
    """Note where the cluster in ``postgres`` keeps its log from its next start on; None: nowhere.

    Raises FolderRefused for a folder that holds what this cluster did not put there, AccountRefused
    for one that the servers' account cannot enter.
    """
    note = postgres / "archive.json"
    if folder is None:
        note.unlink(missing_ok=True)
        return
    folder = folder.absolute()
    if kept_archive(postgres) == folder:
        must_be_there(folder)
        return
    if folder.exists() and any(folder.iterdir()):
        raise FolderRefused(
            f"{folder} is not empty: name an empty folder for the archive. Every restored copy and "
            "every archive that was off for a while begins one of its own, with a new backup."
        )
    make_folder(folder, 0o700)
    account.own(folder)
    account.must_enter(folder)
    write_note(note, {"folder": str(folder)})


def must_be_there(folder: Path) -> None:
    """Refuse an archive that is not there now. Raises FolderRefused."""
    if not folder.is_dir():
        raise FolderRefused(
            f"The archive {folder} is not there: bring it back (is its disk mounted?), or say "
            "--archive off and take a new backup when you have named another."
        )


def kept_archive(postgres: Path) -> Path | None:
    """Where the cluster keeps its log, if anywhere."""
    found = read_note(postgres / "archive.json").get("folder")
    return Path(found) if isinstance(found, str) else None


def archive_settings(postgres: Path) -> dict[str, str]:
    """The settings that keep the log where it was said, or none."""
    folder = kept_archive(postgres)
    return {} if folder is None else Archive(folder).keeping()
