"""The command line as a whole: which commands there are, and what holds for all of them."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from services.cli import (
    backups,
    calendars,
    checking,
    documents,
    explaining,
    handling,
    importing,
    keys,
    letters,
    policies,
    projections,
    reading,
    records,
    secrets,
    serving,
    status,
    topic,
    trends,
)
from services.cli.context import DataOption
from services.cli.error_mapping import answered_for


class Door(TyperGroup):
    """The group of all commands, where errors become sentences and exit codes."""

    def invoke(self, ctx: Any) -> Any:
        """Run what was typed; every error is told in one sentence."""
        with answered_for(lambda: ctx.invoked_subcommand):
            return super().invoke(ctx)


def make_app() -> typer.Typer:
    """The whole command line, made of its groups."""
    app = typer.Typer(
        name="plaint",
        cls=Door,
        help="Complaints handling as ISO 10002 describes it: every step an event, every due date "
        "a fact.\n\nExit codes, output for programs and examples: docs/cli.md.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    serving.add_commands(app)
    reading.add_commands(app)
    explaining.add_commands(app)
    status.add_commands(app)
    checking.add_commands(app)
    backups.add_commands(app)
    trends.add_commands(app)
    handling.add_commands(app)
    documents.add_commands(app)
    letters.add_commands(app)
    records.add_commands(app)
    app.add_typer(importing.app, name="import", rich_help_panel=serving.PANEL)
    app.add_typer(projections.app, name="projections", rich_help_panel=reading.PANEL)
    app.add_typer(topic.app, name="topic", rich_help_panel=reading.PANEL)
    app.add_typer(keys.app, name="key", rich_help_panel=serving.PANEL)
    app.add_typer(secrets.app, name="secrets", rich_help_panel=backups.PANEL)
    app.add_typer(policies.app, name="policy", rich_help_panel=serving.PANEL)
    app.add_typer(calendars.app, name="calendar", rich_help_panel=serving.PANEL)
    return app


def _options(
    data: Annotated[Path | None, DataOption] = None,
    person_key: Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar="@FILE",
            help="Act as the person of this key, over the HTTP API that serves the folder.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Say which version this is.",
            callback=lambda wanted: _version(wanted),
            is_eager=True,
        ),
    ] = False,
) -> None:
    pass


def _version(wanted: bool) -> None:
    if wanted:
        try:
            typer.echo(version_of("plaint"))
        except PackageNotFoundError:
            typer.echo("a source tree that is not installed")
        raise typer.Exit
