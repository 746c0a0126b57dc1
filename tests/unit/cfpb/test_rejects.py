"""The file of rejected rows: whole or not there, and for its owner's eyes."""

import csv
import stat
from pathlib import Path

import pytest

from adapters.imported import RejectedRow
from adapters.rejects import RejectsFile

SOURCE = Path("complaints.csv")
ROWS = [
    RejectedRow(3, "it holds a NUL (in line 3)", 'a,"b\nc",\0'),
    RejectedRow(9, "issue is no label", "=cmd|' /C calc'!A0,é"),
]


def test_line_reason_and_the_row_as_it_was_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"

    with RejectsFile(path) as rejects:
        for row in ROWS:
            rejects.add(SOURCE, row)
        assert not path.exists()

    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert header == ["file", "line", "reason", "row"]
    assert lines == [[str(SOURCE), str(row.line), row.reason, row.text] for row in ROWS]
    assert rejects.count == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["rejects.csv"]


EARLIER = "file,line,reason,row\nold.csv,2,bad,x\n"


def test_a_file_that_is_no_file_of_rejects_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir")

    with pytest.raises(FileExistsError, match="name another"), RejectsFile(path):
        pass

    assert path.read_text() == "Dear Sir"


def test_with_nothing_rejected_there_is_no_file_and_an_older_one_goes(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text(EARLIER)

    with RejectsFile(path):
        pass

    assert not list(tmp_path.iterdir())


def test_an_import_that_breaks_off_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text(EARLIER)

    with pytest.raises(KeyboardInterrupt), RejectsFile(path) as rejects:
        rejects.add(SOURCE, ROWS[0])
        raise KeyboardInterrupt

    assert path.read_text() == EARLIER
    assert len(list(tmp_path.iterdir())) == 1


def test_a_part_that_a_killed_import_left_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    RejectsFile(path).__enter__().add(SOURCE, ROWS[0])

    with RejectsFile(path) as rejects:
        rejects.add(SOURCE, ROWS[1])

    assert "issue is no label" in path.read_text(encoding="utf-8")


def test_a_row_outside_the_block_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside the with block"):
        RejectsFile(tmp_path / "rejects.csv").add(SOURCE, ROWS[0])
