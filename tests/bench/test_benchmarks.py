"""Each benchmark runs, in small: what it measures is there, whatever the figure is."""

from collections.abc import Iterator

import pytest

from tests.bench.ground import TINY, Ground
from tests.bench.machine import machine
from tests.bench.registry import ROWS
from tests.bench.rows import Measure, sample
from tests.support.servers import Cluster

pytestmark = pytest.mark.servers

MEASURES = {
    measure: f"{row.name}, {who}"
    for row in reversed(ROWS)
    for who, measure in (
        ("ours", row.ours),
        *([(row.against.name, row.against.measure)] if row.against else []),
    )
}
"""Each once: several rows compare the same things."""


@pytest.fixture(scope="module")
def ground(postgres: Cluster, kafka: str) -> Iterator[Ground]:
    with Ground(postgres, lambda: kafka, TINY) as made:
        yield made


@pytest.mark.parametrize("measure", MEASURES, ids=MEASURES.values())
def test_a_benchmark_measures_something(measure: Measure, ground: Ground) -> None:
    assert sample(measure(ground)).value > 0


def test_the_machine_says_what_the_figures_were_measured_on(postgres: Cluster) -> None:
    assert all(machine(postgres.admin_dsn).values())
