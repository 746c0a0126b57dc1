"""``make bench``: each row measured beside what it is compared with, same server, same run."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from services.operations.up import SAMPLES
from tests.bench import plaint
from tests.bench.copying import copied_a_second
from tests.bench.pgbench import inserts_a_second
from tests.bench.plaint import notes_of_a_process
from tests.bench.stock import stock_commands_a_second
from tests.support.servers import Cluster, FreshDatabases, server_of_our_own

SECONDS = 6.0
PROCESSES = 2
Measured = TypeVar("Measured")
Row = tuple[str, float, str, float, str]


def main() -> None:
    """Measure everything, then print one table."""
    table = Table(title="Plaint, measured side by side on this machine")
    for head in ("what", "a second", "against", "a second", "ratio", "aim"):
        table.add_column(head, justify="left" if head in ("what", "against") else "right")
    with server_of_our_own() as (_, admin_dsn):
        cluster = Cluster(admin_dsn)
        for what, ours, against, theirs, aim in measured(cluster, admin_dsn):
            table.add_row(
                what, f"{ours:,.0f}", against, f"{theirs:,.0f}", f"{ours / theirs:.2f}", aim
            )
    Console().print(table)


def measured(cluster: Cluster, admin_dsn: str) -> Iterator[Row]:
    """Every row of the table, one after the other."""
    notes = _in_fresh(cluster, lambda database: notes_of_a_process(database, SECONDS))
    side_by_side = _in_fresh(cluster, _notes_of_processes)
    receipts = _in_fresh(cluster, _receipts)
    octets = _in_fresh(cluster, lambda database: asyncio.run(plaint.octets_of_a_note(database)))
    stock = stock_commands_a_second(admin_dsn, "x" * octets, SECONDS)
    pgbench = inserts_a_second(admin_dsn, octets, int(SECONDS))
    yield "commands, 64 callers", notes, "stock eventsourcing", stock, "≥ 12"
    yield "the same, two processes", side_by_side, "stock eventsourcing", stock, "≥ 20"
    yield "commands, 64 callers", notes, "pgbench, 16 clients", pgbench, "≥ 0.65"
    yield "the same, two processes", side_by_side, "pgbench, 16 clients", pgbench, "≥ 1.2"
    yield "receipts with new keys, 64 callers", receipts, "stock eventsourcing", stock, ""
    files = sorted(SAMPLES.glob("*.csv.gz"))
    yield _in_fresh(cluster, lambda db: _importing(db, files, admin_dsn))


def _receipts(database: FreshDatabases) -> float:
    return asyncio.run(plaint.receipts_a_second(database, SECONDS))


def _notes_of_processes(database: FreshDatabases) -> float:
    # Spawned: a forked process would share the connections of this one.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(notes_of_a_process, [database] * PROCESSES, [SECONDS] * PROCESSES))


def _importing(database: FreshDatabases, files: list[Path], admin_dsn: str) -> Row:
    rate, events = asyncio.run(plaint.imported(database, files))
    return "import, events", rate, "binary COPY", copied_a_second(admin_dsn, events), "≥ 0.3"


def _in_fresh(cluster: Cluster, measure: Callable[[FreshDatabases], Measured]) -> Measured:
    with cluster.databases() as database:
        return measure(database)


if __name__ == "__main__":
    main()
