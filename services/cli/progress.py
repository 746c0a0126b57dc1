"""How long work is shown: a bar in a terminal, plain lines with counts everywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Literal, Protocol

from rich.console import Console
from rich.filesize import decimal
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from services.cli.harmless import MARK, harmless
from services.cli.terminal import said

Unit = Literal["items", "octets"]

LINE_EVERY_SECONDS = 5.0


class Advance(Protocol):
    """What work is counted on: so much more is done; note: what else there is to say of it."""

    def __call__(self, amount: int, note: str = "") -> None:
        """Count so much more as done."""


@contextmanager
def progress(title: str, total: int | None, *, unit: Unit = "items") -> Iterator[Advance]:
    """Show how far work has come, on standard error; the block is given what counts it on.

    total: None while nobody knows the end.
    """
    console, title = said(), harmless(title).replace("\n", MARK)
    if console.is_terminal:
        with _bar(console, title, total, unit) as advance:
            yield advance
    else:
        lines = _Lines(console, title, total, unit)
        yield lines.advance
        lines.end()


@contextmanager
def waiting(title: str) -> Iterator[None]:
    """Show that something works whose steps nobody counts."""
    console = said()
    if not console.is_terminal:
        console.print(title, soft_wrap=True)
        yield
        return
    with console.status(title):
        yield


@contextmanager
def _bar(console: Console, title: str, total: int | None, unit: Unit) -> Iterator[Advance]:
    counted: ProgressColumn = DownloadColumn() if unit == "octets" else MofNCompleteColumn()
    known = (BarColumn(bar_width=None), counted, TimeRemainingColumn())
    unknown = (TextColumn("{task.completed:,}"), TimeElapsedColumn())
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        *(known if total else unknown),
    )
    note = TextColumn("{task.fields[note]}", markup=False)
    with Progress(*columns, note, console=console) as bars:
        task = bars.add_task(title, total=total, note="")

        def advance(amount: int, note: str = "") -> None:
            bars.update(task, advance=amount, note=note)

        yield advance
        # Nothing was to be done: a bar that stands at its beginning would say otherwise.
        bars.update(task, visible=bars.tasks[task].completed > 0)


class _Lines:
    """Says a count now and then, and at the end whatever it came to."""

    def __init__(self, console: Console, title: str, total: int | None, unit: Unit) -> None:
        self._console = console
        self._title = title
        self._total = total
        self._shown = decimal if unit == "octets" else "{:,}".format
        self._done = 0
        self._note = ""
        self._said_at = monotonic()

    def advance(self, amount: int, note: str = "") -> None:
        """Count so much more as done."""
        self._done += amount
        self._note = note
        if monotonic() - self._said_at >= LINE_EVERY_SECONDS:
            self.say()

    def end(self) -> None:
        """The last line, unless nothing was to be done."""
        if self._done:
            self.say()

    def say(self) -> None:
        """One line of how far it is."""
        line = f"{self._title}: {self._shown(self._done)}"
        if self._total:
            line += f" of {self._shown(self._total)} ({100 * self._done // self._total} %)"
        self._console.print(f"{line}, {self._note}" if self._note else line, soft_wrap=True)
        self._said_at = monotonic()
