"""A process of Plaint run to its end, and the most memory that it or one that it started held."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import orjson

from adapters.settings import Settings, environment_for
from tests.growth import peak

MB = 10**6


class PlaintProcess:
    """One process; memory: in MB, once it has ended."""

    memory = 0.0

    def __init__(self, settings: Settings, stdout: IO[bytes] | int, *module: str) -> None:
        self._folder = TemporaryDirectory(prefix="plaint-growth-")
        self._peak = Path(self._folder.name, "peak")
        # What it logs is not read, and would fill a pipe.
        self.started = subprocess.Popen(
            [sys.executable, "-S", peak.__file__, self._peak, sys.executable, "-m", *module],
            env=environment_for(settings),
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self) -> int:
        """Wait for its end; how it ended."""
        status = self.started.wait()
        self.memory = int(self._peak.read_text()) / MB
        self._folder.cleanup()
        return status


def command(settings: Settings, *words: str) -> tuple[Any, float]:
    """What a command of `plaint` says, and its memory. Raises RuntimeError where it fails."""
    process = PlaintProcess(settings, subprocess.PIPE, "services.cli", *words, "--json")
    said, _ = process.started.communicate()
    if status := process.end():
        raise RuntimeError(f"plaint {' '.join(words)} ended with {status}: {said!r}")
    return orjson.loads(said), process.memory


@contextmanager
def worker(settings: Settings) -> Iterator[PlaintProcess]:
    """A worker that feeds the views meanwhile."""
    process = PlaintProcess(settings, subprocess.DEVNULL, "services.run_projections")
    try:
        yield process
    finally:
        os.killpg(process.started.pid, signal.SIGTERM)
        process.end()
