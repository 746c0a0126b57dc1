"""The rows of a CFPB file, one after the other; a broken one is put aside and reading goes on."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from adapters.cfpb.layout import Layout, UnknownLayout, misread, recognise
from adapters.cfpb.lines import Line, Lines, OpenFile, Progress, open_lines
from adapters.imported import RejectedRow

MOST_BROKEN_LINES = 5000


class GoodRow(NamedTuple):
    """A row that has the file's form. line: where it starts. fields: by our column names."""

    line: int
    fields: dict[str, str]
    lines: Sequence[Line]

    def rejected(self, reason: str) -> RejectedRow:
        """The same row, kept out for a reason that lies in its values."""
        return _rejected(self.lines, reason)


class RowReader:
    """Reads one file from its first row to its last; it never holds more than one broken row.

    Raises UnknownLayout, and lines.Unreadable, when reading starts or comes to the damage.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: OpenFile | None = None
        self._progress = Progress(0, path.stat().st_size)

    @property
    def progress(self) -> Progress:
        """Octets read of octets in all."""
        return self._file.progress if self._file else self._progress

    def __iter__(self) -> Iterator[GoodRow | RejectedRow]:
        with open_lines(self._path) as self._file:
            try:
                yield from _Records(self._file.lines)
            finally:
                self._progress, self._file = self._file.progress, None


class _Records:
    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._csv = csv.reader(lines, strict=True)
        self._layout = self._header()

    def __iter__(self) -> Iterator[GoodRow | RejectedRow]:
        while (fields := self._next()) is not None:
            taken = self._lines.taken
            if isinstance(fields, str):
                yield self._until_sound(fields)
            elif len(fields) != self._layout.width:
                if fields:
                    yield self._of_wrong_width(fields)
            elif self._lines.has_faults and (fault := _first_fault(taken)):
                yield _rejected(taken, fault)
            else:
                yield GoodRow(
                    taken[0].number, dict(zip(self._layout.columns, fields, strict=True)), taken
                )

    def _header(self) -> Layout:
        header = self._next()
        if header is None:
            raise UnknownLayout("the file is empty: import the file as the CFPB publishes it")
        if fault := misread(self._lines.taken[0].text):
            raise UnknownLayout(fault)
        return recognise([header] if isinstance(header, str) else header)

    def _next(self) -> list[str] | str | None:
        """The next record's fields, or why it is none, or None at the end."""
        self._lines.begin()
        try:
            return next(self._csv)
        except StopIteration:
            return None
        except csv.Error as error:
            return f"its quotes or line ends are broken ({error})"

    def _of_wrong_width(self, fields: list[str]) -> RejectedRow:
        reason = f"it has {len(fields)} fields where the header has {self._layout.width}"
        if len(self._lines.taken) > 1:
            return self._until_sound(reason)
        return _rejected(self._lines.taken, reason)

    def _until_sound(self, reason: str) -> RejectedRow:
        """All lines from the broken record's first to the next record of the right width.

        A missing quote swallows the rows behind it, so each line is tried again as a beginning.
        Where none comes for long, what follows is a broken row of its own.
        """
        broken = self._lines.step_back()
        while len(broken) < MOST_BROKEN_LINES and (fields := self._next()) is not None:
            if not isinstance(fields, str) and len(fields) == self._layout.width:
                self._lines.step_back(keep=0)
                break
            broken += self._lines.step_back()
        return _rejected(broken, reason)


def _first_fault(lines: Sequence[Line]) -> str | None:
    return next((line.fault for line in lines if line.fault), None)


def _rejected(lines: Sequence[Line], reason: str) -> RejectedRow:
    return RejectedRow(lines[0].number, reason, "".join(line.text for line in lines).rstrip("\n"))
