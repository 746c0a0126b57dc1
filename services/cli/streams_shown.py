"""A stream of any aggregate at the keyboard: how it stands, and what happened to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from rich.text import Text

from adapters.clock import now
from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from services.access.rights import OPENERS
from services.cli.context import Here
from services.cli.exits import MayNot
from services.cli.formatting import instant
from services.cli.harmless import harmless
from services.cli.roles import KeyboardRole
from services.cli.terminal import print_json, print_line
from services.queries.references import aggregate_named
from services.queries.streams import StreamRead, Streams
from services.queries.unsealing import Opened
from services.representations.addresses import address_of
from services.representations.streams import StreamAnswer, StreamHistory, stream
from services.representations.streams import history as told_history
from services.wiring import Installation

Command = Callable[..., None]


def by_reference(command: Command, of_another: Command) -> Command:
    """A command on a complaint; where the reference is of another aggregate, the other one."""

    @wraps(command)
    def typed(here: Here, reference: str, **arguments: Any) -> None:
        if (of := aggregate_named(reference)) is COMPLAINT:
            command(here, reference=reference, **arguments)
        else:
            of_another(here, of, reference, **arguments)

    return typed


def show(
    here: Here,
    of: AnyAggregate,
    word: str,
    *,
    part: Any,
    as_json: bool,
    role: KeyboardRole,
) -> None:
    """Show how it stands; with what is sealed in its events, where that is asked for."""
    if part.content:
        _events(here, of, word, role, is_opened=True, as_json=as_json)
        return
    if here.api is not None:
        answer = StreamAnswer.model_validate(here.api.get(address_of(of, word)))
    else:
        answer = stream(_read(here, of, word, role, is_opened=False)[0].head)
    if as_json:
        print_json(answer)
        return
    print_line(Text(f"{of.noun} {answer.stream_id}, version {answer.version}", style="bold"))
    for name, value in answer.state.items():
        print_line(harmless(f"{name.replace('_', ' ')}: {value}"), indent=2)


def history(here: Here, of: AnyAggregate, word: str, *, as_json: bool, **_: Any) -> None:
    """Show what happened to it, in order, nothing left out."""
    _events(here, of, word, "handler", is_opened=False, as_json=as_json)


def _events(
    here: Here, of: AnyAggregate, word: str, role: KeyboardRole, *, is_opened: bool, as_json: bool
) -> None:
    if here.api is not None:
        part = "opened" if is_opened else "history"
        answer = here.api.get(f"{address_of(of, word)}/{part}")
        stream_history = StreamHistory.model_validate(answer)
    else:
        read, opened = _read(here, of, word, role, is_opened=is_opened)
        stream_history = told_history(read.head, opened or read.events)
    if as_json:
        print_json(stream_history)
        return
    for one in stream_history.events:
        line = Text(f"{one.version:>3}  {one.type}")
        print_line(line.append(f"  {instant(one.recorded_at)}", style="dim"))
        for name, value in one.data.items():
            print_line(harmless(f"{name.replace('_', ' ')}: {value}"), indent=5)


def _read(
    here: Here, of: AnyAggregate, word: str, role: KeyboardRole, *, is_opened: bool
) -> tuple[StreamRead, tuple[Opened, ...]]:
    if is_opened and role not in OPENERS:
        raise MayNot(role, "open what is sealed", OPENERS)
    reader = here.person(role)

    async def stream_of(installation: Installation) -> tuple[StreamRead, tuple[Opened, ...]]:
        streams = Streams(installation)
        found = await streams.find(of, word)
        read["stream_id"] = str(found)
        stream_read = await streams.read(of, found, reader, now=now())
        return stream_read, await streams.opened(stream_read) if is_opened else ()

    event = "stream.opened" if is_opened else "stream.read"
    with here.reading(event, reader, command="show") as read:
        return here.ask(stream_of)
