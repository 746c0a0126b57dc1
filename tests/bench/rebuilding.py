"""Rebuilding a view from the first event on, beside the stock runner and beside a bare COPY."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from projections import audit_trail
from projections._kit import columns_of
from services.streaming.rebuilding import rebuild
from tests.bench.copying import copied_a_second
from tests.bench.ground import Ground
from tests.bench.history import events_of, history, viewed
from tests.bench.installed import address_of
from tests.bench.rows import Against, Row
from tests.bench.stock import store_all
from tests.bench.stock_projection import projected_a_second
from tests.support.servers import FreshDatabases

PROCESSES = 2
VIEWS = ("case_queue", "trends", "audit_trail")
TRAIL = f"views.audit_trail_v{audit_trail.VERSION}"


def _rebuilt(name: str, ground: Ground) -> float:
    kept = ground.kept(viewed)
    rebuilt = rebuild(kept.database.dsn("plaint_replayer"), name, processes=PROCESSES)
    if not rebuilt.is_same or rebuilt.parked:
        raise RuntimeError(f"{name} was rebuilt as something else: {rebuilt}")
    return rebuilt.events / rebuilt.seconds


@contextmanager
def _stocked(ground: Ground) -> Iterator[tuple[FreshDatabases, int]]:
    """The last events of the history in the stock application's own tables: handled complaints."""
    events = events_of(ground.kept(history).database, ground.sizes.stock_events)
    with ground.fresh() as database:
        store_all(address_of(database), [(one.stream_id, one.public.decode()) for one in events])
        yield database, len(events)


def _runner(ground: Ground) -> float:
    stocked, events = ground.kept(_stocked)
    # Each run begins with an empty view.
    with ground.fresh(of=stocked) as database:
        return projected_a_second(address_of(database), events)


def _copied(ground: Ground) -> float:
    kept = ground.kept(viewed)
    columns = ", ".join(column.name for column in columns_of(audit_trail.Entry))
    return copied_a_second(kept.database, TRAIL, columns, kept.head)


HOW = (
    "Every event of the history is read, folded by two processes into new tables with their "
    "indexes, compared with the live view and put in its place."
)
RUNNER = Against(
    "stock runner",
    _runner,
    "The peer waits for the disk at each event. Ours does not wait at all: a view that a crash "
    "sets back is made anew from the record, which did.",
    20,
)
COPY = Against(
    "binary COPY of its rows",
    _copied,
    "The peer's one transaction is on the disk when it ends; of ours the record alone is.",
    0.4,
)
TOLD_TO_THE_RUNNER = (
    " The peer, the library's `ProjectionRunner`, stores one row for each of the first events, and "
    "compares nothing."
)
TOLD_TO_COPY = " The peer stores octets that are ready in memory, in one process."

ROWS = (
    *(
        Row(
            name=f"rebuild of {name}",
            unit="events/s",
            how=HOW + TOLD_TO_THE_RUNNER,
            ours=partial(_rebuilt, name),
            against=RUNNER,
            aim=60_000,
        )
        for name in VIEWS
    ),
    Row(
        name="rebuild of audit_trail, bare",
        unit="events/s",
        how=HOW + TOLD_TO_COPY,
        ours=partial(_rebuilt, "audit_trail"),
        against=COPY,
    ),
)
