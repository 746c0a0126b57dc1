"""Where answers and remarks go: answers to standard output, all else to standard error."""

from collections.abc import Sequence
from typing import Any, Literal

import orjson
import typer
from pydantic import TypeAdapter
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from services.cli.harmless import MARK, harmless, harmless_json, safe_line

Cell = str | Text
ANY: TypeAdapter[Any] = TypeAdapter(Any)


class _Answers(Console):
    """A console that leaves it to the door how a command ends whose reader has gone."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def answered() -> Console:
    """Standard output; made anew each time, because tests exchange it."""
    return _Answers(highlight=False, markup=False)


def said() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False, markup=False)


def say(sentence: str) -> None:
    """A remark beside the answer; a long line is left whole, so that it can be copied."""
    said().print(safe_line(sentence), soft_wrap=True)


def print_json(value: object) -> None:
    """The answer for programs: indented JSON with sorted names; what is not there is null.

    value: of models, dataclasses and plain parts.
    """
    plain = plain_of(value)
    typer.echo(json_of(plain, orjson.OPT_INDENT_2))


def json_of(plain: object, option: int = 0) -> str:
    """Plain parts as JSON with sorted names, in which what steers a terminal is escaped."""
    return harmless_json(orjson.dumps(plain, option=option | orjson.OPT_SORT_KEYS).decode())


def plain_of(value: object) -> Any:
    """A value as JSON holds it."""
    return ANY.dump_python(value, mode="json")


def print_line(line: Cell, *, indent: int = 0) -> None:
    """One line of an answer; outside a terminal it is never broken.

    indent: cells left free before it and before the lines that it goes on in.
    """
    console, safe = answered(), safe_line(line)
    if console.is_terminal:
        console.print(Padding(safe, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent).append_text(safe), soft_wrap=True)


def print_text(text: str, *, head: Cell = "") -> None:
    """What a person wrote, each line marked that is not the one of the head."""
    console = answered()
    whole = Text.assemble(head, harmless(text))
    wide = max(1, console.width - len(MARK))
    lines = whole.wrap(console, wide) if console.is_terminal else whole.split(allow_blank=True)
    for number, line in enumerate(lines):
        mark = MARK if number or not head else ""
        console.print(Text(mark, style="dim").append_text(line), soft_wrap=True)


def print_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    numbers: Sequence[str] = (),
    long: Sequence[str] = (),
) -> None:
    """Rows as a table that fits the terminal; elsewhere one line a row, fields parted by a tab.

    numbers: the heads of columns that are set to the right. long: those whose cells go on in
    further lines where the terminal is narrow. A column without a head is a drawing and only for
    terminals.
    """
    console = answered()
    if not console.is_terminal:
        drawn = [place for place, head in enumerate(heads) if head]
        for row in (heads, *rows):
            print_fields([row[place] for place in drawn])
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    for head in heads:
        side: Literal["left", "right"] = "right" if head in numbers else "left"
        table.add_column(head, justify=side, overflow="fold", no_wrap=head not in long)
    for row in rows:
        table.add_row(*map(safe_line, row))
    console.print(table)


def print_fields(row: Sequence[Cell]) -> None:
    """A row for programs: fields parted by a tab, each on one line whatever it holds."""
    typer.echo("\t".join(" ".join(harmless(str(cell)).split()) for cell in row))


def room_beside(taken: int, *, least: int) -> int | None:
    """The cells that a terminal has left beside so many; None where nothing need be cut."""
    console = answered()
    return max(least, console.width - taken) if console.is_terminal else None
