"""Files of complaints from elsewhere: the good rows go in, the others into a file of rejects."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from adapters.cfpb import CfpbFile, UnknownLayout, Unreadable, changed_columns
from adapters.imported import ImportedComplaint
from adapters.rejects import RejectsFile
from domain.complaint.events import ComplaintReceived
from services.cli.context import Here, here
from services.cli.error_mapping import Exit, Unfit
from services.cli.formatting import counted
from services.cli.progress import progress
from services.cli.terminal import print_json, print_table, say
from services.commands.importing import Importer, Tally
from services.gc_tuning import collect_rarely
from services.queries.unsealing import Opened
from services.wiring import Installation

MOST_CHANGED = 20
UNHELD = "a column that the record does not hold"
HEADS = ("file", "rows", "added", "already there", "changed", "rejected")

app = typer.Typer(help="Complaints from elsewhere.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep ``cfpb`` a sub-command although it is the only one."""


@app.command()
@here
def cfpb(
    here: Here,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, plain, gzip or zip.")],
    rejects: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="For rows that cannot be read; by default beside you."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: JSON.")] = False,
) -> None:
    """Import files of the US Consumer Financial Protection Bureau; a row is added only once.

    A row that says something else than when it was added is told with its complaint and the columns
    that changed; nothing is applied. Ends with 6 if rows were rejected: their line, the reason and
    their text are in the rejects file, FILE.rejects.csv unless another is named. It may hold
    personal data.
    """
    kept = rejects or Path(f"{files[0].name}.rejects.csv")
    _check(files, kept)
    collect_rarely()
    with RejectsFile(kept) as put_aside:

        async def imported(installation: Installation) -> list[dict[str, Any]]:
            return [await _import(installation, file, put_aside) for file in files]

        told = here.ask(imported)
    _tell(told, put_aside, as_json=as_json)
    if put_aside.count:
        raise typer.Exit(Exit.PARTLY)


def _check(files: list[Path], rejects: Path) -> None:
    for file in files:
        file.open("rb").close()
        if rejects.exists() and rejects.samefile(file):
            raise Unfit(f"{file} is to be imported: name another file with --rejects")


async def _import(installation: Installation, file: Path, put_aside: RejectsFile) -> dict[str, Any]:
    secret = installation.secrets.installation
    rows = CfpbFile(file, secret=secret)
    changed: list[dict[str, Any]] = []
    importer = Importer(
        installation.record,
        keys=installation.keys,
        secret=secret,
        on_changed=lambda row, stored: changed.append(_changed(row, stored)),
    )
    began, read = monotonic(), 0
    with progress(file.name, rows.progress.octets, unit="octets") as advance:

        def shown(tally: Tally) -> None:
            nonlocal read
            speed = tally.rows / max(monotonic() - began, 0.001)
            note = f"{counted(tally.rows, 'row')}, {speed:,.0f}/s"
            advance(rows.progress.octets_read - read, note)
            read = rows.progress.octets_read

        try:
            tally = await importer.run(
                rows, on_rejected=lambda row: put_aside.add(file, row), on_progress=shown
            )
        except (UnknownLayout, Unreadable):
            raise
        except BaseException:
            say(f"{file.name}: stopped on the way; run it again, nothing is added twice")
            raise
        shown(tally)
    odd = {"remarks": dict(rows.remarks), "unlisted": len(rows.unlisted)}
    changed.sort(key=lambda one: one["line"])
    told = {"file": str(file), "rows": tally.rows, **asdict(tally), **odd}
    return {**told, "changed_rows": changed}


def _changed(row: ImportedComplaint, stored: Sequence[Opened]) -> dict[str, Any]:
    """Where the row stands, its complaint, and which columns of it say something else now."""
    receipt = stored[0].recorded.event
    columns = changed_columns(((one.recorded, one.erased) for one in stored), row.facts)
    return {
        "line": row.line,
        "complaint_id": row.complaint_id,
        "reference": receipt.reference if isinstance(receipt, ComplaintReceived) else None,
        "columns": columns,
    }


def _tell(told: list[dict[str, Any]], put_aside: RejectsFile, *, as_json: bool) -> None:
    written = str(put_aside.path) if put_aside.count else None
    if as_json:
        print_json({"files": told, "rejects": written})
        return
    names = ("file", "rows", "added", "already", "changed", "rejected")
    shown = [[f"{one[name]:,}" if name != "file" else one[name] for name in names] for one in told]
    print_table(HEADS, shown, numbers=HEADS[1:], long=HEADS[:1])
    for one in told:
        _tell_changed(one["file"], one["changed_rows"])
        for code, number in one["remarks"].items():
            say(f"{one['file']}: {code.replace('_', ' ')}: {counted(number, 'row')}")
        if one["unlisted"]:
            say(f"{one['file']}: {counted(one['unlisted'], 'label')} not in the list of codes")
    if written:
        say(f"rejected rows, with line and reason: {written} (may hold personal data)")


def _tell_changed(file: str, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows[:MOST_CHANGED]:
        columns = ", ".join(row["columns"]) or UNHELD
        say(f"{file}: line {row['line']}, {row['reference']}, has changed: {columns}")
    if len(rows) > MOST_CHANGED:
        left = counted(len(rows) - MOST_CHANGED, "more row")
        say(f"{file}: {left} changed; --json lists them all")
