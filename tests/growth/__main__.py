"""``make growth``: one record of 100 k, 1 M and 10 M events, and what people wait for at each."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from functools import partial

from rich.console import Console
from rich.progress import Progress

from tests.bench.machine import machine
from tests.growth.growing import growing
from tests.growth.measuring import Load, measured
from tests.growth.shown import PAGE, table, write
from tests.hunt.silence import silence
from tests.support.servers import Cluster, server_of_our_own

SIZES = (100_000, 1_000_000, 10_000_000)
COMPLAINTS = 200
"""Those of the original; there are about 22 events for each."""
LOAD = Load(tail=20_000, reads=200)
FOLDER = "/tmp"
"""Where servers of our own keep what they store (tests.support.servers)."""
OCTETS_OF_AN_EVENT, OCTETS_OF_WAL = 6_000, 3 * 10**9
GB = 10**9
WIDTH = 110


def main(arguments: Sequence[str] | None = None) -> int:
    """Grow the record as far as is wanted, print the table, and write the page."""
    wanted = _parsed(arguments)
    sizes = [size for size in SIZES if size <= wanted.until]
    if not sizes:
        print(f"the smallest size is {SIZES[0]:,}: UNTIL={SIZES[0]}", file=sys.stderr)
        return 2
    needed, free = room(sizes[-1]), shutil.disk_usage(FOLDER).free
    has = f"{needed / GB:.0f} GB in {FOLDER}, where {free / GB:.0f} GB are free"
    print(f"a record of {sizes[-1]:,} events, its views and its WAL need about {has}")
    if free < needed:
        print("there is less: make room, or stop earlier, as in UNTIL=1000000", file=sys.stderr)
        return 2
    silence()
    with server_of_our_own() as (_, admin_dsn):
        found = _grown(Cluster(admin_dsn), sizes)
        about = {**machine(admin_dsn), "command": "`make growth`"}
    Console(width=WIDTH).print(table(found))
    del about["Apache Kafka"]
    write(PAGE, found, about, COMPLAINTS)
    return 0


def room(events: int) -> int:
    """How much disk a record of so many events takes at most, in octets: while it is checked.

    Of 100,000 an event took 3,700 at rest; a check makes all views a second time meanwhile.
    """
    return events * OCTETS_OF_AN_EVENT + OCTETS_OF_WAL


def _grown(cluster: Cluster, sizes: Sequence[int]) -> dict[int, dict[str, float]]:
    found = {}
    with (
        growing(cluster, COMPLAINTS) as record,
        Progress(console=Console(stderr=True)) as progress,
    ):
        task = progress.add_task("events", total=sizes[-1], completed=record.head)
        for size in sizes:
            found[size] = measured(record, size, LOAD, partial(progress.advance, task))
            progress.console.print(table(found))
    return found


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument(
        "--until", type=int, default=SIZES[-1], metavar="EVENTS", help="no size beyond this one"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
