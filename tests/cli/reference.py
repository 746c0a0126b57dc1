"""The parts of docs/cli.md that are made from the code."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from adapters.view_answers import Standings
from services.cli.exits import Exit
from services.cli.handling import name_of, shown
from services.cli.options import entries
from services.cli.roles import roles_of
from services.cli.trends import Figures
from services.commands.duplicates import LikelyDuplicates
from services.commands.erasing import Certificate
from services.operations.generate import Generated
from services.queries.answers import QueuePage, Trail
from services.queries.any_view import ViewRows
from services.queries.listing import CaseList
from services.representations.complaints import ComplaintAnswer, OpenedAnswer
from services.representations.overview import Overview
from services.streaming.rebuilding import Rebuilt
from tests.cli.shapes import Place, places
from tests.docs.made import Made, with_parts

LAG = "How many positions of the record are not known to be in it yet."
PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
ANSWERS: Mapping[str, Sequence[Place]] = {
    "queue": [(at.replace(".waiting.", "."), what, said) for at, what, said in places(QueuePage)],
    "list": [*places(CaseList)],
    "view": [*places(ViewRows)],
    "show": [*places(ComplaintAnswer)],
    "show --content": [*places(OpenedAnswer)],
    "history": [*places(Trail)],
    "trends": [*places(Figures)],
    "status": [*places(Overview)],
    "generate": [*places(Generated)],
    "duplicates": [*places(LikelyDuplicates)],
    "erase": [*places(Certificate)],
    "projections": [*places(Standings), ("views[].lag", "integer", LAG)],
    "projections rebuild": [*places(Rebuilt)],
}


def exit_codes() -> str:
    """A table of the exit codes."""
    rows = [f"| {code.value} | {code.meaning} |" for code in Exit]
    return "\n".join(["| code | meaning |", "|---|---|", *rows])


def commands() -> str:
    """A table of all commands that handle a complaint, with their clause and their options."""
    rows = []
    for kind in shown():
        roles = ", ".join(roles_of(kind))
        options = [
            _option(one.option, required=one.required)
            for one in entries(kind.model)
            if not one.is_shared
        ]
        target = "" if kind.begins else "REF "
        row = (kind.clause, f"`{name_of(kind)}`", kind.summary, roles, target + " ".join(options))
        rows.append(f"| {' | '.join(row)} |")
    heads = "| clause | command | what it does | for | takes |"
    return "\n".join([heads, "|---|---|---|---|---|", *rows])


def _option(option: str, *, required: bool) -> str:
    return f"**`{option}`**" if required else f"`{option}`"


def answers() -> str:
    """For each reading command the places of its answer for programs."""
    parts = []
    for name, found in ANSWERS.items():
        rows = [f"| `{place}` | {what} | {said} |" for place, what, said in found]
        lines = [f"#### `{name} --json`", "", "| place | what | |", "|---|---|---|", *rows]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


MADE: Made = {
    "exit codes": exit_codes,
    "commands": commands,
    "answers": answers,
}


def renewed(page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, MADE)
