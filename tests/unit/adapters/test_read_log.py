"""The log of reads: who read what is written before it is shown, and kept when the file is full."""

import json
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters.read_log import ReadLog, ReadNotLogged
from domain.values import Actor

COMPLAINT = "5b0c6e5c-8f0f-4b8e-9d5e-000000000001"
READER = Actor(kind="staff", id=UUID(int=7), role="auditor")


def lines_of(*files: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def test_a_read_that_was_done_says_who_in_which_role_read_what(tmp_path: Path) -> None:
    log = ReadLog(tmp_path / "log")
    with log.reading("document.opened", READER, part="keyboard") as read:
        read["complaint_id"] = COMPLAINT
        assert not log.path.exists(), "it has not happened yet"
    (line,) = lines_of(log.path)
    assert (line["event"], line["role"], line["complaint_id"]) == (
        *("document.opened", "auditor"),
        COMPLAINT,
    )
    assert line["principal"] == str(READER.id)


def test_a_read_that_was_refused_is_told_apart(tmp_path: Path) -> None:
    log = ReadLog(tmp_path / "log")
    with pytest.raises(LookupError), log.reading("complaint.opened", READER, part="keyboard"):
        raise LookupError("Aurelia Featherstonehaugh is not here")
    (line,) = lines_of(log.path)
    assert (line["event"], line["of"], line["reason"]) == (
        *("read.refused", "complaint.opened"),
        "LookupError",
    )
    assert "Aurelia" not in log.path.read_text()


def test_what_is_personal_has_no_place_in_it(tmp_path: Path) -> None:
    log = ReadLog(tmp_path)
    log.note("complaint.read", part="api", narrative="Aurelia Featherstonehaugh")
    assert "Aurelia" not in log.path.read_text()


def test_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    log = ReadLog(tmp_path / "log")
    log.note("list.read", part="api")
    assert (log.path.stat().st_mode & 0o777, log.path.parent.stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )


def test_where_it_cannot_be_written_nothing_is_read(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with pytest.raises(ReadNotLogged, match="nothing is read unlogged"):
        ReadLog(tmp_path / "log").note("list.read", part="api")


def _write(folder: Path, role: str) -> None:
    log = ReadLog(folder, largest=2000, kept=1000)
    for count in range(100):
        log.note("complaint.read", part="api", role=role, count=count)


def test_of_several_processes_no_line_is_lost_when_a_full_file_is_put_aside(tmp_path: Path) -> None:
    roles = ("handler", "approver", "auditor")
    several = [get_context("spawn").Process(target=_write, args=(tmp_path, role)) for role in roles]
    for one in several:
        one.start()
    for one in several:
        one.join()
    full = list(tmp_path.glob("reads-*.log"))
    assert len(full) > 3
    told = lines_of(*full, *tmp_path.glob("reads.log"))
    for role in roles:
        assert sorted(one["count"] for one in told if one["role"] == role) == list(range(100))


def test_of_full_files_the_newest_are_kept(tmp_path: Path) -> None:
    log = ReadLog(tmp_path, largest=1, kept=2)
    for count in range(5):
        log.note("list.read", part="api", count=count)
    full = sorted(tmp_path.glob("reads-*.log"))
    assert [one["count"] for one in lines_of(*full)] == [3, 4]
