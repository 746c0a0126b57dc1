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
from services.cli import import_shown
from services.cli.context import Here, here
from services.cli.exits import Exit, Unfit
from services.cli.formatting import counted
from services.cli.progress import progress
from services.cli.terminal import say
from services.commands.importing import Importer, Tally
from services.gc_tuning import collect_rarely
from services.queries.unsealing import Opened
from services.wiring import Installation

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
    """Import files of the US Consumer Financial Protection Bureau; a file again adds nothing twice.

    What the source has no number for is told apart by what it says: of identical rows in one file
    each is a complaint of its own, and they are told.

    A row that says something else than when it was added is told with its complaint and the columns
    that changed; nothing is applied. One that changed only in columns that Plaint does not hold, or
    whose content was erased, is counted apart. Ends with 6 if rows were rejected: their line, the
    reason and their text are in the rejects file, FILE.rejects.csv unless another is named. It may
    hold personal data.
    """
    kept = rejects or Path(f"{files[0].name}.rejects.csv")
    _check(files, kept)
    collect_rarely()
    with RejectsFile(kept) as put_aside:
        reports: list[dict[str, Any]] = []

        async def imported(installation: Installation) -> None:
            for file in files:
                reports.append(await _import(installation, file, put_aside))

        try:
            here.ask(imported)
        except BaseException:
            for one in reports:
                import_shown.say_counts(one["file"], one)
            raise
    import_shown.tell(reports, str(put_aside.path) if put_aside.count else None, as_json=as_json)
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

    def on_changed(row: ImportedComplaint, stored: Sequence[Opened]) -> bool:
        changed.append(_changed(row, stored))
        return bool(changed[-1]["columns"])

    record, keys = installation.record, installation.keys
    importer = Importer(record, keys=keys, secret=secret, on_changed=on_changed)
    began, read, so_far = monotonic(), 0, Tally()
    with progress(file.name, rows.progress.octets, unit="octets") as advance:

        def shown(tally: Tally) -> None:
            nonlocal read, so_far
            so_far = tally
            speed = tally.rows / max(monotonic() - began, 0.001)
            note = f"{counted(tally.rows, 'row')}, {speed:,.0f}/s"
            advance(rows.progress.octets_read - read, note)
            read = rows.progress.octets_read

        try:
            tally = await importer.run(
                rows, on_rejected=lambda row: put_aside.add(file, row), on_progress=shown
            )
        except UnknownLayout:
            raise
        except BaseException as error:
            import_shown.say_counts(file.name, asdict(so_far))
            if not isinstance(error, Unreadable):
                say(f"{file.name}: stopped on the way; run it again, nothing is added twice")
            raise
        shown(tally)
    changed.sort(key=lambda one: one["line"])
    report = {"file": str(file), "rows": tally.rows, **asdict(tally), **_odd(rows)}
    return {**report, "changed_rows": changed}


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


def _odd(rows: CfpbFile) -> dict[str, Any]:
    """What rows were taken that are worth telling, and which labels are not in the list."""
    at = rows.unlisted_at
    labels = [
        {"line": at[kind, label], "kind": kind, "label": label, "code": code}
        for (kind, label), code in rows.unlisted.items()
    ]
    return {
        "remarks": dict(rows.remarks),
        "identical_rows": rows.twins,
        "unlisted": len(labels),
        "unlisted_labels": labels,
    }
