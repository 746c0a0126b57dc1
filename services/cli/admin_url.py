"""The address of an administrator of PostgreSQL, which holds a password."""

from typing import Annotated

import typer

from adapters.settings import Settings
from services.cli.entering import read_text

AdminUrl = Annotated[
    str | None,
    typer.Option(
        "--admin-url",
        metavar="URL|@FILE",
        help="PostgreSQL as its administrator; or PLAINT_ADMIN_URL. One with a password as @FILE: "
        "what is typed stands in `ps` and in the shell's history.",
    ),
]


def admin_address(typed: str | None, settings: Settings) -> str | None:
    """The address that was typed, or named by its file; else that of the environment."""
    address = typed or settings.admin_url
    return read_text(address).strip() if address else None
