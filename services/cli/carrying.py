"""Carrying one typed command out, and telling what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from rich.text import Text

from adapters import event_json
from adapters.clock import now
from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.registry import aggregate_of
from domain.values import Actor
from services import wiring
from services.access.sight import Sight
from services.cli import due_shown, over_http
from services.cli.api_client import Api
from services.cli.asking_first import ask_first
from services.cli.context import Here
from services.cli.entering import object_of, read_source
from services.cli.exits import MayNot, Unfit
from services.cli.formatting import counted
from services.cli.options import entries, read_off
from services.cli.sent import Sent, say_remarks, send, told_of
from services.cli.shorthand import Known
from services.cli.terminal import print_json, print_line
from services.commands.command_request import CommandRequest, CommandResult
from services.queries.queries import Questions
from services.queries.streams import Streams
from services.wiring import Installation

OTHER_COMPLAINT = ("other_id", "into_id")
"""The fields that name another complaint; people know it by its reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command as it was typed: its fields, and what is said beside them.

    fields: what was given for each field, unread. body: a file of JSON that holds more fields.
    """

    kind: AnyDecider
    fields: Mapping[str, Any]
    body: str | None
    role: str
    reference: str | None = None
    version: int | None = None
    key: str | None = None
    is_sure: bool = False


def carry_out(here: Here, typed: Typed) -> CommandResult:
    """Do what was typed.

    Raises MayNot for a role that has no such command, Unfit, and what CommandService.run raises.
    """
    kind, of = typed.kind, aggregate_of(typed.kind.name)
    if typed.role not in kind.roles:
        raise MayNot(typed.role, kind.name, kind.roles)
    body = _body(typed)

    async def carried_out(installation: Installation) -> CommandResult:
        stream_id, known = await _known(installation, typed.reference, of)
        fields = await _complaints_found(installation, typed.fields)
        field_values = {**body, **_given(kind, fields, known)}
        command = read_off(kind.model, field_values)
        actor = here.person(typed.role)
        ask_first(command, own=actor.id, is_sure=typed.is_sure)
        request = CommandRequest(
            name=kind.name,
            command=command,
            actor=actor,
            stream_id=stream_id,
            key=key_of(actor, typed.key),
            expected_versions=None if typed.version is None else frozenset({typed.version}),
            field_values=field_values,
        )
        return await _placed(installation, request)

    return here.ask(carried_out)


def send_by_key(api: Api, typed: Typed, *, zone: str) -> Sent:
    """Send what was typed by somebody with a key of their own. Raises Unfit, RequestFailed.

    zone: of times that name none, where the complaint has none.
    """
    kind, body = typed.kind, _body(typed)
    is_complaint = aggregate_of(kind.name) is COMPLAINT
    known = over_http.known_of(api, typed.reference if is_complaint else None, zone)
    others = {name: over_http.id_of(api, word) for name, word in _others(typed.fields).items()}
    field_values = {**body, **_given(kind, {**typed.fields, **others}, known)}
    command = read_off(kind.model, field_values)
    ask_first(command, own=None, is_sure=typed.is_sure)
    key = None if typed.key is None else checked_key(typed.key)
    return send(api, kind, command, reference=typed.reference, version=typed.version, key=key)


def _body(typed: Typed) -> dict[str, Any]:
    return object_of(read_source(typed.body)) if typed.body else {}


def _given(kind: AnyDecider, fields: Mapping[str, Any], known: Known) -> dict[str, Any]:
    return {
        entry.field: entry.value(fields[entry.field], known)
        for entry in entries(kind.model)
        if entry.field in fields
    }


def _others(fields: Mapping[str, Any]) -> dict[str, str]:
    """The fields in which another complaint was named by its reference."""
    named = {name: str(fields[name]) for name in OTHER_COMPLAINT if name in fields}
    return {
        name: word for name, word in named.items() if ":" in word or word.upper().startswith("C-")
    }


async def _complaints_found(
    installation: Installation, fields: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The fields with the id of another complaint where it was named by its reference."""
    questions = Questions(installation)
    found = {name: str(await questions.find(word)) for name, word in _others(fields).items()}
    return {**fields, **found}


