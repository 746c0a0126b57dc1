"""A variable is called what it is, such as a history or a result, and by no participle alone."""

import ast
from collections.abc import Iterator

from tests.house.modules import MODULES, PACKAGES

PARTICIPLES = {"told", "asked", "done", "given"}
IN_ANSWERS = {
    ("domain/complaint/issues/state.py", "told"),
    ("domain/complaint/parties/state.py", "told"),
    ("domain/complaint/party_view/shape.py", "asked"),
    ("services/queries/answers.py", "asked"),
}
"""Fields of answers over HTTP, whose names are contracts."""


def called_so(tree: ast.AST) -> Iterator[str]:
    """What a module itself names: variables, arguments, functions."""
    for node in ast.walk(tree):
        name = None
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        elif isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = node.name
        if name in PARTICIPLES:
            yield name


def test_no_variable_is_called_by_a_participle() -> None:
    ours = {path: one.tree for path, one in MODULES.items() if path.split("/")[0] in PACKAGES}
    found = {(path, name) for path, tree in ours.items() for name in called_so(tree)}
    assert found == IN_ANSWERS


def test_one_that_is_would_be_found() -> None:
    assert [*called_so(ast.parse("def f(told):\n    done = told\n"))] == ["told", "done"]
