"""The fingerprint of a projection's row and fold: whether a view was filled by this code."""

import ast
import inspect
import io
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from hashlib import sha256

from projections._kit.columns import columns_of
from projections._kit.shapes import Projection

PACKAGE, ENGINE = "projections.", "projections._kit"
SPACE = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER}
LINE_BEGINS = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


@cache
def fingerprint(projection: Projection) -> str:
    """Of the row's columns, the key, and the code of the fold's module and its parts.

    Comments, docstrings and how lines are broken do not count; nor does the domain, whose facts
    have one meaning for ever, nor the engine, which has no figure of its own.
    """
    columns = [(one.name, one.kind, one.is_optional) for one in columns_of(projection.row)]
    values = (getattr(projection, field.name) for field in fields(projection))
    begin = {value.__module__ for value in values if inspect.isroutine(value)}
    code = [_code(inspect.getsource(sys.modules[name])) for name in sorted(_with_parts(begin))]
    return sha256(repr((columns, projection.key, code)).encode()).hexdigest()[:16]


def _with_parts(names: set[str]) -> set[str]:
    """These modules and those of projections that they import, but not the engine's."""
    found: set[str] = set()
    while names:
        name = names.pop()
        if name not in found and not name.startswith(ENGINE):
            found.add(name)
            names.update(_imported(inspect.getsource(sys.modules[name])))
    return found


def _imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            below = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name for name in (str(node.module), *below) if name in sys.modules)


def _code(source: str) -> str:
    """What the interpreter makes something of."""
    kept, begins = [], True
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_docstring = begins and token.type == tokenize.STRING
        if token.type not in SPACE and not is_docstring:
            kept.append(token.string.strip() if token.type in LINE_BEGINS else token.string)
        begins = token.type in LINE_BEGINS or (begins and token.type in SPACE)
    return " ".join(filter(None, kept))
