"""The suite is shared out as its machine bears it, and by names that exist."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.workers import CROWDED, LONG, cores, memory, workers

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("cores", "gigabytes", "expected"),
    [(2, 6.0, 2), (64, 256.0, 2), (1, 24.0, 0), (2, 5.9, 0)],
)
def test_two_workers_need_two_cores_and_six_gigabytes(
    cores: int, gigabytes: float, expected: int
) -> None:
    assert workers(cores=cores, octets=int(gigabytes * 10**9)) == expected


def test_this_machine_is_measured() -> None:
    assert cores() >= 1
    assert memory() > 10**8


def test_ctrl_c_is_tested_also_where_the_caller_ignores_it() -> None:
    tests = (
        "tests/local/test_environment.py::test_interrupted_on_its_way_it_is_absent_and_begun_again"
    )
    command = 'trap "" INT; exec "$0" -m pytest -q -p no:cacheprovider "$1"'
    run = ["sh", "-c", command, sys.executable, tests]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_what_is_named_to_be_kept_apart_is_there() -> None:
    assert [name for name in (*CROWDED, *LONG) if not (ROOT / name).exists()] == []
