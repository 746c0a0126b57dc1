"""The record itself at the keyboard: erase for real, find what may be the same matter."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import typer

from domain.registry import COMMANDS
from domain.values import Actor
from services import wiring
from services.cli import over_http
from services.cli.api_client import Api
from services.cli.carrying import known_of, seen_by
from services.cli.context import Here, here
from services.cli.duplicates_shown import show_likely
from services.cli.exits import MayNot, RequestFailed, Unfit
from services.cli.formatting import counted, instant
from services.cli.handling import panel_of
from services.cli.options import SHARED
from services.cli.roles import KeyboardRole
from services.cli.sent import send
from services.cli.shared_options import READING, AsJson, Reference
from services.cli.shorthand import Known
from services.cli.terminal import print_json, print_line, say
from services.commands.command_request import CommandRequest
from services.commands.duplicates import LikelyDuplicates, Rebuilt
from services.commands.erasing import NAME, Certificate
from services.commands.remnants import Remnant, Why
from services.queries.queries import Questions
from services.wiring import Installation

ERASE = COMMANDS[NAME]
WHY: Mapping[Why, str] = {
    "not_destroyed_yet": "its key is still there; run this again",
    "came_later": "it came after the erasure; request another",
    "text_of_all": "it is the text of all in the complaint; request P3 to erase it",
    "not_asked_for": "the request did not name it; request another",
    "merged": "the complaints were merged; request it there too",
    "split": "the complaints were one and were split; request it there too",
}
"""Why something is left, and what would take it away."""


def add_commands(app: typer.Typer) -> None:
    """Give the application ``erase``, ``duplicates`` and ``contact-index``."""
    app.command(rich_help_panel=panel_of(ERASE))(here(erase, for_keys=True, is_noted=True))
    app.command(rich_help_panel=READING)(here(duplicates, for_keys=True))
    app.command("contact-index", rich_help_panel=READING)(here(contact_index, is_noted=True))


def erase(
    here: Here,
    reference: Reference,
    request: Annotated[
        str,
        typer.Option(metavar="ID", help="The approved request: its first four characters or more."),
    ],
    role: Annotated[
        KeyboardRole, typer.Option("--as", help="The role that you act in.", rich_help_panel=SHARED)
    ] = "privacy_officer",
    as_json: AsJson = False,
) -> None:
    """Destroy the keys of an approved request to erase, and print the certificate of it.

    For ever: what lay under them can be read nowhere any more, and not from backups either once
    these are 35 days old. Said again it completes what a crash may have left, and certifies anew.
    """
    if here.api is not None:
        found = _erased_by_key(here.api, reference, request, here.known(reference))
        print_json(found) if as_json else _show(found)
        return
    if role not in ERASE.roles:
        raise MayNot(role, ERASE.name, ERASE.roles)
    actor = here.person(role)
    certificate = here.ask(lambda parts: _erased(parts, actor, reference, request=request))
    if as_json:
        print_json(certificate)
    else:
        _show(certificate)


def duplicates(here: Here, reference: Reference, as_json: AsJson = False) -> None:
    """List complaints that name the same contact or product; what is alike is not shown.

    It is a hint and decides nothing: look at both before you link or merge them.
    """

    likely = _likely(here, reference)
    if as_json:
        print_json(likely)
    elif likely.complaints:
        show_likely(likely)
    else:
        say("no other complaint names the same contact or product")


def _likely(here: Here, reference: str) -> LikelyDuplicates:
    if here.api is not None:
        return over_http.likely_duplicates(here.api, reference)
    reader = here.person("handler")

    async def found(parts: Installation) -> LikelyDuplicates:
        complaint_id = await seen_by(reader, reference, asking=Questions(parts), read=read)
        return await parts.duplicates.likely(complaint_id, reader=reader)

    with here.reading("complaint.read", reader, command="duplicates") as read:
        return here.ask(found)


def contact_index(
    here: Here,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Under a new index key; the old one goes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index of contacts anew, from what of all complaints can still be opened."""

    async def rebuilt(parts: Installation) -> Rebuilt:
        return await parts.duplicates.rebuild(new_key=new_key)

    result = here.ask(rebuilt)
    if as_json:
        print_json(result)
    else:
        noted, complaints = counted(result.noted, "detail"), counted(result.complaints, "complaint")
        print_line(f"{noted} of {complaints} noted")


async def _erased(
    parts: Installation, actor: Actor, reference: str, *, request: str
) -> Certificate:
    await seen_by(actor, reference, asking=Questions(parts))
    complaint_id, known = await known_of(parts, reference)
    request_id = _id(known.id_of("request_id", request))
    erasures = wiring.erasures(parts)
    if not await erasures.completed(complaint_id, request_id):
        command = ERASE.model.model_validate({"request_id": request_id})
        erasure = CommandRequest(name=NAME, command=command, actor=actor, stream_id=complaint_id)
        await erasures.run(erasure)
    return await erasures.certificate(complaint_id, request_id)


def _erased_by_key(api: Api, reference: str, request: str, known: Known) -> Certificate:
    request_id = _id(known.id_of("request_id", request))
    try:
        return over_http.certificate(api, reference, request_id)
    except RequestFailed as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
    command = ERASE.model.model_validate({"request_id": request_id})
    send(api, ERASE, command, reference=reference)
    return over_http.certificate(api, reference, request_id)


def _id(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise Unfit(f"{word!r} is no request's id: `plaint history` tells of each") from None


def _show(certificate: Certificate) -> None:
    whose = f"of party {certificate.party_id}" if certificate.party_id else "of everybody"
    keys = counted(len(certificate.key_ids), "key")
    print_line(f"{certificate.reference}: personal data {whose} is erased")
    for line in (
        f"request {certificate.request_id}, by right of {certificate.legal_basis_code}",
        f"approved by {certificate.approved_by}",
        f"classes {', '.join(certificate.class_codes)}",
        f"recorded at {instant(certificate.recorded_at)}, position {certificate.position:,}",
        f"{keys} destroyed, {counted(certificate.events, 'event')} had something under them",
        *certificate.key_ids,
    ):
        print_line(line, indent=2)
    for left in certificate.still_readable:
        print_line(f"still readable: {_left(left)}", indent=2)
    if not certificate.is_complete:
        say("not complete: what can still be read is listed above, each with why")


def _left(left: Remnant) -> str:
    what = left.kind.replace("_", " ")
    which = left.document_id or left.party_id
    named = f"{what} {which.hex[:8]}" if which else what
    return f"{named} in {left.reference}, {counted(left.events, 'event')}: {WHY[left.why]}"
