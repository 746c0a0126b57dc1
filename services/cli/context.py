"""What every command knows: which installation is meant, and how to reach its parts."""

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
)
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import psycopg
import typer
from pydantic import AwareDatetime, BaseModel

from adapters.local.folder import DataFolder
from adapters.read_log import ReadLog
from adapters.settings import Settings, read_settings
from domain.values import Actor, When
from services import addresses
from services.access.operator import ANSWERS_WITHIN_SECONDS, operator_of
from services.cli.api_client import Api, api_of
from services.cli.entering import each, is_model
from services.cli.exits import Unfit
from services.cli.keyboard_log import KeyboardLog
from services.cli.options import entries, forms, read_off
from services.cli.shared_options import DATA
from services.cli.shorthand import Known
from services.queries.view_questions import ViewQuestions
from services.view_wiring import view_questions

if TYPE_CHECKING:
    from services.wiring import Installation

Answer = TypeVar("Answer")
Parts = TypeVar("Parts")
ROLE_OPTIONS = ("role", "beside_role")

PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n)")
KEYWORD = inspect.Parameter.KEYWORD_ONLY

NOTHING_KNOWN = Known("UTC")
"""Where neither a time nor an id was typed, nothing is looked up."""


@dataclass(frozen=True, slots=True)
class Here:
    """The installation that a command was typed for; goes_on: a sub-command follows.

    api: for somebody who came with a key of their own; they reach nothing but it.
    """

    settings: Settings
    goes_on: bool = False
    api: Api | None = None

    @property
    def folder(self) -> DataFolder:
        """Its data folder."""
        return addresses.folder_of(self.settings)

    def reading(
        self, event: str, reader: Actor, *, command: str, **fields: object
    ) -> AbstractContextManager[dict[str, object]]:
        """A read, which is logged when it is done; or that it was refused. Raises ReadNotLogged."""
        reads = ReadLog(self.folder.log)
        return reads.reading(event, reader, part="keyboard", command=command, **fields)

    def person(self, role: str) -> Actor:
        """Whoever sits at the keyboard, in this role. Raises what operator_of raises."""
        return Actor(kind="staff", id=operator_of(self.settings), role=role)

    @property
    def zone(self) -> str:
        """The zone of times that name none: the adopted one. Raises what ask raises.

        Who has a key reads it where the last start or adoption noted it.
        """
        if self.api is None:
            return self.ask_views(ViewQuestions.zone)
        noted = self.folder.read_run().get("zone")
        if not isinstance(noted, str):
            raise addresses.NotRunning("no zone is noted here: start it with `plaint up`")
        return noted

    def known(self, reference: str) -> Known:
        """What may be left unsaid about a complaint. Raises what ask raises, RequestFailed."""
        # Only who names something in a complaint needs its events, and all that they take.
        from services.cli import carrying, over_http

        if self.api is not None:
            return over_http.known_of(self.api, reference, self.zone)
        _, known = self.ask(lambda parts: carrying.known_of(parts, reference))
        return known

    def ask(self, question: Callable[["Installation"], Awaitable[Answer]]) -> Answer:
        """What the installation answers. Raises what ask_views raises."""
        # Who reads a view does not wait until all that commands need is imported.
        from services import wiring

        return self._asked(wiring.installation, question)

    def ask_views(self, question: Callable[[ViewQuestions], Awaitable[Answer]]) -> Answer:
        """What the views answer.

        Raises NotRunning, SecretsMissing, psycopg.OperationalError, and what the question raises.
        """
        return self._asked(view_questions, question)

    def _asked(
        self,
        connected: Callable[[Settings], AbstractAsyncContextManager[Parts]],
        question: Callable[[Parts], Awaitable[Answer]],
    ) -> Answer:
        # The pool would try for half a minute, which is too long for somebody who waits.
        address = addresses.writer_dsn(self.settings)
        psycopg.connect(address, connect_timeout=ANSWERS_WITHIN_SECONDS).close()

        async def answered() -> Answer:
            async with connected(self.settings) as parts:
                return await question(parts)

        return asyncio.run(answered())


