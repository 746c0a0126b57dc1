"""The file of rows that an import left out, for somebody to put right and import again."""

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from adapters.imported import RejectedRow

HEADER = ("file", "line", "reason", "row")


class RejectsFile:
    """A CSV of file, line, reason and the row's own text for each rejected row; it appears whole.

    Used with ``with``. When the block ends well the file replaces the one of an earlier import, or
    takes it away if nothing was rejected now; when it does not, the earlier one stays as it is.
    Only its owner may read it, since rows hold personal data. Rows stand as they came, even where a
    spreadsheet would take them for formulas: it is a file for an editor.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._part = path.with_name(path.name + ".part")
        self._file: TextIO | None = None

    def add(self, source: Path, row: RejectedRow) -> None:
        """Write down one row of a file; all are on the disk when the block has ended."""
        if self._file is None:
            raise ValueError(f"{self.path} is not open: add rows inside the with block")
        csv.writer(self._file).writerow((source, row.line, row.reason, row.text))
        self.count += 1

    def __enter__(self) -> Self:
        self._check_is_ours()
        self._part.unlink(missing_ok=True)
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
        csv.writer(self._file).writerow(HEADER)
        return self

    def _check_is_ours(self) -> None:
        """Never replace or take away a file that is no rejects file. Raises FileExistsError."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            if file.readline().rstrip() != ",".join(HEADER).encode():
                raise FileExistsError(
                    f"{self.path} is there and is no file of rejects: name another with --rejects"
                )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        with self._file as file:
            file.flush()
            os.fsync(file.fileno())
        self._file = None
        if kind is None and self.count:
            self._part.replace(self.path)
            return
        self._part.unlink()
        if kind is None:
            self.path.unlink(missing_ok=True)
