"""The templates of letters: read once, each proved to carry the rights and the recourse."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, get_args

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from adapters.text_files import read_text_file
from domain.complaint.documents.letters import LetterKind
from domain.errors import ErrorCategory
from services.correspondence.facts import LetterFacts
from services.correspondence.samples import SAMPLES
from services.correspondence.wording import day_in, words_of

SHIPPED = files("services.correspondence") / "templates"
NAME = re.compile(
    r"(?P<kind>[a-z_]+)\.v(?P<version>[1-9]\d{0,3})\.(?P<language>[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*)"
    r"\.(?P<form>txt|html)"
)
LETTERS: tuple[LetterKind, ...] = get_args(LetterKind)
RIGHTS, RECOURSE = "rights", "recourse"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINES = re.compile(r"\n{3,}")
MEDIA_TYPES = {"txt": "text/plain", "html": "text/html"}
Source = Literal["plaint", "own"]


class BadTemplate(ValueError):
    """A file of the folder of templates cannot be used; the message names it."""

    category = ErrorCategory.UNFIT


class CannotRender(BadTemplate):
    """A template fails; why may say what is personal, unless it was tried with a sample."""


class NoTemplate(LookupError):
    """There is no letter of this kind in this language."""

    category = ErrorCategory.UNFIT


@dataclass(frozen=True, slots=True)
class Template:
    """One letter's template. source: whether it is shipped, or the organisation's own."""

    file: str
    source: Source
    kind: str
    version: int
    language: str
    form: str

    @property
    def code(self) -> str:
        """How the record names it, together with its version and language."""
        return f"{self.source}_{self.kind}"

    @property
    def media_type(self) -> str:
        """Of the letters that it makes."""
        return MEDIA_TYPES[self.form]


class Templates:
    """All templates of an installation, shipped ones and its own.

    An own letter comes before a shipped one of its kind and language, a later version before an
    earlier one. Raises BadTemplate for a letter that does not always render with both the rights
    and the recourse in it (S-4), for a name that is none, and where a shipped text would be hidden.
    """

    def __init__(self, own: Path | None = None) -> None:
        shipped = {entry.name: entry for entry in SHIPPED.iterdir()}
        own_files = {entry.name: entry for entry in own.iterdir() if entry.is_file()} if own else {}
        if hidden := sorted(set(shipped) & set(own_files)):
            raise BadTemplate(f"{hidden[0]} is shipped and stays as it is: give yours a version")
        sources = {name: _text(entry) for name, entry in {**shipped, **own_files}.items()}
        self._environment = _environment(sources)
        self._all = [
            *(_named(name, "plaint") for name in shipped),
            *(_named(name, "own") for name in own_files),
        ]
        for template in self._all:
            self._must_be_sound(template)

    def choose(self, kind: LetterKind, language: str) -> Template:
        """The template of a kind in a language, or in the one that it is a variety of.

        Raises NoTemplate: nobody gets a letter in another language unasked.
        """
        found = [one for one in self._all if one.kind == kind]
        for wanted in (language.lower(), language.lower().partition("-")[0]):
            fitting = [one for one in found if one.language.lower() == wanted]
            if fitting:
                return max(fitting, key=lambda one: (one.source == "own", one.version))
        known = ", ".join(sorted({one.language for one in found}))
        raise NoTemplate(
            f"there is no {words_of(kind)} in the language {language}: choose one of {known}, or "
            "put a template of your own into the folder of PLAINT_TEMPLATES"
        )

    def render(self, template: Template, letter: LetterFacts) -> str:
        """The letter. Raises BadTemplate if it would lack the rights or the recourse."""
        try:
            return self._whole(template, letter)
        except CannotRender:
            raise BadTemplate(
                f"{template.file} fails with what this letter knows: make it expect any value"
            ) from None

    def _whole(self, template: Template, letter: LetterFacts) -> str:
        parts = {name: self._part(name, template, letter) for name in (RIGHTS, RECOURSE)}
        return self._rendered(template, letter, parts)

    def _part(self, name: str, template: Template, letter: LetterFacts) -> str:
        """The text of the rights, or of the recourse, in the language of a letter."""
        language = template.language.partition("-")[0].lower()
        found = [one for one in self._all if one.kind == name and one.language.lower() == language]
        if not found:
            raise BadTemplate(
                f"{template.file} needs {name}.v1.{language}.txt beside it: the {name} in the "
                "language of the letter"
            )
        text = self._made(max(found, key=lambda one: one.version), {"letter": letter})
        if not text.strip():
            raise BadTemplate(f"{found[0].file} is empty: say the {name} in it")
        return "\n".join(line for line in text.strip().splitlines() if line.strip())

    def _rendered(self, template: Template, letter: LetterFacts, parts: Mapping[str, str]) -> str:
        made = self._made(template, {"letter": letter, **parts})
        seen = COMMENT.sub("", made) if template.form == "html" else made
        for name, text in parts.items():
            if (str(escape(text)) if template.form == "html" else text) not in seen:
                raise BadTemplate(
                    f"{template.file} does not always carry the {name}: put {{{{ {name} }}}} where "
                    "no condition can leave it out"
                )
        return LINES.sub("\n\n", made).strip() + "\n"

    def _made(self, template: Template, known: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(template.file).render(
                language=template.language, **known
            )
        except (TemplateError, TypeError, AttributeError, ValueError, LookupError) as error:
            raise CannotRender(f"{template.file} cannot be rendered: {error}") from error

    def _must_be_sound(self, template: Template) -> None:
        shipped = {one.language for one in self._all if one.source == "plaint"}
        if template.source == "own" and template.kind == RIGHTS and template.language in shipped:
            raise BadTemplate(
                f"{template.file} would take the place of the rights that every letter keeps: say "
                "more in your letters beside them"
            )
        if template.kind in LETTERS:
            for letter in SAMPLES:
                self._whole(template, letter)


def _environment(sources: Mapping[str, str]) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(sources)),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = words_of
    environment.filters["day"] = _day
    return environment


@pass_context
def _day(context: Context, day: date) -> str:
    return day_in(context["language"], day)


def _named(name: str, source: Source) -> Template:
    found = NAME.fullmatch(name)
    if found is None:
        raise BadTemplate(
            f"{name} is no name of a template: write KIND.vVERSION.LANGUAGE.txt or .html, such as "
            "acknowledgement.v2.en-GB.txt"
        )
    return Template(
        name, source, found["kind"], int(found["version"]), found["language"], found["form"]
    )


def _text(entry: Traversable) -> str:
    try:
        return read_text_file(entry)
    except UnicodeDecodeError:
        raise BadTemplate(f"{entry.name} is not text in UTF-8: convert it") from None
