"""The search for malware: a program's exit code is its verdict, and no verdict is not clean."""

import os
import sys
from pathlib import Path

import pytest

from adapters.documents.scanning import CouldNotScan, Infected, NoScan, Scan, ScanCommand

pytestmark = pytest.mark.anyio

SCANNER = """
import sys
found = b"EICAR" in sys.stdin.buffer.read()
sys.exit(1 if found else 0)
"""


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "a scanner.py"
    path.write_text(SCANNER)
    return f"{sys.executable} '{path}'"


def said(code: str) -> str:
    return f'{sys.executable} -c "{code}"'


async def verdict(scan: Scan, *pieces: bytes) -> str:
    scanning = await scan.begin()
    try:
        for piece in pieces:
            await scanning.add(piece)
        return await scanning.verdict()
    finally:
        await scanning.stop()


async def test_the_whole_content_goes_to_the_scanner(program: str) -> None:
    assert await verdict(ScanCommand(program), b"x" * 200_000, b"y") == "clean"


async def test_what_is_infected_is_refused_wherever_it_sits(program: str) -> None:
    with pytest.raises(Infected):
        await verdict(ScanCommand(program), b"x" * 200_000, b"EIC", b"AR")


async def test_without_a_scanner_nothing_is_called_clean() -> None:
    assert await verdict(NoScan(), b"x") == "not_scanned"


@pytest.mark.parametrize("code", ["import sys; sys.exit(2)", "import os; os.abort()"])
async def test_an_exit_code_that_means_neither_is_no_verdict(code: str) -> None:
    with pytest.raises(CouldNotScan, match="no verdict"):
        await verdict(ScanCommand(said(code)), b"x")


async def test_what_was_not_read_to_its_end_is_not_clean() -> None:
    scan = ScanCommand(said("import os; os.close(0)"))
    with pytest.raises(CouldNotScan):
        await verdict(scan, *[b"x" * 65536] * 200)


async def test_what_lies_unread_in_the_pipe_is_not_clean() -> None:
    scan = ScanCommand(said("import time; time.sleep(0.3)"))
    with pytest.raises(CouldNotScan, match="no verdict"):
        await verdict(scan, b"x" * 100_000)


async def test_what_found_malware_before_the_end_is_believed() -> None:
    scan = ScanCommand(said("import os, sys; os.close(0); sys.exit(1)"))
    with pytest.raises(Infected):
        await verdict(scan, *[b"x" * 65536] * 200)


async def test_a_scanner_that_hangs_is_ended() -> None:
    scan = ScanCommand(said("import time; time.sleep(600)"), seconds=0.5)
    with pytest.raises(CouldNotScan, match="within"):
        await verdict(scan, b"x")


async def test_a_scanner_that_is_not_there_is_told() -> None:
    with pytest.raises(CouldNotScan, match="PLAINT_DOCUMENT_SCAN"):
        await verdict(ScanCommand("/nonexistent/scanner -"), b"x")


async def test_the_scanner_is_told_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PLAINT_DATABASE_URL", "postgresql://u:secret@h/d")
    code = "import os, sys; sys.exit(any(n.startswith('PLAINT_') for n in os.environ))"
    assert await verdict(ScanCommand(said(code)), b"") == "clean"
