"""Backups, restores, and a new id for a log that lost its end."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, Field
from rich.filesize import decimal

from services.cli.admin_url import AdminUrl, admin_address
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.formatting import instant
from services.cli.serving import screen
from services.cli.shared_options import KEEPING, AsJson
from services.cli.terminal import print_json, print_line, say
from services.operations.backup import BackedUp
from services.operations.backup import backup as take
from services.operations.renew_log import renew_log
from services.operations.restore import Restored, wanted
from services.operations.restore import restore as make


def add_commands(app: typer.Typer) -> None:
    """Give the application ``backup``, ``restore`` and ``renew-log``."""
    for name, command in (("backup", backup), ("restore", restore), ("renew-log", renew)):
        app.command(name, rich_help_panel=KEEPING)(here(command, is_noted=True))


def backup(
    here: Here,
    to: Annotated[Path, typer.Argument(metavar="TO", help="A new or empty folder.")],
    as_json: AsJson = False,
) -> None:
    """Copy everything into one folder while Plaint goes on: the cluster and the secrets.

    Whoever has the copy can read all personal data in it. Where the log is archived
    (`plaint up --archive DIR`), a restore goes on from this copy as far as the archive reaches.
    """
    result = take(here.settings, to, screen())
    if as_json:
        print_json(result)
    else:
        _show_backup(result)


def _show_backup(result: BackedUp) -> None:
    size, took = decimal(result.octets), f"{result.seconds:.1f} s"
    print_line(f"{result.folder}: everything up to position {result.position:,}, {size} in {took}")
    if result.archive is None:
        say("the log is not archived: a restore ends where this copy ends (`up --archive DIR`)")
    else:
        say(f"keep it together with the archive {result.archive}")


class RestoreOptions(BaseModel):
    """Where a restore stops, and what it is given beside the backup."""

    until: Annotated[str | None, Field(description="Stop there, not at the end")] = None
    last: Annotated[
        int | None, Field(ge=0, description="The last position that the lost system gave, if known")
    ] = None
    secrets: Annotated[
        str | None, Field(description="A folder of later secrets, where keys were rotated since")
    ] = None


def restore(
    here: Here,
    backup: Annotated[Path, typer.Argument(metavar="FROM", help="What `plaint backup` made.")],
    part: RestoreOptions,
    archive: Annotated[
        str | None,
        typer.Option(
            "--archive", metavar="DIR", help="The archive, else the backup's own; none: without."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the data folder, which must be empty, from a backup and its archive.

    The log gets a new id, because events that were acknowledged may be lost and their positions are
    then given again; only where the record ends exactly at --last it keeps its id.
    """
    later = Path(part.secrets) if part.secrets else None
    until = _until(part.until)
    options = wanted(backup, archive, until=until, last=part.last, secrets=later)
    result = make(here.settings, options, screen())
    if as_json:
        print_json(result)
    else:
        _show_restored(result)


def _show_restored(result: Restored) -> None:
    stored = f", stored at {instant(result.at)}" if result.at else ""
    print_line(f"{result.folder}: restored to position {result.position:,}{stored}")
    if result.log_id == result.former_log_id:
        print_line(f"nothing is lost, so the log keeps its id {result.log_id}")
    else:
        print_line(f"log {result.former_log_id} goes on as {result.log_id}")
        say("a topic of the former log will be refused: docs/operations.md says what to do")
    say(f"next: plaint check --data {result.folder}, then plaint up --data {result.folder}")


def renew(
    here: Here,
    yes: Annotated[bool, typer.Option("--yes", help="Do it: views are made anew.")] = False,
    admin_url: AdminUrl = None,
    as_json: AsJson = False,
) -> None:
    """Give the log a new id, after a failover or a restore of a given server that lost commits.

    Positions are then given a second time, so whoever keeps some must begin anew: the views do so
    by themselves; the relay refuses a topic that holds records of the former log.
    """
    if not yes:
        raise Unfit(
            "the views would be made anew and the topic must be another one (docs/operations.md): "
            "say --yes if commits were lost"
        )
    address = admin_address(admin_url, here.settings)
    result = renew_log(here.settings, address, say)
    if as_json:
        print_json(result)
    else:
        print_line(f"log {result.former_log_id} goes on as {result.log_id}")


def _until(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Unfit(f"--until {text!r} is no instant with a zone: write 2026-03-05T09:30:00Z")
    return at
