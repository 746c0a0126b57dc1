"""The commands that README tells to type, in their order."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"## What to type next\n.*?```sh\n(.*?)```", re.DOTALL)


def first_steps() -> Iterator[list[str]]:
    """The words after ``plaint`` of each line, without the comment."""
    found = BLOCK.search(README.read_text(encoding="utf-8"))
    assert found is not None
    for line in found[1].splitlines():
        program, *words = shlex.split(line, comments=True)
        assert program == ".venv/bin/plaint", line
        yield words
