"""Whether store, topic, views and chain still agree, told as a table or as JSON."""

from typing import Annotated

import typer
from rich.text import Text

from services.cli.context import Here, here
from services.cli.exits import Exit
from services.cli.progress import progress
from services.cli.shared_options import READING, AsJson
from services.cli.terminal import Cell, print_json, print_line, print_table, say
from services.operations.temporary_server import attended
from services.verification.check import check as look
from services.verification.check_results import Checked, Finding

HEADS = ("what", "checked", "differs", "first difference, and what else was counted")
NUMBERS = ("checked", "differs")
SAID = {
    "positions": "positions, 1 to the last",
    "octets": "octets hash to their leaf",
    "columns": "columns say what the octets say",
    "slices": "slices",
    "versions": "versions of each stream, from 1",
    "chain": "prev is the leaf before",
    "commands": "each event by its command",
    "moments": "stored in turn, once recorded",
    "sealed": "sealed blobs, as named",
    "keys": "keys of sealed blobs",
    "erasures": "keys that were erased are gone",
    "secrets": "keys open with these secrets",
    "claims": "claims, by a stored command",
    "documents": "documents, whole and with a key",
    "protection": "what keeps it unaltered, as made",
}


def add_commands(app: typer.Typer) -> None:
    """Give the application ``check``."""
    app.command("check", rich_help_panel=READING)(here(check))


def check(
    here: Here,
    topic: Annotated[bool, typer.Option("--topic/--no-topic", help="Compare the topic.")] = True,
    views: Annotated[bool, typer.Option("--views/--no-views", help="Compare the views.")] = True,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many read.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Read everything and say what differs: the record and its chain, the topic, the views.

    Nothing is changed and commands go on meanwhile. Where Plaint is stopped, its PostgreSQL is
    started for the while. Ends with 1 where anything differs.
    """
    with attended(here.settings, say):
        found = look(
            here.settings, topic=topic, views=views, processes=processes, progress=progress
        )
    if as_json:
        print_json(found)
    else:
        _show(found)
    if not found.is_same:
        raise typer.Exit(Exit.REFUSED)


def _show(found: Checked) -> None:
    rows: list[list[Cell]] = [_row(one) for one in found.findings]
    print_table(HEADS, rows, numbers=NUMBERS, long=HEADS[-1:])
    speed = found.head / max(found.seconds, 0.001)
    took = f"log {found.log_id}, {found.head:,} events in {found.seconds:.1f} s ({speed:,.0f}/s)"
    print_line(took)
    same, other = (
        Text("all is the same", style="green"),
        Text("something differs", style="bold red"),
    )
    print_line(same if found.is_same else other)


def _row(one: Finding) -> list[Cell]:
    what = SAID.get(one.what, one.what)
    if one.skipped is not None:
        return [what, "–", "–", Text(f"not looked at: {one.skipped}", style="yellow")]
    style = "bold red" if one.differs else "green"
    return [what, f"{one.checked:,}", Text(f"{one.differs:,}", style=style), _said(one)]


def _said(one: Finding) -> str:
    counts = [f"{name.replace('_', ' ')}: {number:,}" for name, number in one.counts.items()]
    if one.first is None:
        return "; ".join(counts)
    place = "" if one.first.position is None else f"position {one.first.position}: "
    return "; ".join([place + one.first.said, *counts])
