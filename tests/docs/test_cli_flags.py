"""The page of the command line explains each flag that the queue shows."""

import ast
import inspect
from pathlib import Path

from services.cli import queue_shown

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def words() -> list[str]:
    """The words that flags_of can give, of those with a number or a reference their beginning."""
    tree = ast.parse(inspect.getsource(queue_shown.flags_of))
    held = [node.elts[1] for node in ast.walk(tree) if isinstance(node, ast.Tuple)][1:]
    begun = [node.values[0] if isinstance(node, ast.JoinedStr) else node for node in held]
    return [str(node.value) for node in begun if isinstance(node, ast.Constant)]


def test_each_flag_has_its_row() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    assert len(words()) > 10
    assert [
        word for word in words() if not any(row.startswith(f"| `{word}") for row in lines)
    ] == []
