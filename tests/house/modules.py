"""Every Python file of the house, read and parsed once for all its rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("plaint", "domain", "projections", "adapters", "services")
FOLDERS = (*PACKAGES, "tests", "deploy")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One file: its lines and what they mean."""

    lines: list[str]
    tree: ast.Module


def _read(path: Path) -> Module:
    text = path.read_text("utf-8")
    return Module(text.splitlines(), ast.parse(text))


MODULES = {
    path.relative_to(ROOT).as_posix(): _read(path)
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
}
"""By path from the root, with slashes."""


def functions() -> Iterator[tuple[str, Function]]:
    """Every function and method of the house, with the path of its module."""
    for name, module in MODULES.items():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, node
