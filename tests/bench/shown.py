"""The measured rows as people see them: one table, and the page of the documentation."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich import box
from rich.table import Table

from tests.bench.rows import Measured, Row, middle, spread

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
WIDTH, PADDING = 100, (0, 1, 0, 0)
HEADS = ("what", "ours", "±", "against", "theirs", "±", "ratio", "aim", "reached")
BEGINNING = """\
# How fast Plaint is

Written by `make bench`: each row beside its peer on servers of its own, ours and the peer in turn,
{repeats} times each. A figure is the median; ± is how far the runs lie apart, as a share of it. The
history is a record of {imported:,} imported complaints and {handled:,} that were handled. No test
asks for a figure.
"""
REACHED = {True: "yes", False: "no", None: "–"}


def table(found: Iterable[Measured]) -> Table:
    """For the terminal."""
    made = Table(title="Plaint beside its peers on this machine", box=box.SIMPLE, padding=PADDING)
    for head in HEADS:
        is_text = head in ("what", "against")
        made.add_column(head, justify="left" if is_text else "right", overflow="fold")
    for one in found:
        made.add_row(*cells(one))
    return made


def page(found: Sequence[Measured], machine: Mapping[str, str], sizes: Mapping[str, int]) -> str:
    """For the documentation; nothing on it is written by hand."""
    rows = [one.row for one in found]
    parts = (
        BEGINNING.format(**sizes),
        "## Figures\n",
        _markdown(HEADS, map(cells, found)),
        "## The machine\n",
        _markdown(("what", "which"), machine.items()),
        "## What each row measures\n",
        _markdown(("row", "how"), ((row.name, row.how) for row in rows)),
        "## What a crash leaves\n",
        "What is different in that between ours and the peer:\n",
        _markdown(("row", "against", "difference"), _differences(rows)),
    )
    return "\n".join(parts)


def cells(one: Measured) -> tuple[str, ...]:
    """A row's figures as texts, under HEADS."""
    row, against = one.row, one.row.against
    typical = min(one.ours, key=lambda run: abs(run.value - middle(one.ours)))
    remark = f"\n({typical.remark})" if typical.remark else ""
    return (
        f"{row.name}, {row.unit}{remark}",
        _number(middle(one.ours)),
        f"{spread(one.ours):.0%}",
        against.name if against else "–",
        _number(middle(one.theirs)) if one.theirs else "–",
        f"{spread(one.theirs):.0%}" if one.theirs else "–",
        "–" if one.ratio is None else f"{one.ratio:.2f}",
        _aims(row),
        REACHED[one.is_reached],
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _aims(row: Row) -> str:
    sign = "≤" if row.is_less_better else "≥"
    ratio = row.against.ratio if row.against else None
    aims = [f"{sign} {row.aim:,g}"] if row.aim is not None else []
    return ",\n".join([*aims, *([f"{sign} {ratio:g}×"] if ratio is not None else [])]) or "–"


def _differences(rows: Iterable[Row]) -> Iterable[tuple[str, str, str]]:
    return ((row.name, row.against.name, row.against.differs) for row in rows if row.against)


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line).replace(chr(10), ' ')} |\n" for line in lines)
