"""``make bench``: each row beside its peer, same servers, same run; a table and a page."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from services.gc_tuning import collect_rarely
from tests.bench.ground import FULL, Ground
from tests.bench.machine import machine
from tests.bench.registry import ROWS
from tests.bench.rows import Measured, Row, measured
from tests.bench.shown import PAGE, WIDTH, cells, page, table
from tests.hunt.silence import silence
from tests.support.fix_kafka import broker_of_our_own
from tests.support.servers import Cluster, server_of_our_own

REPEATS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the rows that are wanted, print them, and write the page if they are all."""
    wanted = _parsed(arguments)
    rows = [row for row in ROWS if wanted.only in row.name]
    if not rows:
        print(f"no row is called so; there are: {', '.join(r.name for r in ROWS)}", file=sys.stderr)
        return 2
    silence()
    # As every process of Plaint does that works for long.
    collect_rarely()
    with ground_of_our_own() as (ground, admin_dsn):
        found = _all(rows, ground, wanted.repeats)
        about = machine(admin_dsn)
    Console(width=WIDTH).print(table(found))
    if len(rows) == len(ROWS):
        said = {"repeats": wanted.repeats, "imported": FULL.imported, "handled": FULL.handled}
        PAGE.write_text(page(found, about, said), encoding="utf-8")
    return 0


@contextmanager
def ground_of_our_own() -> Iterator[tuple[Ground, str]]:
    """Servers of our own, Kafka's only if a row wants it, and the PostgreSQL's administrator."""
    with ExitStack() as stack:
        _, admin_dsn = stack.enter_context(server_of_our_own())
        broker: Callable[[], str] = cache(lambda: stack.enter_context(broker_of_our_own()).start())
        ground = stack.enter_context(Ground(Cluster(admin_dsn), broker, FULL))
        yield ground, admin_dsn


def _all(rows: Sequence[Row], ground: Ground, repeats: int) -> list[Measured]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        found = []
        for row in rows:
            total = repeats * (2 if row.against else 1)
            task = progress.add_task(row.name, total=total)
            found.append(measured(row, ground, repeats, partial(progress.advance, task)))
            line = ", ".join(cells(found[-1])).replace("\n", " ")
            progress.console.print(line, highlight=False, soft_wrap=True)
        return found


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD", help="rows whose name holds the word")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="how often each is measured")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
