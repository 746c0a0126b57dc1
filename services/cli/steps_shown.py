"""What may be done next with a complaint, at a terminal: compactly, the refusals on demand."""

from itertools import groupby

from rich.text import Text

from services.cli.terminal import print_line
from services.queries.next_steps import NextSteps, NotNow

INDENT = 2


def show(steps: NextSteps | None, *, why_not: bool) -> None:
    """The commands that may be given now; with why_not also the others, each with its rule."""
    if steps is None:
        return
    print_line(Text("next", style="bold"))
    for clause, found in groupby(steps.next, key=lambda one: one.clause):
        names = ", ".join(_typed(one.command) for one in found)
        print_line(Text.assemble((f"{clause:>5}  ", "dim"), names), indent=INDENT)
    if why_not:
        print_line(Text("not now", style="bold"))
        for one in steps.not_now:
            print_line(_why(one), indent=INDENT)


def _why(one: NotNow) -> Text:
    line = Text.assemble((f"{one.clause:>5}  ", "dim"), (_typed(one.command), "yellow"))
    return line.append(f": {one.rule}; {one.instead}")


def _typed(command: str) -> str:
    return command.replace("_", "-")