def here(
    function: Callable[..., None],
    *,
    for_keys: bool = False,
    starts: bool = False,
    is_noted: bool = False,
) -> Callable[..., None]:
    """A command whose first parameter is Here; one that is a model is read off its options.

    Every command gets ``--data``, because people write it where they remember it. for_keys:
    whether somebody with a key of their own can give it, too. starts: whether it starts Plaint,
    and so says anew what may be said at a start. is_noted: whether the log of the keyboard gets a
    line of it, because it takes a privilege and is no event of a complaint.
    """
    _, *own = inspect.signature(function, eval_str=True).parameters.values()
    models = {one.name: one.annotation for one in own if is_model(one.annotation)}

    @wraps(function)
    def command(ctx: typer.Context, data: Path | None, **arguments: Any) -> None:
        folder = data or _folder_before(ctx.parent)
        settings = addresses.as_started if starts else addresses.for_command
        at = _at(ctx, settings(_settings(folder)), for_keys=for_keys)
        reference = arguments.get("reference")
        read = {name: _read(model, arguments, at, reference) for name, model in models.items()}
        log = KeyboardLog(at.folder.log, at.settings.log_level)
        with log.noted(ctx.command_path, is_wanted=is_noted and at.api is None), log.open():
            function(at, **arguments, **read)

    parameters = [
        inspect.Parameter("ctx", KEYWORD, annotation=typer.Context),
        *(part for one in own for part in _options(one)),
        inspect.Parameter("data", KEYWORD, annotation=DATA, default=None),
    ]
    typed = [entry for model in models.values() for entry in entries(model)]
    description = PARAGRAPH.sub(" ", inspect.getdoc(function) or "")
    command.__doc__ = "\n\n".join(filter(None, (description, forms(typed))))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def _at(ctx: typer.Context, settings: Settings, *, for_keys: bool) -> Here:
    """Who typed it, and where. Raises Unfit, NotRunning."""
    goes_on, key = ctx.invoked_subcommand is not None, ctx.find_root().params.get("person_key")
    if key is None or goes_on:
        return Here(settings, goes_on=goes_on)
    if not for_keys:
        raise Unfit(
            f"`{ctx.command_path}` works on the data folder itself and is not asked over HTTP: "
            "leave --key out, and have whoever owns the folder do it"
        )
    if any(_is_typed(ctx, name) for name in ROLE_OPTIONS):
        raise Unfit("the role is that of the key: leave --as out, or take the key of that role")
    return Here(settings, api=api_of(addresses.folder_of(settings), key))


def _is_typed(ctx: typer.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _options(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    if is_model(parameter.annotation):
        return [entry.parameter for entry in entries(parameter.annotation)]
    return [parameter.replace(kind=KEYWORD)]


def _read(
    model: type[BaseModel], arguments: dict[str, Any], at: Here, reference: str | None
) -> BaseModel:
    """The model of what was given for its fields, which are taken out.

    reference: the complaint by which an id may be named by its first characters.
    """
    typed = [(entry, arguments.pop(entry.field)) for entry in entries(model)]
    supplied = [(entry, value) for entry, value in typed if value is not None]
    for entry, value in supplied:
        if each(entry.hint) in (When, AwareDatetime):
            # What is a time in no zone is refused before anybody is asked for ours.
            entry.value(value, NOTHING_KNOWN)
    hints = [each(entry.hint) for entry, _ in supplied]
    known = NOTHING_KNOWN
    if reference is not None and UUID in hints:
        known = at.known(reference)
    elif any(hint in (When, AwareDatetime) or is_model(hint) for hint in hints):
        known = Known(at.zone)
    return read_off(model, {entry.field: entry.value(value, known) for entry, value in supplied})


def _folder_before(ctx: Any) -> Path | None:
    """The folder that was named before the sub-command."""
    while ctx is not None:
        if ctx.params.get("data"):
            return Path(ctx.params["data"])
        ctx = ctx.parent
    return None


def _settings(data: Path | None) -> Settings:
    settings = read_settings()
    if data:
        settings = settings.model_copy(update={"data": data})
    return settings
