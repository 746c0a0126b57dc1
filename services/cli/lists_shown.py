"""Lists and views at a terminal: a table that fits, elsewhere fields parted by tabs."""

from datetime import date
from typing import Any

from rich.text import Text

from services.cli import formatting
from services.cli.source_shown import source_line
from services.cli.terminal import Cell, print_line, print_table, say
from services.queries.any_view import ViewRows
from services.queries.listing import CaseList, Listed
from services.representations.lists import ViewsAnswer

HEADS = ("reference", "state", "received", "answered", "ended", "outcome", "about", "late")
NOTHING = "–"


def complaints(found: CaseList) -> None:
    """The rows, how many there are in all, and how to see more."""
    if found.rows:
        print_table(HEADS, [_listed(row) for row in found.rows], long=("about", "late"))
    else:
        print_line("no complaint is so")
    if found.by_state is not None:
        total = formatting.counted(sum(found.by_state.values()), "complaint")
        each = [f"{count:,} {formatting.state(state)}" for state, count in found.by_state.items()]
        say(f"{total}: {', '.join(each)}" if each else total)
    _last_line(found)


def rows(found: ViewRows) -> None:
    """The rows of a view, and how to see more."""
    if found.rows:
        cells = [[_cell(row[name]) for name in found.columns] for row in found.rows]
        print_table(found.columns, cells, long=found.columns)
    else:
        print_line("no row is so")
    if found.left_out:
        say("more is left out: choose with --only, name fewer --columns, or raise -n")
    _last_line(found)


def views(described: ViewsAnswer) -> None:
    """Each view with what it answers, and what its columns hold."""
    for one in described.views:
        print_line(Text.assemble((one.name, "bold"), f" v{one.version}: {one.question}"))
        cells: list[list[Cell]] = [
            [column.name, column.kind, column.meaning] for column in one.columns
        ]
        print_table(("column", "kind", "what it holds"), cells, long=("what it holds",))


def _last_line(found: CaseList | ViewRows) -> None:
    shown = formatting.counted(len(found.rows), "row")
    say(f"{shown} shown; {source_line(found.source)}")
    if found.cursor:
        say(f"more: --cursor {found.cursor}")


def _listed(row: Listed) -> list[Cell]:
    late = [*row.missed, *(f"{kind} late" for kind in row.done_late)]
    return [
        Text(row.reference, style="bold"),
        formatting.state(row.state),
        _day(row.received_on),
        _day(row.answered_on),
        _day(row.ended_on),
        _words(row.outcome or row.source_outcome_code or NOTHING),
        formatting.joined([_words(code) for code in row.category_codes]),
        Text(formatting.joined([_words(kind) for kind in late]), style="red"),
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else NOTHING


def _words(code: str) -> str:
    return code.replace("_", " ")


def _cell(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value)) or NOTHING
    return str(value)
