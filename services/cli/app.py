"""The command line as a whole: which commands there are, and what holds for all of them.

Each topic is a module, which is imported when one of its commands is typed, or the help of all.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from services.cli.shared_options import KEEPING, READING, SERVING, DataOption

HANDLING = "handling"
"""The topic of the domain's own commands: every name that no other topic has."""
TOPICS: Mapping[str, str] = {
    "serving": "up down init",
    "queue": "queue",
    "lists": "list view",
    "reading": "show history",
    "explaining": "explain",
    "status": "status",
    "checking": "check",
    "backups": "backup restore renew-log",
    "trends": "trends",
    HANDLING: "",
    "documents": "attach document sweep",
    "letters": "letter",
    "generating": "generate",
    "records": "erase duplicates contact-index",
}
"""Each module with the commands that it adds, in the order of the help."""
GROUPS: Mapping[str, tuple[str, str]] = {
    "importing": ("import", SERVING),
    "projections": ("projections", READING),
    "topic": ("topic", READING),
    "keys": ("key", SERVING),
    "secrets": ("secrets", KEEPING),
    "policies": ("policy", SERVING),
    "calendars": ("calendar", SERVING),
}
"""Each module whose commands stand under a name of their own, and the heading of that."""
TOPIC_OF = {
    **{name: topic for topic, names in TOPICS.items() for name in names.split()},
    **{name: topic for topic, (name, _) in GROUPS.items()},
}


@cache
def commands_of(topic: str) -> Mapping[str, Any]:
    """The commands of a topic by name."""
    module, made = import_module(f"services.cli.{topic}"), _typer()
    if topic in GROUPS:
        name, panel = GROUPS[topic]
        made.add_typer(module.app, name=name, rich_help_panel=panel)
    else:
        module.add_commands(made)
    return get_group(made).commands


AS_JSON = "plaint.as_json"
UNREAD = 128 + signal.SIGPIPE
"""How a shell reports a program whose reader went away; no rule refused anything."""


class Door(TyperGroup):
    """The group of all commands, where errors become sentences and exit codes."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take what was typed apart, and note whether the answer is for programs."""
        ctx.meta[AS_JSON] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run what was typed; every error is told in one sentence."""
        with answered_for(lambda: ctx.invoked_subcommand, as_json=ctx.meta[AS_JSON]):
            return super().invoke(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; all are looked through for the one nearest to an unknown name."""
        found = commands_of(TOPIC_OF.get(cmd_name, HANDLING)).get(cmd_name)
        if found is None:
            self.list_commands(ctx)
        return found

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of the help."""
        for topic in (*TOPICS, *GROUPS):
            self.commands.update(commands_of(topic))
        return list(self.commands)


@contextmanager
def answered_for(
    command: Callable[[], str | None] = lambda: None, *, as_json: bool = False
) -> Iterator[None]:
    """Turn whatever the block raises into a sentence on standard error and an exit code.

    command: the one that was typed. as_json: an error is one line of JSON.
    """
    try:
        yield
        sys.stdout.flush()
    except (typer.Exit, typer.Abort):
        raise
    except BrokenPipeError:
        _leave_unread()
        raise typer.Exit(UNREAD) from None
    except Exception as error:
        raise typer.Exit(_told(error, command(), as_json=as_json)) from None


def _told(error: Exception, command: str | None, *, as_json: bool) -> int:
    """The exit code of an error that was told; what typer tells itself is raised again."""
    # What was typed wrongly typer tells itself, with the usage beside it.
    is_usage = type(error).__module__.startswith("typer.")
    is_approved_by = getattr(error, "option_name", None) == "--approved-by"
    if is_usage and not (is_approved_by or as_json):
        raise error
    # It knows every error there is, and so imports all: only when something went wrong.
    from services.cli import error_mapping

    if error_mapping.is_full(error):
        _leave_unread()
    if is_usage and as_json:
        return error_mapping.say_usage(error)
    if is_usage:
        error_mapping.say_who_approves()
        raise error
    return error_mapping.say_error(error, command, as_json=as_json)


def _leave_unread() -> None:
    """What is still to be written goes nowhere, so that the end of the process finds no fault."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def make_app() -> typer.Typer:
    """The whole command line."""
    app = _typer(
        name="plaint",
        cls=Door,
        help="Complaints handling as ISO 10002 describes it: every step an event, every due date "
        "a fact.\n\nExit codes, output for programs and examples: docs/cli.md.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    return app


def _typer(**options: Any) -> typer.Typer:
    return typer.Typer(rich_markup_mode="rich", **options)


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
