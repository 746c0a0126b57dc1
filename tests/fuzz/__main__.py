"""``make fuzz``: asks a running API everything, rightly and wrongly; 1 if an answer is wrong.

Or if too few operations succeeded to say anything.
"""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console

from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.serving import served
from tests.fuzz.tallying import Tally
from tests.fuzz.world import World
from tests.hunt.silence import silence
from tests.support.controls import SMALL
from tests.support.courses import TICKING
from tests.support.servers import Cluster, server_of_our_own

MINUTES, EACH, WIDTH = 8.0, 80, 160
POLICIES = ((TICKING, 0.8), (SMALL, 0.2))
"""Under the second one person may do what takes two under the first. And shares of the time."""
UNEXPECTED = "api.unexpected"
LEAST = 0.9
"""Of the operations have to succeed once: which others chance brings to it differs by the seed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask for so long; tell what was answered, what never succeeded, and what is wrong."""
    asked = _parsed(arguments)
    silence()
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    tally, never, logged = Tally(), frozenset[str](), list[str]()
    with server_of_our_own() as (_, admin_dsn):
        cluster = Cluster(admin_dsn)
        for policy, share in POLICIES:
            with cluster.databases() as database, served(database, policy) as api:
                fuzz = Fuzz(api, World(api, policy), tally, seed=asked.seed, each=asked.each)
                fuzz.run(asked.minutes * 60 * share)
                never = fuzz.never
                logged += [line for line in api.log.read_text().splitlines() if UNEXPECTED in line]
    console.print(tally.table())
    console.print(
        f"seed {asked.seed}: {tally.statuses.total():,} answers, "
        f"{len(tally.succeeded)} of {len(tally.succeeded) + len(never)} operations succeeded, "
        f"{sum(n for status, n in tally.statuses.items() if status >= 500)} answers of 5xx"
    )
    for line in (*(f"never succeeded: {name}" for name in sorted(never)), *tally.told(), *logged):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    is_thin = len(tally.succeeded) < LEAST * (len(tally.succeeded) + len(never))
    return 1 if is_thin or tally.found else 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another one asks other things")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="at most how long")
    parser.add_argument("--each", type=int, default=EACH, help="wrong requests of an operation")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
