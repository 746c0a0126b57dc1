"""Whatever a message or a page tells to type is there: each command and each option of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from services.cli.app import make_app

ROOT = Path(__file__).parents[2]
APP = typer.main.get_command(make_app())
BROKEN_STRING = re.compile(r'"\s*\n\s*f?"')
QUOTED = re.compile(r"`(?:[A-Z_]+=\S+ )*plaint ([^`\n]+)`")
TYPED = re.compile(r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*plaint ([a-z][^|>#\n]*)", re.MULTILINE)
FENCED = re.compile(r"^ *```[a-z]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"--[a-z][a-z0-9-]*")
WORD = re.compile(r"[a-z][a-z0-9-]*")


def pointers() -> Iterator[tuple[str, str]]:
    """What is told to be typed after ``plaint``, with the file that tells it."""
    for folder in ("plaint", "domain", "projections", "adapters", "services"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = BROKEN_STRING.sub("", path.read_text(encoding="utf-8"))
            yield from ((path.name, found) for found in QUOTED.findall(text))
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        yield from ((path.name, found) for found in QUOTED.findall(text))
        for block in FENCED.findall(text):
            yield from ((path.name, found) for found in TYPED.findall(block))


def missing(typed: str) -> str | None:
    """The first word that the command line does not have; None where it has all."""
    command: Any = APP
    context = typer.Context(command)
    words = typed.replace("\\", " ").split()
    while words and hasattr(command, "get_command"):
        if not WORD.fullmatch(words[0]):
            break
        found = command.get_command(context, words[0])
        if found is None:
            return words[0]
        command, words = found, words[1:]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    told = OPTION.findall(" ".join(words))
    return next((one for one in told if one not in {*known, "--help"}), None)


ALL = sorted(set(pointers()))


def test_pointers_are_found_in_messages_and_on_pages() -> None:
    files = {name for name, _ in ALL}
    assert {"description.py", "policies.py", "README.md", "cli.md", "lifecycle.md"} <= files


@pytest.mark.parametrize(("file", "typed"), ALL, ids=[f"{file}: {typed}" for file, typed in ALL])
def test_what_is_told_to_be_typed_is_there(file: str, typed: str) -> None:
    assert missing(typed) is None, f"{file} tells to type `plaint {typed}`"


@pytest.mark.parametrize("typed", ["key make", "up --policy ours", "polcy list", "show C --naught"])
def test_what_is_not_there_is_noticed(typed: str) -> None:
    assert missing(typed) is not None
