"""Letters at the keyboard: shown as they would be, written to a file, kept and recorded as sent."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from pydantic import Field

from domain.complaint.documents.letters import LetterSaid
from domain.registry import COMMANDS
from domain.values import Language
from services.cli import sent
from services.cli.api_client import Api
from services.cli.carrying import checked_key, key_of, known_of, show
from services.cli.context import Here, here
from services.cli.exits import MayNot
from services.cli.handling import panel_of
from services.cli.options import SHARED, Short
from services.cli.roles import KeyboardRole
from services.cli.shared_options import AsJson, Reference
from services.cli.terminal import print_json, print_text, say
from services.commands.command_request import CommandRequest, CommandResult
from services.correspondence.writing import Letter
from services.letter_wiring import letters_of
from services.wiring import Installation

SEND = COMMANDS["send_letter"]


class LetterTyped(LetterSaid):
    """A letter as it is typed."""

    language: Annotated[
        Language | None,
        Short("--lang"),
        Field(description="As the complainant asked for, unless told"),
    ] = None
    send: Annotated[bool, Field(description="Keep it, and record it as sent")] = False
    key: Annotated[str | None, Field(description="Repeated with it, it is done once")] = None


def add_commands(app: typer.Typer) -> None:
    """Give the application ``letter``."""
    app.command(rich_help_panel=panel_of(SEND))(here(letter, for_keys=True))


def letter(
    here: Here,
    reference: Reference,
    typed: LetterTyped,
    out: Annotated[Path | None, typer.Option(help="A new file for the letter.")] = None,
    role: Annotated[
        KeyboardRole, typer.Option("--as", help="The role that you act in.", rich_help_panel=SHARED)
    ] = "handler",
    as_json: AsJson = False,
) -> None:
    """Make a letter from its template: shown, or with --send kept and recorded; it is logged."""
    fields = typed.model_dump(exclude_unset=True, exclude={"send", "key"})
    said = LetterSaid.model_validate(fields)
    if here.api is not None:
        _by_key(here.api, reference, said, typed, out=out, as_json=as_json)
        return
    if role not in SEND.roles:
        raise MayNot(role, SEND.name, SEND.roles)
    actor = here.person(role)

    async def made(parts: Installation) -> tuple[Letter, CommandResult | None]:
        noted = partial(here.reading, command="letter")
        letters, key = letters_of(parts, noted), key_of(actor, typed.key)
        found, _ = await known_of(parts, reference)
        request = CommandRequest(
            name=SEND.name, command=said, actor=actor, stream_id=found, key=key
        )
        written = await letters.write(found, said, by=actor)
        return written, await letters.send(request, said) if typed.send else None

    written, result = here.ask(made)
    if out is not None:
        _write(written.text, out)
    elif not as_json:
        print_text(written.text.rstrip("\n"))
    if result is not None:
        show(result, as_json=as_json)
    elif as_json:
        print_json(_plain(written))


def _by_key(
    api: Api,
    reference: str,
    said: LetterSaid,
    typed: LetterTyped,
    *,
    out: Path | None,
    as_json: bool,
) -> None:
    key = None if typed.key is None else checked_key(typed.key)
    written = sent.letter(api, reference, said, is_sent=False).body
    answer = sent.letter(api, reference, said, is_sent=True, key=key) if typed.send else None
    if out is not None:
        _write(written["text"], out)
    elif not as_json:
        print_text(written["text"].rstrip("\n"))
    if answer is not None:
        sent.show(sent.sent(answer), as_json=as_json)
    elif as_json:
        print_json(written)


def _write(text: str, out: Path) -> None:
    """For our own account alone, and never over something that is there."""
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    say(f"written to {out}, in the clear: keep it as you keep letters")


def _plain(written: Letter) -> dict[str, object]:
    template = written.template
    return {
        "text": written.text,
        "media_type": template.media_type,
        "template_code": template.code,
        "template_version": template.version,
        "language": template.language,
    }
