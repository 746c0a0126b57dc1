"""The physical lines of a CFPB file, plain, gzip or zip, in constant memory, with a way back."""

import gzip
import io
import os
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from domain.errors import ErrorCategory

LONGEST = 1 << 20
GZIP, UTF16 = b"\x1f\x8b", (b"\xff\xfe", b"\xfe\xff")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How an archive begins that holds something, and one that holds nothing."""
NAMED = 3
BOM = b"\xef\xbb\xbf"
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)


class Octets(Protocol):
    """Uncompressed octets, buffered."""

    def readline(self, size: int = -1, /) -> bytes:
        """One line with its end, or as much of it as ``size`` allows."""

    def peek(self, size: int, /) -> bytes:
        """Some of what comes next, without going on."""

    def read(self, size: int, /) -> bytes:
        """What comes next."""


class Unreadable(ValueError):
    """The file as a whole can not be read, or not to its end."""

    category = ErrorCategory.UNFIT


class Progress(NamedTuple):
    """How far the file is read, in octets as they lie on the disk."""

    octets_read: int
    octets: int


class Line(NamedTuple):
    """One physical line; its end is always a line feed. fault: why no row may use it."""

    number: int
    text: str
    fault: str | None = None


class Lines(Iterator[str]):
    """The lines of one file, kept since the last record began so that reading can step back.

    has_faults: whether any line so far had one.
    """

    def __init__(self, file: Octets) -> None:
        self._file = file
        self._ahead: deque[Line] = deque()
        self._number = 0
        self.taken: list[Line] = []
        self.has_faults = False

    def begin(self) -> None:
        """A record begins here."""
        self.taken = []

    def step_back(self, keep: int = 1) -> list[Line]:
        """Give back all lines of this record but the first ``keep``, which are returned."""
        self._ahead.extendleft(reversed(self.taken[keep:]))
        return self.taken[:keep]

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        self.taken.append(line)
        return line.text

    def _read(self) -> Line:
        octets = self._octets()
        if not octets:
            raise StopIteration
        self._number += 1
        too_long = len(octets) == LONGEST and not octets.endswith(b"\n")
        if too_long:
            self._skip_the_rest()
        if octets.endswith(b"\r\n"):
            octets = octets[:-2] + b"\n"
        try:
            text, fault = octets.decode(), None
        except UnicodeDecodeError as error:
            text = octets.decode(errors="backslashreplace")
            fault = f"it is not UTF-8 (octet 0x{octets[error.start]:02x} in line {self._number})"
        if "\0" in text:
            fault = f"it holds a NUL (in line {self._number})"
        if too_long:
            fault = f"line {self._number} is longer than {LONGEST} octets"
        self.has_faults = self.has_faults or fault is not None
        return Line(self._number, text, fault)

    def _octets(self) -> bytes:
        try:
            return self._file.readline(LONGEST)
        except DAMAGE as error:
            raise Unreadable(
                f"the compressed file is damaged after line {self._number} ({error}): fetch it "
                "anew and import it again, rows that are in already stay as they are"
            ) from error

    def _skip_the_rest(self) -> None:
        while (octets := self._octets()) and not octets.endswith(b"\n"):
            pass


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file being read."""

    lines: Lines
    raw: io.FileIO

    @property
    def progress(self) -> Progress:
        """How far it is read by now."""
        return Progress(self.raw.tell(), os.fstat(self.raw.fileno()).st_size)


@contextmanager
def open_lines(path: Path) -> Iterator[OpenFile]:
    """Open a file, compressed or not, past its byte order mark.

    Raises Unreadable for UTF-16, for a zip archive that holds not one file, or one that is locked,
    and for damage in the compressed octets.
    """
    with path.open("rb", buffering=0) as raw, _octets_of(path, raw) as file:
        yield OpenFile(Lines(_past_mark(file)), raw)


def _octets_of(path: Path, raw: io.FileIO) -> AbstractContextManager[Octets]:
    start = raw.read(4)
    raw.seek(0)
    if start[:2] in UTF16:
        raise Unreadable(f"{path} is UTF-16: save it as UTF-8, plain or as gzip")
    if start in ZIP:
        return _only_member(path, raw)
    # A buffer around GzipFile would lose up to its own size before a damaged place.
    return gzip.GzipFile(fileobj=raw) if start[:2] == GZIP else io.BufferedReader(raw, 1 << 18)


def _only_member(path: Path, raw: io.FileIO) -> io.BufferedReader:
    try:
        archive = zipfile.ZipFile(raw)
        names = [one.filename for one in archive.infolist() if not _is_of_the_system(one)]
        if len(names) == 1:
            return cast(io.BufferedReader, archive.open(names[0]))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise Unreadable(
            f"the zip archive {path} cannot be opened ({error}): unpack it with "
            f"`python3 -m zipfile -e {path} .` or another program, and import the CSV in it"
        ) from error
    raise Unreadable(_not_one(path, names))


def _not_one(path: Path, names: Sequence[str]) -> str:
    rule = "a zip archive is imported if it holds one file"
    if not names:
        return f"{rule}, and {path} holds none: fetch it anew, or name the CSV file itself"
    more = [f"and {len(names) - NAMED} more"] if len(names) > NAMED else []
    listed = ", ".join([*names[:NAMED], *more])
    return (
        f"{rule}, and {path} holds {len(names)} ({listed}): unpack it with "
        f"`python3 -m zipfile -e {path} DIR`, and import those of them that are CSV of complaints"
    )


def _is_of_the_system(one: zipfile.ZipInfo) -> bool:
    """A folder, or what a Mac puts beside the files."""
    return one.is_dir() or one.filename.startswith(("__MACOSX/", "."))


def _past_mark(file: Octets) -> Octets:
    """Past the byte order mark, or the several that one program after the other put there."""
    with suppress(*DAMAGE):
        while file.peek(len(BOM))[: len(BOM)] == BOM:
            file.read(len(BOM))
    return file
