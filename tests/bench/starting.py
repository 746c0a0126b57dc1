"""How long whoever types a command waits: whole processes, from start to end."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from adapters.settings import environment_for, foreign_environment
from tests.bench.ground import Ground
from tests.bench.history import viewed
from tests.bench.rows import Row

PLAINT = Path(sys.executable).parent / "plaint"


def _version(ground: Ground) -> float:
    return _seconds(ground, foreign_environment(), "--version")


def _queue(ground: Ground) -> float:
    return _seconds(ground, environment_for(ground.kept(viewed).settings), "queue")


def _seconds(ground: Ground, environment: Mapping[str, str], *words: str) -> float:
    return median(_once(environment, words) for _ in range(ground.sizes.starts))


def _once(environment: Mapping[str, str], words: tuple[str, ...]) -> float:
    start = time.perf_counter()
    subprocess.run([PLAINT, *words], env=environment, capture_output=True, check=True)
    return time.perf_counter() - start


HOW = "The median of several processes one after the other, from their start to their end."

ROWS = (
    Row(name="plaint --version", unit="s", how=HOW, ours=_version, aim=0.2, is_less_better=True),
    Row(
        name="plaint queue",
        unit="s",
        how=f"{HOW} The page is of the history.",
        ours=_queue,
        aim=0.5,
        is_less_better=True,
    ),
)