async def _placed(installation: Installation, request: CommandRequest) -> CommandResult:
    """A repeated command that had made no events tells where its complaint is now."""
    result = await wiring.carrying(installation).run(request)
    if result.state is not None or request.stream_id is None:
        return result
    if (of := aggregate_of(request.name)) is not COMPLAINT:
        read = await Streams(installation).read(of, request.stream_id, request.actor, now=now())
        return replace(
            result, state=read.head.state, stream_id=request.stream_id, version=read.head.version
        )
    at = await Questions(installation).complaint(request.stream_id)
    Sight(request.actor, now()).check(at.complaint)
    return replace(result, state=at.complaint, stream_id=at.complaint_id, version=at.version)


async def _known(
    installation: Installation, reference: str | None, of: AnyAggregate
) -> tuple[UUID | None, Known]:
    if reference is None:
        return None, Known((await installation.policies.in_force()).zone)
    return await known_of(installation, reference, of)


async def known_of(
    installation: Installation, reference: str, of: AnyAggregate = COMPLAINT
) -> tuple[UUID, Known]:
    """The stream that a reference names, and what may be left unsaid about it."""
    stream_id = await Streams(installation).find(of, reference)
    stored = await installation.record.stream(stream_id)
    history = [event_json.recorded(one.public, one.position) for one in stored]
    zone = (await installation.policies.in_force()).zone
    return stream_id, Known.of(history, zone)


async def seen_by(
    reader: Actor, reference: str, *, asking: Questions, read: dict[str, object] | None = None
) -> UUID:
    """The complaint that a reference names, for who may see it. Raises NotFound, SeveralFound.

    read: what the log of reads gets, where it is one.
    """
    if read is not None:
        read["complaint_id"] = str(await asking.find(reference))
    return await asking.seen(reference, reader, now=now())


def key_of(actor: Actor, key: str | None) -> tuple[str, ...] | None:
    """What makes a repetition at the keyboard recognisable. Raises Unfit."""
    return None if key is None else ("cli", str(actor.id), checked_key(key))


def checked_key(key: str) -> str:
    """A key of repetition; a person's, typed in its place, would not act as that person.

    Raises Unfit.
    """
    if key.startswith(("@", "plaint_")):
        raise Unfit(
            "a person's key stands before the command: plaint --key @FILE COMMAND; after it, "
            "--key TEXT makes a repetition recognisable"
        )
    return key


def show(result: CommandResult, *, as_json: bool) -> None:
    """Tell what a command came to: where the complaint stands, and what was recorded."""
    if as_json:
        print_json(plain(result))
        return
    line = told_of(getattr(result.state, "reference", None), getattr(result.state, "state", None))
    recorded = "recorded before" if result.is_repeat else "recorded"
    events = counted(len(result.events), "event")
    outcome = f"{events} {recorded}" if result.events else "nothing new to record"
    line.append(f", version {result.version}: {outcome}", style="not bold")
    print_line(line)
    for one in result.events:
        line = Text(f"{one.version:>3}  {one.event.TYPE}")
        if one.stream_id != result.stream_id:
            line.append(f"  in {one.stream_id}")
        elif isinstance(result.state, Complaint):
            line.append_text(due_shown.of_step(one.event, result.state, now()))
        print_line(line, indent=2)
    say_remarks(result.remarks, getattr(result.state, "reference", None))


def id_named(state: Any) -> str:
    """How programs read the id of a stream in this state."""
    return "complaint_id" if state is None or isinstance(state, Complaint) else "stream_id"


def plain(result: CommandResult) -> dict[str, Any]:
    """The same for programs, in the API's shape."""
    named = id_named(result.state)
    return {
        named: str(result.stream_id),
        "reference": getattr(result.state, "reference", None),
        "state": getattr(result.state, "state", None),
        "version": result.version,
        "command_id": str(result.command_id),
        "is_repeat": result.is_repeat,
        "events": [
            {
                "event_id": str(one.event_id),
                named: str(one.stream_id),
                "type": one.event.TYPE,
                "version": one.version,
            }
            for one in result.events
        ],
        "remarks": list(result.remarks),
    }
