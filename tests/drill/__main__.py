"""``make drill``: lose a running system, restore it, prove that nothing archived is lost."""

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from tests.drill.drill import Drilled, drill
from tests.e2e.installation import fresh_folder

SECONDS = 15.0


def main() -> None:
    """Drill once, print the figures; ends with 1 where the promise was not kept."""
    console = Console()
    with fresh_folder() as folder:
        done = drill(folder.parent, seconds=SECONDS, say=console.print)
        done.restored.down()
    table = Table(title="A running system backed up, killed, restored")
    table.add_column("what")
    table.add_column("figure", justify="right")
    for what, figure in figures(done):
        table.add_row(what, figure)
    console.print(table)
    kept = not done.lost_though_archived and not done.other_octets
    same = done.before_start["is_same"] and done.after_start["is_same"]
    console.print("kept: every archived event is there" if kept and same else "NOT KEPT")
    sys.exit(0 if kept and same else 1)


def figures(done: Drilled) -> Iterator[tuple[str, str]]:
    """What the drill measured."""
    yield "events acknowledged", f"{len(done.acknowledged):,}"
    yield "of them before the last log was archived", f"{len(done.archived):,}"
    yield "of those lost (must be 0)", f"{len(done.lost_though_archived):,}"
    yield "acknowledged after it and lost", f"{len(done.lost):,}"
    yield "events restored", f"{done.restore['position']:,}"
    yield "with other octets than the lost system's (must be 0)", f"{done.other_octets:,}"
    yield "last log of the archive", str(done.restore["last_wal"])
    yield "check before the start", _verdict(done.before_start)
    yield "check after the start, with topic and views", _verdict(done.after_start)
    yield "backup, octets", f"{done.backup['octets']:,}"
    yield "backup, seconds", f"{done.backup['seconds']:.1f}"
    yield "restore, seconds", f"{done.restore['seconds']:.1f}"
    for name, found in (("before", done.before_start), ("after", done.after_start)):
        yield f"check {name} the start, seconds", f"{found['seconds']:.1f}"


def _verdict(found: dict[str, object]) -> str:
    return "all is the same" if found["is_same"] else "something differs"


if __name__ == "__main__":
    main()
