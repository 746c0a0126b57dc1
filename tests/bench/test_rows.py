"""The runner of the benchmarks: ours and the peer in turn, medians, aims, a table that fits."""

from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.bench import __main__ as bench
from tests.bench.ground import Ground
from tests.bench.registry import ROWS
from tests.bench.rows import Against, Measured, Row, Sample, measured
from tests.bench.shown import WIDTH, page, table

NOWHERE: Any = None
NAMES = ("quick", "quick as well")


def row(*, ratio: float | None = None, **more: Any) -> Row:
    against = Against("a peer", lambda _ground: 10.0, "Nothing.", ratio)
    named = {"name": "ours", "unit": "/s", "how": "It runs.", "ours": lambda _ground: 1.0}
    return Row(**{**named, "against": against, **more})


def of(ours: float, theirs: float, **more: Any) -> Measured:
    return Measured(row(**more), (Sample(ours),), (Sample(theirs),))


def test_ours_and_the_peer_are_measured_in_turn() -> None:
    order = []

    def ours(_ground: Ground) -> Sample:
        order.append("ours")
        return Sample(len(order), "seen")

    def theirs(_ground: Ground) -> float:
        order.append("theirs")
        return 2.0

    runs = []
    one = row(ours=ours, against=Against("a peer", theirs, "Nothing."))
    found = measured(one, NOWHERE, 3, lambda: runs.append(1))
    assert order == ["ours", "theirs"] * 3
    assert len(runs) == 6
    assert found.ours == (Sample(1, "seen"), Sample(3, "seen"), Sample(5, "seen"))
    assert found.ratio == 1.5


@pytest.mark.parametrize(
    ("found", "is_reached"),
    [
        (of(30, 10), None),
        (of(30, 10, ratio=3), True),
        (of(30, 10, ratio=4), False),
        (of(30, 10, ratio=3, aim=31), False),
        (of(30, 10, aim=30), True),
        (of(30, 10, ratio=3, is_less_better=True), True),
        (of(30, 10, ratio=2, is_less_better=True), False),
        (of(30, 10, aim=29, is_less_better=True), False),
    ],
)
def test_a_row_is_reached_when_each_of_its_aims_is(
    found: Measured, is_reached: bool | None
) -> None:
    assert found.is_reached is is_reached


def test_rows_have_names_of_their_own() -> None:
    assert len({one.name for one in ROWS}) == len(ROWS)


def widest() -> list[Measured]:
    samples = (Sample(1_234_567.8, "p50 123, p99.9 1234 ms"), Sample(2.5, "p50 1, p99.9 2 ms"))
    return [Measured(one, samples, samples if one.against else ()) for one in ROWS]


def test_the_table_fits_its_width() -> None:
    console = Console(width=1000, file=StringIO())
    assert console.measure(table(widest())).minimum <= WIDTH


def test_the_page_tells_every_row_and_what_it_was_measured_on() -> None:
    sizes = {"repeats": 3, "imported": 60_000, "handled": 2_000}
    text = page(widest(), {"CPU": "a model", "cores": "2"}, sizes)
    assert all(f"\n| {one.name}, {one.unit} " in text and one.how in text for one in ROWS)
    assert "| CPU | a model |" in text and "60,000 imported" in text
    assert all(one.against.differs in text for one in ROWS if one.against)


@pytest.mark.parametrize(
    ("only", "status", "is_written"), [("", 0, True), ("as well", 0, False), ("slow", 2, False)]
)
def test_a_run_of_all_rows_writes_the_page_and_another_prints_alone(
    only: str,
    status: int,
    is_written: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bench, "ROWS", tuple(row(name=name) for name in NAMES))
    monkeypatch.setattr(bench, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(bench, "ground_of_our_own", lambda: nullcontext((NOWHERE, "")))
    monkeypatch.setattr(bench, "machine", lambda _dsn: {"CPU": "a model"})
    for each in ("silence", "collect_rarely"):
        monkeypatch.setattr(bench, each, lambda: None)
    assert bench.main([f"--only={only}", "--repeats=1"]) == status
    assert (tmp_path / "page.md").exists() == is_written
    assert ("quick as well" in capsys.readouterr().out) == (status == 0)
