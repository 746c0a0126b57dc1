"""Stories as text to read: who asked for what, what was recorded, what was refused and why."""

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from tests.stories.lines import Line, Step
from tests.stories.telling import World

WIDTH = 96
QUIET = "pass_deadline"


def told(title: str, why: str, world: World) -> str:
    """One story. title, why: what it is called and what it shows."""
    return "\n".join([f"## {title}", "", *wrap(why, WIDTH), "", "```text", *_steps(world), "```"])


def _steps(world: World) -> Iterator[str]:
    several = len(world.told) > 1
    for day, steps in groupby(world.steps, key=lambda step: step.at.date()):
        yield f"{day:%a %d %b %Y}"
        for step in steps:
            yield from _step(step, several)


def _step(step: Step, several: bool) -> Iterator[str]:
    if step.command == QUIET:
        yield "  the clock"
    else:
        of = f" on {step.complaint}" if several else ""
        yield f"  {step.role.replace('_', ' ')}: {step.command}{of}"
    if step.refusal is not None:
        yield from _indented(f"refused: {step.refusal}", "    ✗ ")
    for line in step.lines:
        yield from _indented(_sentence(step, line), "    · ")


def _sentence(step: Step, line: Line) -> str:
    elsewhere = f"[{line.complaint}] " if line.complaint != step.complaint else ""
    earlier = f" ({line.occurred})" if line.occurred != step.at.date().isoformat() else ""
    return f"{elsewhere}{line.sentence}{earlier}"


def _indented(text: str, mark: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
