"""CONTRIBUTING.md walked in a copy of the tree: one file of a step after the other."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house.modules import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("plaint", "domain", "projections", "adapters", "services", "tests", "docs")
FILES = ("README.md", "pyproject.toml")
RUN = """
import importlib, pathlib, sys
for name in sys.argv[1:]:
    path, _, test = name.partition("::")
    test, _, given = test.partition("[")
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    if test:
        given = given.rstrip("]")
        values = [pathlib.Path(given) if given.endswith(".py") else given] if given else []
        getattr(module, test)(*values)
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One file of a walk: what is put in it before a mark (at its end, where there is none).

    caught_by: the test of the suite, or the module that cannot be imported, where it is forgotten.
    takes_along: the files whose steps cannot be taken without it.
    """

    file: str
    put: str
    before: str = ""
    caught_by: str = ""
    takes_along: tuple[str, ...] = ()

    def taken(self, text: str) -> str:
        """The file's text after the step. Raises ValueError where the mark is not there."""
        place = text.index(self.before) if self.before else len(text)
        return text[:place] + self.put + text[place:]


class Tree:
    """A copy of the sources, in which steps are taken and taken back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name)
        for name in FILES:
            shutil.copy(ROOT / name, folder)

    @contextmanager
    def after(self, steps: Iterable[Step]) -> Iterator[None]:
        """The tree after these steps, in their order; as it was, when the block ends."""
        before: dict[Path, bytes | None] = {}
        try:
            for step in steps:
                path = self.folder / step.file
                path.parent.mkdir(exist_ok=True)
                before.setdefault(path, path.read_bytes() if path.exists() else None)
                text = path.read_text(encoding="utf-8") if path.exists() else ""
                path.write_text(step.taken(text), encoding="utf-8")
            yield
        finally:
            for path, held in before.items():
                path.write_bytes(held) if held is not None else path.unlink()

    def run(self, *tests: str) -> str:
        """What goes wrong where these tests are run in the tree; nothing where they pass."""
        command = [sys.executable, "-B", "-c", RUN, *tests]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        return "" if done.returncode == 0 else done.stderr


def without(forgotten: Step, steps: Iterable[Step]) -> list[Step]:
    """A walk in which one step, and what hangs on it, was forgotten."""
    return [one for one in steps if one != forgotten and one.file not in forgotten.takes_along]


def section(title: str) -> str:
    """The part of the page under a heading."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def example(title: str) -> str:
    """The Python file that a walk shows."""
    (block,) = re.findall(r"```python\n(.*?)```", section(title), flags=re.DOTALL)
    return re.sub(r"^ {3}", "", block, flags=re.MULTILINE)
