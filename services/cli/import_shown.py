"""What became of imported files, at a terminal and for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.cli.formatting import counted
from services.cli.terminal import print_json, print_table, say

MOST = 20
UNHELD = "only in columns that Plaint does not hold of it"
KEPT = "nothing is applied, the complaint keeps what it said before"
COUNTS = {
    "rows": "rows",
    "added": "added",
    "already": "already there",
    "changed": "changed",
    "unheld": "changed unheld",
    "rejected": "rejected",
}
"""What is counted of a file, and in which words."""
REMARKS = {
    "identical_to_another_row": "identical to another row are complaints of their own, since the "
    "source has no number for them; --json has their lines",
}
"""What there is to say of so many rows, where the code alone would mislead."""


def tell(reports: Sequence[Mapping[str, Any]], rejects: str | None, *, as_json: bool) -> None:
    """All files that are done. rejects: where the rejected rows are, if there are any."""
    if as_json:
        print_json({"files": reports, "rejects": rejects})
        return
    shown = [[one["file"], *(f"{one[name]:,}" for name in COUNTS)] for one in reports]
    print_table(["file", *COUNTS.values()], shown, numbers=[*COUNTS.values()], long=["file"])
    for one in reports:
        _tell_changed(one["file"], one["changed_rows"])
        for code, number in one["remarks"].items():
            said = REMARKS.get(code, code.replace("_", " "))
            say(f"{one['file']}: {counted(number, 'row')} {said}")
        _tell_unlisted(one["file"], one["unlisted_labels"])
    if rejects:
        say(f"rejected rows, with line and reason: {rejects} (may hold personal data)")


def say_counts(file: str, counts: Mapping[str, Any]) -> None:
    """What became of a file before an import broke off."""
    names = [name for name in COUNTS if name != "rows"]
    totals = ", ".join(f"{counts[name]:,} {COUNTS[name]}" for name in names)
    say(f"{file}: {totals} before it broke off")


def _tell_changed(file: str, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows[:MOST]:
        columns = ", ".join(row["columns"])
        said = f"{columns}; {KEPT}" if columns else UNHELD
        say(f"{file}: line {row['line']}, {row['reference']}, has changed: {said}")
    if len(rows) > MOST:
        left = counted(len(rows) - MOST, "more row")
        say(f"{file}: {left} changed; --json lists them all")


def _tell_unlisted(file: str, labels: Sequence[Mapping[str, Any]]) -> None:
    for one in labels[:MOST]:
        label = f"{one['kind']} {one['label']!r}"
        say(f"{file}: line {one['line']}: {label} is not in the list of codes: {one['code']}")
    if len(labels) > MOST:
        left = counted(len(labels) - MOST, "more label")
        say(f"{file}: {left} not in the list of codes; --json lists them all")
