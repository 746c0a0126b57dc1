"""``make fuzz``: asks a running API everything, rightly and wrongly; 1 if an answer is wrong."""

import argparse
import json
import sys
import time
from collections.abc import Sequence

from rich.console import Console

from tests.fuzz.described import Description
from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.line import Line
from tests.fuzz.serving import Served, served
from tests.fuzz.world import World
from tests.hunt.silence import silence
from tests.support.courses import TICKING
from tests.support.servers import Cluster, server_of_our_own

MINUTES, EACH, WIDTH = 8.0, 80, 160


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask for so long; tell what was answered, what never succeeded, and what is wrong."""
    asked = _parsed(arguments)
    silence()
    with (
        server_of_our_own() as (_, admin_dsn),
        Cluster(admin_dsn).databases() as database,
        served(database, TICKING) as api,
    ):
        began = time.monotonic()
        fuzz = fuzzed(api, seed=asked.seed, each=asked.each, seconds=asked.minutes * 60)
        return _tell(fuzz, api, asked.seed, time.monotonic() - began)


def fuzzed(api: Served, *, seed: int, each: int, seconds: float) -> Fuzz:
    """A fuzz of a served API that is over."""
    described = Description(json.loads(Line(api.port).get("/openapi.json")))
    fuzz = Fuzz(api, World(api, TICKING), described, seed=seed, each=each)
    fuzz.run(seconds)
    return fuzz


def _tell(fuzz: Fuzz, api: Served, seed: int, seconds: float) -> int:
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    tally, never = fuzz.tally, sorted(fuzz.never)
    console.print(tally.table())
    console.print(
        f"seed {seed}: {tally.statuses.total():,} answers in {seconds:,.0f} s, "
        f"{len(tally.succeeded)} of {len(tally.succeeded) + len(never)} operations succeeded, "
        f"{sum(n for status, n in tally.statuses.items() if status >= 500)} answers of 5xx"
    )
    for line in (*(f"never succeeded: {name}" for name in never), *tally.told()):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    for line in api.log.read_text().splitlines():
        if "api.unexpected" in line:
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 1 if never or tally.found else 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another one asks other things")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="at most how long")
    parser.add_argument("--each", type=int, default=EACH, help="wrong requests of an operation")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
