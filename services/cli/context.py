"""What every command knows: which installation is meant, and how to reach its parts."""

import asyncio
import inspect
import os
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TextIO, TypeVar
from uuid import UUID

import psycopg
import structlog
import typer
from pydantic import AwareDatetime, BaseModel

from adapters import logs
from adapters.local.children import rotate
from adapters.local.files import not_followed
from adapters.local.folder import DataFolder
from adapters.settings import Settings, read_settings
from domain.values import Actor, When
from services import wiring
from services.access.operator import ANSWERS_WITHIN_SECONDS, operator_of
from services.cli import over_http
from services.cli.api_client import Api, api_of
from services.cli.entering import each, is_model
from services.cli.error_mapping import Unfit
from services.cli.options import entries, forms, read_off
from services.cli.shorthand import Known, known_of
from services.wiring import Installation

logger = structlog.get_logger(__name__)
Answer = TypeVar("Answer")
LOG = "keyboard.log"
ROLE_OPTIONS = ("role", "beside_role")

PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n)")
KEYWORD = inspect.Parameter.KEYWORD_ONLY

NOTHING_KNOWN = Known("UTC")
"""Where neither a time nor an id was typed, nothing is looked up."""

DataOption = typer.Option(
    "--data", help="The folder that holds everything.", metavar="DIR", show_default=False
)
DATA = Annotated[Path | None, DataOption]


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
        return wiring.folder_of(self.settings)

    def reading(
        self, event: str, reader: Actor, *, command: str, **told: object
    ) -> AbstractContextManager[dict[str, object]]:
        """A read, which is logged when it is done; or that it was refused. Raises ReadNotLogged."""
        reads = wiring.read_log(self.settings)
        return reads.reading(event, reader, part="keyboard", command=command, **told)

    def person(self, role: str) -> Actor:
        """Whoever sits at the keyboard, in this role. Raises what operator_of raises."""
        return Actor(kind="staff", id=operator_of(self.settings), role=role)

    @property
    def zone(self) -> str:
        """The zone of times that name none: the adopted one. Raises what ask raises.

        Who has a key reads it where the last start or adoption noted it.
        """
        if self.api is None:
            return self.ask(_zone)
        noted = self.folder.read_run().get("zone")
        if not isinstance(noted, str):
            raise wiring.NotRunning("no zone is noted here: start it with `plaint up`")
        return noted

    def known(self, reference: str) -> Known:
        """What may be left unsaid about a complaint. Raises what ask raises, NotDone."""
        if self.api is not None:
            return over_http.known_of(self.api, reference, self.zone)
        _, known = self.ask(lambda parts: known_of(parts, reference))
        return known

    def ask(self, question: Callable[[Installation], Awaitable[Answer]]) -> Answer:
        """What the installation answers.

        Raises NotRunning, SecretsMissing, psycopg.OperationalError, and what the question raises.
        """
        # The pool would try for half a minute, which is too long for somebody who waits.
        address = wiring.writer_dsn(self.settings)
        psycopg.connect(address, connect_timeout=ANSWERS_WITHIN_SECONDS).close()
        return asyncio.run(self._ask(question))

    async def _ask(self, question: Callable[[Installation], Awaitable[Answer]]) -> Answer:
        async with wiring.installation(self.settings) as installation:
            return await question(installation)


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
    def command(ctx: typer.Context, data: Path | None, **given: Any) -> None:
        folder = data or _folder_before(ctx.parent)
        settings = wiring.as_started if starts else wiring.for_command
        at = _at(ctx, settings(_settings(folder)), for_keys=for_keys)
        reference = given.get("reference")
        read = {name: _read(model, given, at, reference) for name, model in models.items()}
        with _noted(at, ctx.command_path) if is_noted else nullcontext(), _logged_beside(at):
            function(at, **given, **read)

    parameters = [
        inspect.Parameter("ctx", KEYWORD, annotation=typer.Context),
        *(part for one in own for part in _options(one)),
        inspect.Parameter("data", KEYWORD, annotation=DATA, default=None),
    ]
    typed = [entry for model in models.values() for entry in entries(model)]
    told = PARAGRAPH.sub(" ", inspect.getdoc(function) or "")
    command.__doc__ = "\n\n".join(filter(None, (told, forms(typed))))
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
    return Here(settings, api=api_of(wiring.folder_of(settings), key))


def _is_typed(ctx: typer.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _options(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    if is_model(parameter.annotation):
        return [entry.parameter for entry in entries(parameter.annotation)]
    return [parameter.replace(kind=KEYWORD)]


def _read(
    model: type[BaseModel], given: dict[str, Any], at: Here, reference: str | None
) -> BaseModel:
    """The model of what was given for its fields, which are taken out.

    reference: the complaint by which an id may be named by its first characters.
    """
    typed = [(entry, given.pop(entry.field)) for entry in entries(model)]
    told = [(entry, value) for entry, value in typed if value is not None]
    for entry, value in told:
        if each(entry.hint) in (When, AwareDatetime):
            # What is a time in no zone is refused before anybody is asked for ours.
            entry.value(value, NOTHING_KNOWN)
    hints = [each(entry.hint) for entry, _ in told]
    known = NOTHING_KNOWN
    if reference is not None and UUID in hints:
        known = at.known(reference)
    elif any(hint in (When, AwareDatetime) or is_model(hint) for hint in hints):
        known = Known(at.zone)
    return read_off(model, {entry.field: entry.value(value, known) for entry, value in told})


async def _zone(installation: Installation) -> str:
    return (await installation.policies.in_force()).zone


def _folder_before(ctx: Any) -> Path | None:
    """The folder that was named before the sub-command."""
    while ctx is not None:
        if ctx.params.get("data"):
            return Path(ctx.params["data"])
        ctx = ctx.parent
    return None


@contextmanager
def _noted(at: Here, command: str) -> Iterator[None]:
    """Who gave a command, which, and whether it was done; over HTTP the API logs that."""
    outcome = "not done"
    try:
        yield
        outcome = "done"
    finally:
        if at.api is None and os.access(at.folder.log, os.W_OK):
            with _logged_beside(at):
                account = f"account {os.geteuid()}"
                logger.info("keyboard.command", command=command, by=account, outcome=outcome)


@contextmanager
def _logged_beside(here: Here) -> Iterator[None]:
    """Logging goes to a file of the installation, so that it never stands among answers."""
    folder = here.folder.log
    with ExitStack() as stack:
        stream: TextIO = sys.stderr
        if os.access(folder, os.W_OK):
            rotate(folder / LOG)
            stream = stack.enter_context(
                open(folder / LOG, "a", encoding="utf-8", opener=not_followed)
            )
        stack.enter_context(logs.configured(here.settings.log_level, stream))
        yield


def _settings(data: Path | None) -> Settings:
    settings = read_settings()
    if data:
        settings = settings.model_copy(update={"data": data})
    return settings
