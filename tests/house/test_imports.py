"""Imports point one way: each contract holds here, and catches a sin that is planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SINS = {
    "imports point one way": ("domain/values.py", "import projections"),
    "the domain touches nothing outside itself": ("domain/values.py", "import psycopg"),
    "projections know no driver": ("projections/case_queue/row.py", "import psycopg"),
    "projections do not know each other": (
        "projections/case_queue/row.py",
        "import projections.trends",
    ),
    "events, state and fold of a clause know no act": (
        "domain/complaint/closing/fold.py",
        "import domain.draft",
    ),
    "projections know no act": ("projections/trends/cells.py", "import domain.decider"),
    "public names lead to the engine of projections alone": (
        "plaint/projection.py",
        "import services.queries",
    ),
    "the doors do not know each other": ("services/cli/sent.py", "import services.api.app"),
    "what happens knows no door": ("services/queries/answers.py", "import services.cli.app"),
    "commands and queries know ports, no driver": (
        "services/queries/lookup.py",
        "import psycopg",
    ),
    "doors and what is started wire, nothing else": (
        "services/queries/lookup.py",
        "import services.wiring",
    ),
    "PostgreSQL and Kafka do not know each other": (
        "adapters/kafka/headers.py",
        "import adapters.postgres.log",
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=folder, capture_output=True, text=True
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("plaint", "domain", "projections", "adapters", "services"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert f"{len(SINS)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize("contract", SINS)
def test_a_planted_sin_is_caught(contract: str, copied: Path) -> None:
    name, sin = SINS[contract]
    with (copied / name).open("a") as module:
        module.write(f"\n{sin}\n")
    done = lint(copied)
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert done.returncode == 1
    assert any(line.startswith(contract) for line in broken), done.stdout
