"""What grew with the record, as people see it: a table, and a page with a chart of each figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rich import box
from rich.table import Table

from tests.growth.charts import chart, number
from tests.growth.measuring import FIGURES, Figure

PAGE = Path(__file__).parents[2] / "docs" / "growth.md"
Sizes = Mapping[int, Mapping[str, float]]
"""The figures of each size by their keys, in the order of sizes."""
BEGINNING = """\
# What grows with the record

Written by `make growth`: one record grows and is measured at each size. The last column is the
largest size by the smallest; a rate that stays has 1 there, and so has a time. The complaints are
made up and the same each time: {complaints} are handled by commands, and all others are copies of
them with other people, other ids, keys and days, which `plaint check` finds as true as any. About
three of a hundred are open. [How fast Plaint is](performance.md) beside others, another page says.
"""


def table(sizes: Sizes) -> Table:
    """For the terminal."""
    made = Table(title="What grows with the record, on this machine", box=box.SIMPLE)
    for place, head in enumerate(_heads(sizes)):
        made.add_column(head, justify="right" if place else "left")
    for line in _lines(sizes):
        made.add_row(*line)
    return made


def write(page: Path, sizes: Sizes, machine: Mapping[str, str], complaints: int) -> None:
    """The page of the documentation, and its charts in a folder of its own name beside it."""
    charts = page.with_suffix("")
    charts.mkdir(exist_ok=True)
    for figure in FIGURES:
        points = [(size, found[figure.key]) for size, found in sizes.items()]
        (charts / f"{figure.key}.svg").write_text(chart(_titled(figure), points), encoding="utf-8")
    parts = (
        BEGINNING.format(complaints=complaints),
        "## Figures\n",
        _markdown(_heads(sizes), _lines(sizes)),
        "## Charts\n",
        "".join(f"![{_titled(one)}]({charts.name}/{one.key}.svg)\n" for one in FIGURES),
        "## The machine\n",
        _markdown(("what", "which"), machine.items()),
        "## What each figure measures\n",
        _markdown(("figure", "how"), [(one.name, one.how) for one in FIGURES]),
    )
    page.write_text("\n".join(parts), encoding="utf-8")


def _titled(figure: Figure) -> str:
    return f"{figure.name}, {figure.unit}"


def _heads(sizes: Sizes) -> tuple[str, ...]:
    return ("what", *(f"{size:,} events" for size in sizes), "grows")


def _lines(sizes: Sizes) -> Iterator[tuple[str, ...]]:
    first, last = (list(sizes.values())[place] for place in (0, -1))
    for figure in FIGURES:
        times = last[figure.key] / first[figure.key]
        found = (number(each[figure.key]) for each in sizes.values())
        yield (_titled(figure), *found, f"{times:.2f}×")


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
