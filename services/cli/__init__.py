"""The door for people at a keyboard: ``plaint`` and its sub-commands."""

import sys

import typer

from services.cli.app import answered_for, make_app


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        # Help and version are written before any command: what cannot be is told of them too.
        with answered_for():
            make_app()(prog_name="plaint")
    except typer.Exit as end:
        sys.exit(end.exit_code)
