"""What is asked before it is done, because whoever does it cannot take it back."""

import sys
from uuid import UUID

import typer

from domain.complaint.objectivity.excluding import ExcludeStaff
from domain.decision_context import Command
from services.cli.exits import Unfit

SHUTS_OUT = (
    "this excludes yourself: in no role, and under no key, will you act on the complaint or read it"
)


def ask_first(command: Command, *, own: UUID | None, is_sure: bool) -> None:
    """Ask whoever would shut themselves out. own: who acts, where that is known.

    Raises Unfit where nobody can be asked; typer.Abort for a no.
    """
    if is_sure or not isinstance(command, ExcludeStaff) or command.staff not in (None, own):
        return
    if not can_be_asked():
        raise Unfit(f"{SHUTS_OUT}: say --yes, or name somebody else with --staff")
    typer.confirm(f"{SHUTS_OUT}. Go on?", abort=True, err=True)


def can_be_asked() -> bool:
    """Whether a person sits there to answer."""
    return sys.stdin.isatty()
