"""Who writes which event: read off the code of each decision, and of what follows by the rules."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

from pydantic import BaseModel

from domain.complaint.consequences import consequences
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ApprovalRequested,
    ComplaintAcknowledged,
    ComplaintAssessed,
    ComplaintReceived,
    HandlingSuspended,
    RemedySought,
)
from domain.complaint.linking import splitting
from domain.complaint.linking.splitting import OF_PARTIES
from domain.event import DomainEvent
from domain.registry import COMMANDS

READING = (ast.Compare, ast.arguments, ast.AnnAssign)
"""What stands in these is read or described, not written."""
PUBLISHING = ("publishing a policy",)
IMPORT = ("an import",)
PASSING = ("whatever comes after the due date, before it is decided",)
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "DeadlineMissed": PASSING,
    "DeadlineLapsed": PASSING,
    "ApprovalRequested": ("whatever [takes two people](lifecycle.md#what-takes-two-people)",),
    "ComplaintReceived": IMPORT,
    "KnownStateImported": IMPORT,
    "ComplaintForwarded": IMPORT,
    "PolicyPublished": PUBLISHING,
    "CalendarPublished": PUBLISHING,
    "TaxonomyPublished": ("nobody yet",),
    "PolicyAdopted": ("adopting a policy", "the first start"),
}
"""What is written by no command on a complaint."""
COPIED: tuple[type[DomainEvent], ...] = (
    *OF_PARTIES,
    ComplaintReceived,
    ComplaintAcknowledged,
    ComplaintAssessed,
    RemedySought,
    HandlingSuspended,
)
"""What a split repeats in the new complaint as it was told, without naming its class."""


@cache
def writers() -> Mapping[str, tuple[str, ...]]:
    """Event type to the names of the commands whose decision can add it."""
    found: dict[str, list[str]] = {}
    for command in COMMANDS.values():
        copied = COPIED if command is splitting.split_complaint else ()
        for kind in {*written(command), *copied} - {ApprovalRequested}:
            found.setdefault(kind.TYPE, []).append(command.name)
    return {name: tuple(commands) for name, commands in found.items()}


@cache
def following() -> frozenset[str]:
    """The types of the events that follow from others by the rules alone."""
    return frozenset(kind.TYPE for kind in written(consequences))


def written(begin: Any) -> set[type[DomainEvent]]:
    """The events that a decision names to make them, itself or in what it calls."""
    seen: set[int] = set()
    found: set[type[DomainEvent]] = set()
    waiting = [begin]
    while waiting:
        one = waiting.pop()
        if _is_event(one):
            found.add(one)
        elif id(one) not in seen:
            seen.add(id(one))
            waiting += _named_by(one)
    return found


def _named_by(one: Any) -> Iterable[Any]:
    """What a function, a command, a table or a class of the domain leads to."""
    if isinstance(one, Decider):
        return [one.deciding]
    if isinstance(one, Mapping):
        return one.values()
    if not getattr(one, "__module__", "").startswith("domain."):
        return []
    if isinstance(one, FunctionType):
        return _of_function(one)
    if isinstance(one, type) and not issubclass(one, (BaseModel, Exception, Draft)):
        return [getattr(each, "fget", each) for each in vars(one).values()]
    return []


def _of_function(function: FunctionType) -> Iterator[Any]:
    yield from (cell.cell_contents for cell in function.__closure__ or ())
    node = _functions(function.__module__).get(function.__code__.co_firstlineno)
    if node is not None:
        yield from _loaded(node, function.__globals__)


def _loaded(node: ast.AST, known: Mapping[str, Any]) -> Iterator[Any]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, READING) or child is getattr(node, "returns", None):
            continue
        named = _meant(child, known)
        if named is None:
            yield from _loaded(child, known)
        elif not _is_event(named) or _is_made(child, node):
            yield named


def _meant(node: ast.AST, known: Mapping[str, Any]) -> Any:
    """What a name or the part of a module stands for."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        owner = known.get(node.value.id)
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType) else owner
    return None


def _is_event(named: Any) -> bool:
    return isinstance(named, type) and issubclass(named, DomainEvent) and named is not DomainEvent


def _is_made(child: ast.AST, parent: ast.AST) -> bool:
    """Whether the class is called, or chosen to be; elsewhere it is asked for."""
    if isinstance(parent, ast.Call):
        return parent.func is child
    return isinstance(parent, ast.IfExp | ast.Return)


@cache
def _functions(module: str) -> Mapping[int, ast.AST]:
    """The functions of a module by the line on which they begin, decorators included."""
    tree = ast.parse(inspect.getsource(import_module(module)))
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            decorators = getattr(node, "decorator_list", ())
            found[min([node.lineno, *(one.lineno for one in decorators)])] = node
    return found
