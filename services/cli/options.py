"""A command's options, read off the fields of its model: nothing about them is written twice."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from pydantic import AwareDatetime, BaseModel, ValidationError
from pydantic.fields import FieldInfo

from domain.complaint.acts import Act, OutsideAct
from domain.values import Money, When, rule_in
from services.cli.entering import (
    choices,
    each,
    entered,
    is_many,
    is_model,
    read_text,
)
from services.cli.exits import Unfit
from services.cli.shorthand import Known

Model = TypeVar("Model", bound=BaseModel)

STAND_FOR: Mapping[Any, str] = {
    When: "WHEN",
    Money: "MONEY",
    UUID: "ID",
    date: "DAY",
    AwareDatetime: "TIME",
    int: "NUMBER",
    bool: "yes|no",
}
FORMS: Mapping[str, str] = {
    "WHEN": "2026-03-05, 2026-03-05T09:30, 2026-03-05T09:30:00Z, or unknown",
    "TIME": "2026-03-05T09:30, or 2026-03-05T09:30:00Z",
    "DAY": "such as 2026-03-05",
    "MONEY": "with its currency, such as '120.50 GBP'",
    "PARTS": "name=value,name=value of the names that are listed, or a JSON object",
}
SHARED = "Common to all handling"
WIDEST = 18


@dataclass(frozen=True, slots=True)
class Short:
    """A note on a field: the letter that stands for its option, such as ``-n``."""

    letter: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a model as an option: ``--name``, what it takes, what it says of itself."""

    field: str
    option: str
    hint: Any
    required: bool
    sentence: str
    short: tuple[str, ...] = ()
    is_flag: bool = False
    is_shared: bool = False

    @property
    def parameter(self) -> inspect.Parameter:
        """The option as typer reads it off a signature."""
        kind: Any = list[str] | None if is_many(self.hint) else str | None
        names: tuple[str, ...] = (*self.short, self.option)
        shown = typer.Option(
            *names,
            help=self.help,
            metavar=None if self.is_flag else self.metavar,
            show_default=False,
            rich_help_panel=SHARED if self.is_shared else None,
        )
        hint = bool | None if self.is_flag else kind
        keyword = inspect.Parameter.KEYWORD_ONLY
        return inspect.Parameter(
            self.field, keyword, annotation=Annotated[hint, shown], default=None
        )

    @property
    def metavar(self) -> str:
        """What stands for the value in the help."""
        kind = each(self.hint)
        if words := "|".join(choices(kind)):
            return words if len(words) <= WIDEST else "WORD"
        return "PARTS" if is_model(kind) else STAND_FOR.get(kind, "TEXT")

    @property
    def help(self) -> str:
        """What the help says of the option."""
        often = "may be repeated" if is_many(self.hint) else ""
        needed = "Required." if self.required else ""
        said = "; ".join(filter(None, (self.sentence.rstrip("."), self._words, often)))
        return " ".join(filter(None, (f"{said}." if said else "", needed)))

    @property
    def _words(self) -> str:
        kind = each(self.hint)
        if is_model(kind):
            return ", ".join(_part(name, field) for name, field in kind.model_fields.items())
        return f"one of {', '.join(choices(kind))}" if self.metavar == "WORD" else ""

    def value(self, typed: Any, known: Known) -> Any:
        """What was typed, as the model takes it. Raises Unfit naming the option."""
        if isinstance(typed, bool):
            return typed
        if is_many(self.hint):
            return [self._one(word, known) for word in typed]
        return self._one(typed, known)

    def _one(self, word: str, known: Known) -> Any:
        kind = each(self.hint)
        try:
            plain = read_text(word) if kind is str or is_model(kind) else word
            return entered(kind, plain, field=self.field, known=known)
        except Unfit as error:
            raise Unfit(f"{self.option}: {error}") from None


def entries(model: type[BaseModel]) -> tuple[Entry, ...]:
    """The options of a model's fields: the required ones, its own, those that many models share."""
    made = [_entry(model, name, field) for name, field in model.model_fields.items()]
    return tuple(sorted(made, key=lambda entry: (not entry.required, entry.is_shared)))


def forms(options: Sequence[Entry]) -> str:
    """How to write what the options take: a sentence for each word that stands for something."""
    used = {entry.metavar for entry in options if not entry.is_flag}
    return "\n".join(f"{word}: {form}." for word, form in FORMS.items() if word in used)


def _entry(model: type[BaseModel], name: str, field: FieldInfo) -> Entry:
    return Entry(
        field=name,
        option=f"--{_option(model, name, field)}",
        hint=field.annotation,
        required=field.is_required(),
        sentence=field.description or "",
        short=tuple(note.letter for note in field.metadata if isinstance(note, Short)),
        # Where absence means no, naming it is enough; elsewhere it has to be said.
        is_flag=field.annotation is bool and field.default is False,
        is_shared=name in (*Act.model_fields, *OutsideAct.model_fields),
    )


def _option(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    """A field's name with dashes, without ``is_`` and ``_code``; singular if it may be repeated."""
    word = name.removesuffix("_code").removeprefix("is_")
    if word in model.model_fields:
        word = name
    if is_many(field.annotation):
        word = f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
    return word.replace("_", "-")


def _part(name: str, field: FieldInfo) -> str:
    words = "|".join(choices(each(field.annotation)))
    part = f"{name}={words}" if words else name
    return part if field.is_required() else f"({part})"


def read_off(model: type[Model], body: Mapping[str, Any]) -> Model:
    """The model that a body says. Raises Unfit naming each option and its rule."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        known = {entry.field: entry.option for entry in entries(model)}
        faults = [_fault(known, one["loc"], one["type"], one["msg"]) for one in error.errors()]
        raise Unfit("; ".join(faults)) from None


def _fault(
    options: Mapping[str, str], place: tuple[int | str, ...], kind: str, message: str
) -> str:
    first, *rest = place or ("",)
    option = options.get(str(first), str(first) or "the command")
    inside = [f"no. {one + 1}" if isinstance(one, int) else one for one in rest]
    where = " ".join([option, *inside])
    if kind == "missing":
        return f"{where} is required"
    return f"{where}: {rule_in(message)}"
