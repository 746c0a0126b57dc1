"""What every command knows: which installation is meant, and how to reach its parts."""

import asyncio
import inspect
import os
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TextIO, TypeVar
from uuid import UUID

import psycopg
import typer
from pydantic import BaseModel

from adapters import logs
from adapters.local.folder import DataFolder
from adapters.settings import Settings, read_settings
from domain.values import Actor
from services import wiring
from services.cli.entering import each, is_model
from services.cli.keyboard import person
from services.cli.known import Known, known_of
from services.cli.options import entries, forms, read_off
from services.wiring import Installation

Answer = TypeVar("Answer")
ANSWERS_WITHIN_SECONDS = 5
LOG = "keyboard.log"

PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n)")
KEYWORD = inspect.Parameter.KEYWORD_ONLY

DataOption = typer.Option(
    "--data", help="The folder that holds everything.", metavar="DIR", show_default=False
)
DATA = Annotated[Path | None, DataOption]


@dataclass(frozen=True, slots=True)
class Here:
    """The installation that a command was typed for; goes_on: a sub-command follows."""

    settings: Settings
    goes_on: bool = False

    @property
    def folder(self) -> DataFolder:
        """Its data folder."""
        return wiring.folder_of(self.settings)

    def person(self, role: str) -> Actor:
        """Whoever sits at the keyboard, in this role."""
        return person(self.folder, role)

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


def here(function: Callable[..., None]) -> Callable[..., None]:
    """A command whose first parameter is Here; one that is a model is read off its options.

    Every command gets ``--data``, because people write it where they remember it.
    """
    _, *own = inspect.signature(function, eval_str=True).parameters.values()
    models = {one.name: one.annotation for one in own if is_model(one.annotation)}

    @wraps(function)
    def command(ctx: typer.Context, data: Path | None, **given: Any) -> None:
        folder = data or _folder_before(ctx.parent)
        at = Here(_settings(folder), goes_on=ctx.invoked_subcommand is not None)
        reference = given.get("reference")
        read = {name: _read(model, given, at, reference) for name, model in models.items()}
        with _logged_beside(at):
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
    known = Known(at.settings.zone)
    if reference is not None and any(each(entry.hint) is UUID for entry, _ in told):
        named = reference
        _, known = at.ask(lambda parts: known_of(parts, named))
    return read_off(model, {entry.field: entry.value(value, known) for entry, value in told})


def _folder_before(ctx: Any) -> Path | None:
    """The folder that was named before the sub-command."""
    while ctx is not None:
        if ctx.params.get("data"):
            return Path(ctx.params["data"])
        ctx = ctx.parent
    return None


@contextmanager
def _logged_beside(here: Here) -> Iterator[None]:
    """Logging goes to a file of the installation, so that it never stands among answers."""
    folder = here.folder.path / "log"
    with ExitStack() as stack:
        stream: TextIO = sys.stderr
        if os.access(folder, os.W_OK):
            stream = stack.enter_context((folder / LOG).open("a", encoding="utf-8"))
        stack.enter_context(logs.configured(here.settings.log_level, stream))
        yield


def _settings(data: Path | None) -> Settings:
    settings = read_settings()
    if data:
        settings = settings.model_copy(update={"data": data})
    return wiring.as_started(settings)
