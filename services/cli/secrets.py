"""The secrets of the installation: what leaked, or is old, is replaced."""

from functools import partial
from typing import Annotated, Literal

import typer

from services.cli.admin_url import AdminUrl, admin_address
from services.cli.context import Here, here
from services.cli.formatting import counted, instant
from services.cli.terminal import print_line, say
from services.operations.rotate_secrets import drop_former, rotate_keys, rotate_passwords

app = typer.Typer(help="Key-encryption keys and passwords.", no_args_is_help=True)


@app.command()
@partial(here, is_noted=True)
def rotate(
    here: Here,
    what: Annotated[
        Literal["keys", "passwords"],
        typer.Argument(help="keys: the key-encryption key; passwords: of our own PostgreSQL."),
    ],
    admin_url: AdminUrl = None,
) -> None:
    """Replace the key-encryption key, or the passwords of the database's roles.

    keys: a new one is made and every data key is wrapped by it, while Plaint runs or is stopped;
    broken off, it goes on when it is said again. The former one stays for 35 days, for backups;
    take a new backup right after, for an older one alone opens nothing past this moment.
    passwords: while Plaint is stopped. The installation secret stays for ever: ids are made of it.
    """
    if what == "passwords":
        rotate_passwords(here.settings)
        print_line("the roles of the database have new passwords; start with `plaint up`")
        return
    result = rotate_keys(here.settings, admin_address(admin_url, here.settings), say)
    keys = counted(result.wrapped, "key")
    print_line(f"{result.kek_id} is the key-encryption key: {keys} wrapped by it")
    say("take a backup now: no older one opens what is restored past this moment by itself")
    for kek_id, until in result.kept_until.items():
        print_line(f"{kek_id} opens backups; drop it after {instant(until)}", indent=2)


@app.command()
@partial(here, is_noted=True)
def drop(here: Here, admin_url: AdminUrl = None) -> None:
    """Delete former key-encryption keys for ever that wrap nothing and are out of use for 35 days.

    A backup that is older than that opens no more, unless its own copy of the secrets is kept.
    """
    dropped = drop_former(here.settings, admin_address(admin_url, here.settings), say)
    print_line(f"dropped: {', '.join(dropped)}" if dropped else "nothing to drop yet")
