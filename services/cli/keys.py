"""Keys for the HTTP API: made and shown once, listed without their secret, revoked for ever."""

from typing import Annotated, Any
from uuid import UUID

import typer
from rich.text import Text

from adapters.postgres.staff import StaffKey
from domain.values import instant_text
from services.cli.faults import Exit
from services.cli.here import Here, here
from services.cli.reading import AsJson
from services.cli.terminal import print_json, print_line, print_table, say
from services.cli.words import instant
from services.party_keys import new_party_key
from services.principals import KEY_ROLES, PARTY_ROLES, Principals
from services.wiring import Installation

app = typer.Typer(help="Keys for the HTTP API.", no_args_is_help=True)


def _principals(installation: Installation) -> Principals:
    return Principals(installation.record.pool)


@app.command()
@here
def new(
    here: Here,
    role: Annotated[str, typer.Option("--role", help=f"One of {', '.join(KEY_ROLES)}.")],
    unit: Annotated[str | None, typer.Option("--unit", help="A code for the unit.")] = None,
    complaint: Annotated[
        str | None, typer.Option("--complaint", help="Of a party: the only one they reach.")
    ] = None,
    party_id: Annotated[
        UUID | None, typer.Option("--party-id", help="Of a party: which one of the complaint.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key; its text is shown this once and kept only as a hash."""
    made = here.ask(
        lambda installation: (
            new_party_key(installation, role, complaint=complaint, party_id=party_id)
            if complaint or party_id or role in PARTY_ROLES
            else _principals(installation).new(role, unit=unit)
        )
    )
    if as_json:
        who = {"principal": str(made.principal.id), "role": role, "unit": unit}
        print_json({"key": made.key, "prefix": made.principal.prefix, **who})
        return
    print_line(made.key)
    say(f"shown this once: keep it safe; `plaint key revoke {made.principal.prefix}` ends it")


@app.command("list")
@here
def list_keys(here: Here, as_json: AsJson = False) -> None:
    """List all keys ever made, oldest first, without their secret part."""
    keys = here.ask(lambda installation: _principals(installation).keys())
    if as_json:
        print_json({"keys": [_plain(key) for key in keys]})
        return
    heads = ("prefix", "role", "unit", "made", "revoked", "principal")
    print_table(heads, [_row(key) for key in keys], long=("principal", "unit"))


def _row(key: StaffKey) -> tuple[str | Text, ...]:
    revoked = Text(instant(key.revoked_at), style="red" if key.revoked_at else "dim")
    made = instant(key.created_at)
    return (key.prefix, key.role, key.unit or "–", made, revoked, str(key.principal_id))


def _plain(key: StaffKey) -> dict[str, Any]:
    return {
        "prefix": key.prefix,
        "principal": str(key.principal_id),
        "role": key.role,
        "unit": key.unit,
        "created_at": instant_text(key.created_at) if key.created_at else None,
        "revoked_at": instant_text(key.revoked_at) if key.revoked_at else None,
    }


@app.command()
@here
def revoke(
    here: Here,
    prefix: Annotated[str, typer.Argument(help="The part after plaint_, as the list shows it.")],
) -> None:
    """End a key for ever; running servers refuse it within three seconds."""
    if here.ask(lambda installation: _principals(installation).revoke(prefix)):
        print_line(f"revoked {prefix}")
        return
    say(f"plaint: no key in force has the prefix {prefix}: see `plaint key list`")
    raise typer.Exit(Exit.NOT_FOUND)
