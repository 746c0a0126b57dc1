"""The parts of docs/invariants.md that are made from the tests: which bear each invariant."""

import ast
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from tests.docs.made import Made, with_parts
from tests.house.modules import MODULES, functions
from tests.stories.all import STORIES
from tests.stories.registry import Story
from tests.support.invariants import OF_COMMANDS, OF_OFFICES

PAGE = Path(__file__).parents[2] / "docs" / "invariants.md"
ALL = range(1, 25)
PREDICATES = "tests/support/invariants/"
NAME = re.compile(r"(?:test_)?invariants?_(\d+)(?:_to_(\d+))?_(\w+)")
CITED = re.compile(r"\binvariants?\s+(\d+)(?:(?:,\s+|\s+and\s+)(\d+)\b(?!\.\d))?")


def bearing(number: int) -> Iterator[str]:
    """What holds the code to an invariant: predicates over histories, stories, tests."""
    for name, path in _named(number):
        if path.startswith(PREDICATES):
            yield f"- In every history: {name} (`{path}`)."
    yield from (
        f"- Story: [{one.title}](stories.md#{_anchor(one.title)})." for one in _told(number)
    )
    for name, path in _named(number):
        if not path.startswith(PREDICATES):
            yield f"- {name[0].upper()}{name[1:]} (`{path}`)."
    yield from (f"- All of `{path}`." for path in _about(number))


def _listed(number: int) -> str:
    return "\n".join(bearing(number))


def _named(number: int) -> Iterator[tuple[str, str]]:
    """The functions whose names begin with the invariant, with where they stand."""
    for first, last, name, path in _functions():
        if first <= number <= last:
            yield name, path


@cache
def _functions() -> tuple[tuple[int, int, str, str], ...]:
    """The first and the last invariant of each such function, what it says, its module."""
    found = []
    for path, function in functions():
        if (said := NAME.fullmatch(function.name)) is not None:
            first, last, name = said.groups()
            found.append((int(first), int(last or first), in_words(name), path))
    return tuple(found)


def in_words(name: str) -> str:
    """The sentence that a function is named by."""
    return name.replace("_s_", "'s_").replace("_", " ")


def _beside() -> str:
    """The predicates over histories that no invariant has its number from."""
    held = [one.__name__ for one in (*OF_COMMANDS, *OF_OFFICES)]
    return "\n".join(f"- {in_words(name).capitalize()}." for name in held if not NAME.match(name))


def _told(number: int) -> Iterator[Story]:
    return (one for one in STORIES if number in cited(one.why))


def _about(number: int) -> Iterator[str]:
    """The modules of tests whose first sentence cites the invariant."""
    for path, module in MODULES.items():
        if Path(path).name.startswith("test_"):
            said = (ast.get_docstring(module.tree) or "").split("\n\n")[0]
            if number in cited(said):
                yield path


def cited(text: str) -> set[int]:
    """The numbers of the invariants that a text cites."""
    return {int(one) for found in CITED.findall(text) for one in found if one}


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


MADE: Made = {
    **{f"invariant {number}": partial(_listed, number) for number in ALL},
    "beside": _beside,
}


def renewed(page: str) -> str:
    """The page with every part that is made from the tests as they are now."""
    return with_parts(page, MADE)
