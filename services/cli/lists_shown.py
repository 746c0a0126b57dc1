"""Lists and views at a terminal: a table that fits, elsewhere fields parted by tabs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.text import Text

from services.cli import formatting
from services.cli.source_shown import source_line
from services.cli.terminal import Cell, print_line, print_table, room_beside, say
from services.queries.any_view import ViewRows
from services.queries.listing import CaseList, Listed
from services.representations.lists import ViewsAnswer

HEADS = ("reference", "state", "received", "answered", "ended", "outcome", "about", "late")
LONG = ("about", "late")
OF_WIDE, NARROW = ("answered", "about"), 110
MANY_COLUMNS = 7
NOTHING = "–"


def complaints(found: CaseList) -> None:
    """The rows, how many there are in all, and how to see more."""
    if found.rows:
        rows, wide = [_listed(row) for row in found.rows], room_beside(NARROW, least=0) != 0
        # What it is about and when it was answered go first where there is little room.
        shown = [place for place, head in enumerate(HEADS) if wide or head not in OF_WIDE]
        heads = [HEADS[place] for place in shown]
        print_table(heads, [[row[at] for at in shown] for row in rows], long=("outcome", *LONG))
    else:
        print_line("no complaint is so")
        for word in found.unmatched:
            say(f"no complaint at all has {word}")
    if found.by_state is not None:
        total = formatting.counted(sum(found.by_state.values()), "complaint")
        each = [f"{count:,} {formatting.state(state)}" for state, count in found.by_state.items()]
        say(f"{total}: {', '.join(each)}" if each else total)
    _last_line(found)


def rows(found: ViewRows) -> None:
    """The rows of a view, and how to see more."""
    if found.rows:
        cells = [[_cell(row[name]) for name in found.columns] for row in found.rows]
        if len(found.columns) > MANY_COLUMNS and room_beside(0, least=0) is not None:
            _one_below_another(found.columns, cells)
        else:
            print_table(found.columns, cells, long=found.columns)
    else:
        print_line("no row is so")
    if found.left_out:
        say("more is left out: choose with --only, name fewer with --column, or raise -n")
    _last_line(found)


def _one_below_another(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows of more columns than fit side by side, each as a table of its own."""
    for row in rows:
        pairs = [[name, value] for name, value in zip(columns, row, strict=True)]
        print_table(("column", "value"), pairs, long=("value",))


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
        _outcome(row),
        formatting.joined([_words(code) for code in row.category_codes]),
        Text(formatting.joined([_words(kind) for kind in late]), style="red" if late else ""),
    ]


def _outcome(row: Listed) -> str:
    """What it came to, else what the source that it was imported from asserts."""
    if row.outcome is None and row.source_outcome_code is not None:
        return f"{_words(row.source_outcome_code)} (source)"
    return _words(row.outcome or NOTHING)


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
