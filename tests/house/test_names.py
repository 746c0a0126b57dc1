"""Our four folders are our four packages, and nobody else's; each name in them says something."""

import ast
import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import pytest

from tests.house.modules import MODULES, PACKAGES, ROOT

AVOIDED = {"manager", "helper", "helpers", "util", "utils", "common", "base", "misc"}
SAY_NOTHING_ALONE = {"data", "info", "process", "handle"}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_the_one_in_this_tree(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None and spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)


def test_no_installed_distribution_brings_one_of_our_names() -> None:
    ours = {"plaint"}
    rivals = {
        (distribution.name, path.parts[0])
        for distribution in distributions()
        if distribution.name not in ours
        for path in distribution.files or ()
        if path.parts[0] in PACKAGES
    }
    assert rivals == set()


def names() -> Iterator[tuple[str, str]]:
    """What modules call themselves, their folders, their classes and their functions."""
    for path, module in MODULES.items():
        yield from ((path, part) for part in PurePosixPath(path).with_suffix("").parts)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                yield path, node.name
            # To process is a verb, and fine for what a function does.
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, "processing" if node.name == "process" else node.name


def says_nothing(name: str) -> bool:
    said = [word.lower() for word in WORD.findall(name)]
    return not AVOIDED.isdisjoint(said) or (len(said) == 1 and said[0] in SAY_NOTHING_ALONE)


def test_no_name_says_nothing() -> None:
    assert [(path, name) for path, name in names() if says_nothing(name)] == []


@pytest.mark.parametrize("name", ["utils", "BaseRecord", "QueueManager", "info", "handle", "Data"])
def test_a_name_that_says_nothing_is_found(name: str) -> None:
    assert says_nothing(name)


@pytest.mark.parametrize("name", ["DataFolder", "handler", "_handled", "basis", "test_worker"])
def test_a_name_that_says_something_is_let_be(name: str) -> None:
    assert not says_nothing(name)


def test_nothing_that_is_made_here_is_kept_under_version_control() -> None:
    asked = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    kept = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert kept == ""
