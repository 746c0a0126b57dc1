"""Format, lint and types of every file: so `make test`, and with it CI, decides on them too."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.modules import MODULES, ROOT

CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
}
SINS = {
    "format": "answer = {  'a':1 }\n",
    "lint": "import os\n",
    "types": 'answer: int = "forty-two"\n',
}


def run(*tool: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *tool]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def checked(name: str) -> str:
    """What a check says of the whole tree, which it passes."""
    done = run(*CHECKS[name])
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


def files() -> set[str]:
    """Every Python file of the tree, whether git knows it yet or not."""
    listed = run("ruff", "check", "--show-files", ".").stdout.splitlines()
    return {str(Path(line).relative_to(ROOT)) for line in listed if line.endswith(".py")}


def test_every_file_is_formatted() -> None:
    assert files() >= MODULES.keys()
    formatted = int(checked("format").partition(" files already formatted")[0])
    assert formatted >= len(files())  # the Python on the pages counts too


def test_every_file_is_free_of_what_the_linter_finds() -> None:
    assert "All checks passed!" in checked("lint")


@pytest.mark.timeout(900)
def test_the_types_of_every_file_fit() -> None:
    """The slowest, cold: so it is a file of its own, and other tests run beside it."""
    assert f"no issues found in {len(files())} source files" in checked("types")


@pytest.mark.parametrize("name", SINS)
def test_a_planted_sin_fails_its_check(name: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (tmp_path / "sin.py").write_text(SINS[name])
    tool = ("mypy", "sin.py") if name == "types" else CHECKS[name]
    done = run(*tool, folder=tmp_path)
    assert done.returncode == 1
    assert "sin.py" in done.stdout
