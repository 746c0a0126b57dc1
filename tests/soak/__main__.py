"""``make soak``: runs the hunts, shows how far they are, and at the end one table of findings."""

import argparse
import sys
import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.hunt.findings import Finding
from tests.hunt.silence import silence
from tests.soak.hunts import HUNTS, Hunt
from tests.soak.servers import Servers

FULL_MINUTES = 60.0
WIDTH = 120  # of a table that goes to a file
Findings = list[tuple[str, float, list[Finding]]]
"""Of each hunt: its name and amount, how many seconds it took, and what it found."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 if a finding does not hold."""
    asked = _parsed(arguments)
    chosen = [hunt for hunt in HUNTS if asked.only in (None, hunt.name)]
    silence()
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        findings = [_run(hunt, asked.minutes / FULL_MINUTES, progress) for hunt in chosen]
    console.print(_table(findings))
    holds = all(finding.holds for _, _, found in findings for finding in found)
    return 0 if holds else 1


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=FULL_MINUTES, help="about how long")
    parser.add_argument("--only", choices=[hunt.name for hunt in HUNTS], help="one hunt alone")
    return parser.parse_args(arguments)


def _run(hunt: Hunt, share: float, progress: Progress) -> tuple[str, float, list[Finding]]:
    amount = max(hunt.least, round(hunt.full * share))
    task = progress.add_task(f"{hunt.name}: {amount:,} {hunt.of}", total=amount)
    began = time.monotonic()
    with Servers(lambda done: progress.update(task, completed=done)) as servers:
        found = hunt.run(amount, servers)
    progress.update(task, completed=amount)
    return f"{hunt.name}: {amount:,} {hunt.of}", time.monotonic() - began, found


def _table(findings: Findings) -> Table:
    table = Table(title="What was done, what had to be seen, what was seen")
    for head in ("what was done", "how often", "expected", "seen", "holds"):
        table.add_column(head, justify="left" if head == "what was done" else "right")
    for name, seconds, found in findings:
        table.add_section()
        table.add_row(f"[bold]{name}[/bold], {seconds:,.0f} s")
        for one in found:
            holds = "yes" if one.holds else "[bold red]NO[/bold red]"
            table.add_row(
                one.what, _shown(one.times), _shown(one.expected), _shown(one.seen), holds
            )
    return table


def _shown(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value


if __name__ == "__main__":
    sys.exit(main())
