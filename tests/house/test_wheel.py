"""What is built is what is here: policies, SQL, samples and all, outside the tree too."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("plaint", "domain", "projections", "adapters", "services")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    return built


def test_every_file_of_the_packages_is_in_it(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    here = {
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here <= packed


def test_it_runs_outside_the_tree(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    program = (
        "import services, sys; from adapters.policy_files import presets; "
        "from adapters.postgres.migrations import RECORD, migrations; "
        "from services.operations.up import SAMPLES; "
        "print(services.__file__, *[p.policy_id for p in presets()], len(migrations(RECORD)), "
        "len(list(SAMPLES.glob('*.csv.gz'))))"
    )
    told = run([sys.executable, "-c", program], tmp_path, environment)
    assert str(tmp_path) in told
    shipped = " ".join(sorted(path.stem for path in (ROOT / "domain" / "policies").glob("*.toml")))
    assert f"{shipped} 12 2" in told
    helped = run([sys.executable, "-m", "services.cli", "--help"], tmp_path, environment)
    assert "import" in helped and "queue" in helped
    shutil.rmtree(tmp_path / "installed")


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
