"""Starting, stopping and preparing an installation on this machine."""

from typing import Annotated, Literal

import typer

from adapters.postgres.provision import script
from services.cli.admin_url import AdminUrl, admin_address
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.progress import progress
from services.cli.shared_options import SERVING
from services.cli.terminal import print_line, said, say
from services.operations import up as supervisor
from services.operations.down import down as stop
from services.operations.init import databases_of
from services.operations.init import init as prepare
from services.operations.starting import Screen, prepared_folder

EITHER = "name --admin-url URL to prepare it now, or --print-sql for somebody else"


def screen() -> Screen:
    """How long work tells of itself at this keyboard."""
    return Screen(say=say, progress=progress, is_private=said().is_terminal)


def add_commands(app: typer.Typer) -> None:
    """Give the application ``up``, ``down`` and ``init``."""
    for command in (up, down, init):
        app.command(rich_help_panel=SERVING)(here(command, starts=command is not down))


def up(
    here: Here,
    kafka: Annotated[
        Literal["on", "off"] | None,
        typer.Option("--kafka", help="off: no broker, views are fed from the store."),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Of the HTTP API.")
    ] = None,
    api_processes: Annotated[
        int | None,
        typer.Option(
            "--api-processes", min=1, max=16, metavar="N", help="That serve the API, on one port."
        ),
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Load the complaints that ship with Plaint, once.")
    ] = False,
    archive: Annotated[
        str | None,
        typer.Option(
            "--archive", metavar="DIR", help="Keep PostgreSQL's log there from now on; or: off."
        ),
    ] = None,
) -> None:
    """Start everything on this machine and serve until Ctrl-C; nothing is lost by stopping.

    The API serves on loopback; ``PLAINT_HOST`` names another address (docs/http.md).
    """
    options = {"kafka": kafka, "port": port, "api_processes": api_processes, "archive": archive}
    chosen = {name: value for name, value in options.items() if value}
    supervisor.up(here.settings.model_copy(update=chosen), screen(), sample=sample)


def down(here: Here) -> None:
    """Stop what serves this data folder, and servers that a kill left behind."""
    stopped = stop(here.settings)
    print_line(f"{here.folder.path}: " + ("stopped" if stopped else "nothing was running"))


def init(
    here: Here,
    admin_url: AdminUrl = None,
    print_sql: Annotated[
        bool, typer.Option("--print-sql", help="Print what an administrator shall run, for psql.")
    ] = False,
) -> None:
    """Prepare a given PostgreSQL: roles, both databases, their schema, the shipped policies."""
    if print_sql and admin_url is not None:
        raise Unfit(EITHER)
    if not print_sql:
        address = admin_address(admin_url, here.settings)
        if address is None:
            raise Unfit(EITHER)
        prepare(here.settings, address)
        print_line("prepared; start it with `plaint up`")
        return
    _, secrets = prepared_folder(here.settings, is_new=True)
    typer.echo(script(secrets.passwords, databases_of(here.settings.database_url)))
    say("this text holds passwords: hand it over as you would a password")
