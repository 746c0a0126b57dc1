"""Small and clear, tests like the rest: a module is a screen or three, a function a few lines."""

import ast
from collections.abc import Iterator

from tests.house.modules import FOLDERS, MODULES, functions

LONGEST_MODULE = 250
LONGEST_LIST = 400
LISTS = {"tests/support/controls.py", "domain/complaint/events.py"}
"""Modules that are looked up in, as in a list, and not read from top to bottom."""

LONGEST_FUNCTION = 40
MOST_PARAMETERS = 6


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = function.args
    named = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(named) - (named[:1] in (["self"], ["cls"]))


def too_long() -> Iterator[tuple[str, int]]:
    for name, module in MODULES.items():
        if len(module.lines) > (LONGEST_LIST if name in LISTS else LONGEST_MODULE):
            yield name, len(module.lines)


def test_there_is_something_to_measure() -> None:
    assert len(MODULES) > 200
    assert {name.split("/")[0] for name in MODULES} == set(FOLDERS)


def test_a_module_fits_a_few_screens() -> None:
    assert list(too_long()) == []


def test_a_list_that_is_no_longer_than_a_module_needs_no_exemption() -> None:
    assert [name for name in LISTS if len(MODULES[name].lines) <= LONGEST_MODULE] == []


def test_a_function_fits_one_screen() -> None:
    found = [
        (name, one.name, lines)
        for name, one in functions()
        if (lines := (one.end_lineno or one.lineno) - one.lineno + 1) > LONGEST_FUNCTION
    ]
    assert found == []


def test_a_function_asks_for_few_things() -> None:
    found = [
        (name, one.name, count)
        for name, one in functions()
        if (count := parameters(one)) > MOST_PARAMETERS
    ]
    assert found == []


def test_a_module_says_what_it_answers_for() -> None:
    """An empty one of the tests answers for nothing."""
    silent = [
        name
        for name, module in MODULES.items()
        if not ast.get_docstring(module.tree)
        and (module.tree.body or not name.startswith("tests/"))
    ]
    assert silent == []
