"""``plaint check``: everything read again and compared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.verification.check import check
from tests.bench.ground import Ground
from tests.bench.history import viewed
from tests.bench.rows import Row

PROCESSES = 2


def _checked(ground: Ground) -> float:
    settings = ground.kept(viewed).settings
    found = check(settings, topic=False, views=True, processes=PROCESSES, progress=_nowhere)
    if not found.is_same:
        raise RuntimeError(f"the check found a difference: {found.findings}")
    return found.head / found.seconds


@contextmanager
def _nowhere(_what: str, _total: int | None) -> Iterator[Callable[[int], None]]:
    yield lambda _more: None


ROWS = (
    Row(
        name="check",
        unit="events/s",
        how="The whole record with its chain, its keys and every view, by two processes; no topic.",
        ours=_checked,
        aim=30_000,
    ),
)
