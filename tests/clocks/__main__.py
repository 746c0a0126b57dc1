"""``make clocks``: the suite, its servers included, on a machine whose clock is shifted."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from adapters.clock import now
from tests.clocks.moments import MOMENTS, ZONE

SHIM = Path(__file__).parent / "shim"
# libfaketime 0.9.10 tells signal handlers the true time: PostgreSQL finds that no timeout is due.
FAKEABLE = "not server_timeouts"
NEEDED = (
    "make clocks needs faketime, which shifts the clock of programs on Linux, and finds none: "
    "install it by hand, such as with `sudo apt-get install faketime` (Debian, Ubuntu) or "
    "`sudo dnf install libfaketime` (Fedora). `make test` does without."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite at each moment that was asked for; 1 if it fails at one of them."""
    asked, rest = _parsed(arguments)
    faketime = shutil.which("faketime")
    if faketime is None:
        print(NEEDED, file=sys.stderr)
        return 2
    chosen = [name for name in MOMENTS if asked.only in (None, name)]
    passed = {name: _passes(faketime, name, rest) for name in chosen}
    for name, is_good in passed.items():
        print(f"{name:<18} {'passed' if is_good else 'FAILED'}")
    return 0 if all(passed.values()) else 1


def _parsed(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, list[str]]:
    """What is ours, and the rest, which pytest is given."""
    parser = argparse.ArgumentParser(prog="python -m tests.clocks", description=__doc__)
    parser.add_argument("--only", choices=list(MOMENTS), help="this moment alone")
    return parser.parse_known_args(arguments)


def _passes(faketime: str, name: str, rest: Sequence[str]) -> bool:
    present = now()
    moment = MOMENTS[name](present)
    print(f"== {name}: the suite from {moment.astimezone(ZONE):%A %d %B %Y, %H:%M %Z}", flush=True)
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", FAKEABLE, *rest]
    shifted = [faketime, "-m", "-f", _shift(moment, present), *pytest]
    return subprocess.run(shifted, env=_environment(os.environ)).returncode == 0


def _shift(moment: datetime, present: datetime) -> str:
    """A distance, not a moment: one that starts later goes on, and does not begin again there."""
    return f"{(moment - present).total_seconds():+.0f}"


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Durations are waited for as ever, files keep their times: only the calendar is shifted.

    Without the second setting a JVM does not wait at all, and its broker is never ready.
    """
    path = os.pathsep.join(filter(None, (str(SHIM), given.get("PYTHONPATH"))))
    return {
        **given,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        "NO_FAKE_STAT": "1",
        "PYTHONPATH": path,
        "TZ": ZONE.key,
    }


if __name__ == "__main__":
    sys.exit(main())
