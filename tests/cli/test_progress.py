"""Long work shows a bar in a terminal and plain lines with counts everywhere else."""

import os
import pty
import subprocess
import sys

import pytest

from services.cli import progress as shown
from services.cli.progress import progress, waiting

SCRIPT = """
from services.cli.progress import progress
with progress("sample complaints", 4) as advance:
    for _ in range(4):
        advance(1, "note")
"""


def test_outside_a_terminal_the_end_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is drawn, and nothing of it goes among the answers."""
    with progress("jars", 46) as advance:
        for _ in range(46):
            advance(1)
    told = capsys.readouterr()
    assert told.err == "jars: 46 of 46 (100 %)\n"
    assert told.out == ""


def test_where_nothing_was_to_be_done_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A count that stands at its beginning would say otherwise."""
    with progress("jars", 46):
        pass
    assert capsys.readouterr().err == ""


def test_outside_a_terminal_long_work_says_a_count_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines say what is done, and the note beside it."""
    monkeypatch.setattr(shown, "LINE_EVERY_SECONDS", 0.0)
    with progress("import", 3_000_000, unit="octets") as advance:
        advance(1_500_000, "100 rows")
        advance(1_500_000, "200 rows")
    assert capsys.readouterr().err.splitlines() == [
        "import: 1.5 MB of 3.0 MB (50 %), 100 rows",
        "import: 3.0 MB of 3.0 MB (100 %), 200 rows",
        "import: 3.0 MB of 3.0 MB (100 %), 200 rows",
    ]


def test_an_unknown_end_is_counted_without_a_share(capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to take a share of."""
    with progress("rows", None) as advance:
        advance(1200)
    assert capsys.readouterr().err == "rows: 1,200\n"


def test_work_without_steps_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, at its beginning."""
    with waiting("rebuilding case_queue"):
        pass
    assert capsys.readouterr().err == "rebuilding case_queue\n"


def test_in_a_terminal_a_bar_is_drawn() -> None:
    """With its title, its count and its note."""
    drawn = _in_a_terminal(SCRIPT)
    assert "sample complaints" in drawn
    assert "━" in drawn
    assert "4/4" in drawn


def _in_a_terminal(script: str) -> str:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm"}
    subprocess.run(
        [sys.executable, "-c", script], stdout=theirs, stderr=theirs, env=environment, check=True
    )
    os.close(theirs)
    octets = b""
    while chunk := _read(ours):
        octets += chunk
    os.close(ours)
    return octets.decode()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so when the other side is closed
        return b""


def test_a_title_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A file may be called anything."""
    with progress("a\u202eb\x1b[1m\nc", 1) as advance:
        advance(1)
    assert capsys.readouterr().err == "a\\u202eb\\x1b[1m│ c: 1 of 1 (100 %)\n"
