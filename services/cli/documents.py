"""Documents at the keyboard: a file attached, a document written to a file."""

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO
from uuid import UUID

import typer
from pydantic import Field

from adapters.documents.media_types import of_name
from domain.complaint.documents.attaching import DocumentSaid, DocumentTold
from domain.complaint.documents.events import MediaType
from domain.registry import COMMANDS
from services import wiring
from services.access.rights import DOCUMENT_READERS
from services.cli import sent
from services.cli.api_client import Api, path_of
from services.cli.carrying import checked_key, key_of, known_of, show
from services.cli.context import Here, here
from services.cli.exits import MayNot, Unfit
from services.cli.formatting import counted
from services.cli.handling import panel_of
from services.cli.options import SHARED
from services.cli.roles import KeyboardRole
from services.cli.shared_options import READING, SERVING, AsJson, Reference
from services.cli.shorthand import Known
from services.cli.terminal import print_json, print_line, say
from services.commands.command_request import CommandRequest, CommandResult
from services.verification.sweeping import sweep
from services.wiring import Installation

ATTACH = COMMANDS["attach_document"]
PIECE = 64 * 1024

InRole = Annotated[
    KeyboardRole, typer.Option("--as", help="The role that you act in.", rich_help_panel=SHARED)
]


class DocumentTyped(DocumentTold):
    """What is typed of a document; its type is told by the file's name, unless it is typed."""

    media_type: Annotated[
        MediaType | None, Field(description="Such as application/pdf; by the name, unless told")
    ] = None
    key: Annotated[str | None, Field(description="Repeated with it, it is done once")] = None


def add_commands(app: typer.Typer) -> None:
    """Give the application ``attach``, ``document`` and ``sweep``."""
    app.command(rich_help_panel=panel_of(ATTACH))(here(attach, for_keys=True))
    app.command(rich_help_panel=READING)(here(document, for_keys=True))
    app.command("sweep", rich_help_panel=SERVING)(here(sweep_away, is_noted=True))


def attach(
    here: Here,
    reference: Reference,
    file: Annotated[Path, typer.Argument(help="The file to attach.", exists=True, dir_okay=False)],
    said: DocumentTyped,
    role: InRole = "handler",
    as_json: AsJson = False,
) -> None:
    """Attach a file to a complaint, in whatever state it is; it is stored encrypted."""
    fields = said.model_dump(exclude_unset=True, exclude_none=True, exclude={"key"})
    command = DocumentSaid.model_validate({**fields, "media_type": _media_type(said, file)})
    if here.api is not None:
        zone, api = here.zone, here.api
        sent.show(
            _attach_by_key(api, reference, command, file, said=said, zone=zone), as_json=as_json
        )
        return
    if role not in ATTACH.roles:
        raise MayNot(role, ATTACH.name, ATTACH.roles)
    actor = here.person(role)

    async def attached(parts: Installation) -> CommandResult:
        complaint_id, _ = await known_of(parts, reference)
        request = CommandRequest(
            name=ATTACH.name,
            command=command,
            actor=actor,
            stream_id=complaint_id,
            key=key_of(actor, said.key),
        )
        return await wiring.documents(parts).attach(request, _content(file))

    show(here.ask(attached), as_json=as_json)


def document(
    here: Here,
    reference: Reference,
    word: Annotated[
        str, typer.Argument(metavar="ID", help="The document: its first four characters or more.")
    ],
    out: Annotated[
        Path,
        typer.Option(help="A new file, or a folder for it; - writes to standard output."),
    ] = Path(),
    role: Annotated[
        KeyboardRole, typer.Option("--as", help="The role that you act in.")
    ] = "handler",
) -> None:
    """Write a document, verified and decrypted, to a file; it is logged."""
    if here.api is not None:
        _told(*_written_by_key(here.api, reference, word, out, here.known(reference)))
        return
    reader = here.person(role)

    async def written(parts: Installation) -> tuple[int, Path]:
        with here.reading("document.opened", reader, command="document") as read:
            complaint_id, known = await known_of(parts, reference)
            document_id = _id(known.id_of("document_id", word))
            read.update(complaint_id=str(complaint_id), document_id=str(document_id))
            if role not in DOCUMENT_READERS:
                raise MayNot(role, "read documents", DOCUMENT_READERS)
            opened = await wiring.documents(parts).open(complaint_id, document_id, reader=reader)
        file = out / opened.file_name if out.is_dir() else out
        await _write(opened.content, file)
        return opened.document.size, file

    _told(*here.ask(written))


def _told(size: int, file: Path) -> None:
    if str(file) != "-":
        say(f"{size:,} octets written to {file}")


def sweep_away(
    here: Here,
    hours: Annotated[int, typer.Option(min=1, help="Only what is older.")] = 24,
    as_json: AsJson = False,
) -> None:
    """Carry out interrupted removals and erasures, and delete content that nobody can open."""
    swept = here.ask(lambda parts: sweep(parts, older_than=hours * 3600.0))
    if as_json:
        print_json(swept)
    else:
        files = counted(swept.files, "file")
        orders, erasures = counted(swept.orders, "removal"), counted(swept.erasures, "erasure")
        print_line(f"{orders} and {erasures} carried out, {files} deleted")


def _id(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise Unfit(f"{word!r} is no document's id: `plaint show` lists them") from None


def _media_type(said: DocumentTyped, file: Path) -> str:
    found = said.media_type or of_name(file.name)
    if found is None:
        raise Unfit(f"--media-type: the name {file.name} does not tell what it is: say it")
    return found


def _written_by_key(
    api: Api, reference: str, word: str, out: Path, known: Known
) -> tuple[int, Path]:
    document_id = _id(known.id_of("document_id", word))
    with api.open(f"{path_of(reference)}/documents/{document_id}") as answer:
        name = Path(answer.headers.get_filename() or str(document_id)).name
        file, size = out / name if out.is_dir() else out, 0
        with _new_file(file) as kept:
            while piece := answer.read(PIECE):
                size += kept.write(piece)
    return size, file


def _attach_by_key(
    api: Api, reference: str, command: DocumentSaid, file: Path, *, said: DocumentTyped, zone: str
) -> sent.Sent:
    when = command.occurred
    if when is not None and (when.unknown or when.zone != zone):
        raise Unfit(f"--occurred: over HTTP a document came at a time or on a day, in {zone}")
    key = None if said.key is None else checked_key(said.key)
    with file.open("rb") as octets:
        return sent.attach(api, reference, command, octets, key=key)


async def _content(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as octets:
        while piece := octets.read(PIECE):
            yield piece


async def _write(content: AsyncIterator[Any], out: Path) -> None:
    with _new_file(out) as file:
        async for piece in content:
            file.write(piece)


@contextmanager
def _new_file(out: Path) -> Iterator[BinaryIO]:
    """For our own account alone, and never over something that is there; - is standard output."""
    if str(out) == "-":
        yield sys.stdout.buffer
        return
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
