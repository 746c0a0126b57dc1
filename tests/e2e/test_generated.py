"""A generated folder by itself: its server was started and stopped, and it is whole."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.cli.app import make_app

pytestmark = pytest.mark.servers


@pytest.fixture
def new() -> Iterator[Path]:
    """Under /tmp and open to pass through: as root, pytest's own is closed to the servers."""
    path = Path(tempfile.mkdtemp(prefix="plaint-test-", dir="/tmp"))
    path.chmod(0o711)
    yield path / "new"
    shutil.rmtree(path)


def answer(*words: str) -> Any:
    run_as = {"PLAINT_RUN_AS": "nobody"} if os.geteuid() == 0 else {}
    result = CliRunner().invoke(make_app(), [*words, "--json"], env=run_as)
    assert result.exit_code == 0, (result.stderr, result.exception)
    return json.loads(result.stdout)


def test_it_is_made_without_a_running_installation_and_its_views_are_filled(new: Path) -> None:
    made = answer("generate", "--seed", "5", "-n", "5", "--into", str(new))
    assert made["complaints"] >= 5
    assert sum(made["by_outcome"].values()) == made["complaints"]
    checked = answer("check", "--data", str(new), "--no-topic")
    views = {one["what"]: one for one in checked["findings"] if one["what"].startswith("view ")}
    assert checked["is_same"]
    assert all(one["checked"] == made["events"] for one in views.values())
    assert not (new / "postgres" / "data" / "postmaster.pid").exists()
