"""Commands: whole decisions, sealed and stored, by many callers in one process and in two."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from tests.bench import plaint
from tests.bench.ground import Ground
from tests.bench.installed import address_of
from tests.bench.pgbench import CLIENTS, inserts_a_second
from tests.bench.rows import Against, Row
from tests.bench.stock import THREADS, stock_commands_a_second

PROCESSES = 2
SAME = "Nothing: each is answered after the disk has it; ours share a commit, and lose none of it."


def _notes(ground: Ground) -> float:
    with ground.fresh() as database:
        return plaint.notes_of_a_process(database, ground.sizes.seconds)


def _notes_of_two(ground: Ground) -> float:
    with ground.fresh() as database:
        databases, seconds = [database] * PROCESSES, [ground.sizes.seconds] * PROCESSES
        # Spawned: a forked process would share the connections of this one.
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            return sum(pool.map(plaint.notes_of_a_process, databases, seconds))


def _receipts(ground: Ground) -> float:
    with ground.fresh() as database:
        return asyncio.run(plaint.receipts_a_second(database, ground.sizes.seconds))


@contextmanager
def _octets(ground: Ground) -> Iterator[int]:
    with ground.fresh() as database:
        yield asyncio.run(plaint.octets_of_a_note(database))


def _stock(ground: Ground) -> float:
    with ground.fresh() as database:
        body = "x" * ground.kept(_octets)
        return stock_commands_a_second(address_of(database), body, ground.sizes.seconds)


def _pgbench(ground: Ground) -> float:
    with ground.fresh() as database:
        seconds = max(1, int(ground.sizes.seconds))
        return inserts_a_second(address_of(database), ground.kept(_octets), seconds)


def _stock_of(ratio: float) -> Against:
    return Against(f"stock eventsourcing, {THREADS} threads", _stock, SAME, ratio)


def _pgbench_of(ratio: float) -> Against:
    return Against(f"pgbench, {CLIENTS} clients", _pgbench, SAME, ratio)


ONE = "A note on a complaint that is there, given by 64 callers in one process."
TWO = "The same by two processes with 64 callers each."
NEW = "A new complaint, sealed under new keys, with its due dates, given by 64 callers."
STOCKS = " The peer saves new aggregates with as many octets."
INSERTS = " The peer inserts as many octets in one row a commit, without deciding anything."

ROWS = tuple(
    Row(name=name, unit="/s", how=how, ours=ours, against=against)
    for name, how, ours, against in (
        ("commands, one process", ONE + STOCKS, _notes, _stock_of(5)),
        ("commands, two processes", TWO + STOCKS, _notes_of_two, _stock_of(7)),
        ("commands, one process, bare", ONE + INSERTS, _notes, _pgbench_of(0.65)),
        ("commands, two processes, bare", TWO + INSERTS, _notes_of_two, _pgbench_of(1.2)),
        ("receipts with new keys", NEW + STOCKS, _receipts, _stock_of(2)),
    )
)
