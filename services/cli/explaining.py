"""Why a date is the date it is, in plain sentences."""

from typing import Annotated

import typer
from pydantic import BaseModel, Field
from rich.text import Text

from adapters.clock import now
from domain.values import Instant
from services.cli import over_http
from services.cli.carrying import seen_by
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.shared_options import READING, AsJson, Reference
from services.cli.terminal import print_json, print_line
from services.queries.explaining import Explanation, explanations
from services.queries.queries import Questions
from services.wiring import Installation

SHORTEST = 4


class ExplainOptions(BaseModel):
    """As of when due dates are explained."""

    at: Annotated[
        Instant | None, Field(description="As it was recorded at this time, and what was left then")
    ] = None


def add_commands(app: typer.Typer) -> None:
    """Give the application ``explain``."""
    app.command(rich_help_panel=READING)(here(explain, for_keys=True))


def explain(
    here: Here,
    reference: Reference,
    deadline: Annotated[
        str | None,
        typer.Argument(
            metavar="DEADLINE",
            help="Its id or the first characters of it, or what is due, such as response; all "
            "that are or were, unless told.",
        ),
    ] = None,
    *,
    part: ExplainOptions,
    as_json: AsJson = False,
) -> None:
    """Explain a due date: rule, start, days counted or not, what happened, how much is left."""

    deadlines = _meant(_asked(here, reference, part), deadline)
    if as_json:
        print_json({"deadlines": deadlines})
        return
    if not deadlines:
        print_line("nothing was ever due here")
    for one in deadlines:
        whose = f" to {one.to_reference or one.to_party_id.hex[:8]}" if one.to_party_id else ""
        named = f"{one.kind} {one.deadline_id.hex[:8]}{whose}"
        print_line(Text(f"{named}  {one.status}", style="bold"))
        for sentence in one.sentences:
            print_line(sentence, indent=2)


def _asked(here: Here, reference: str, part: ExplainOptions) -> list[Explanation]:
    if here.api is not None:
        return over_http.explanations(here.api, reference, part.at)
    reader = here.person("handler")

    async def explained(installation: Installation) -> list[Explanation]:
        found = await seen_by(reader, reference, asking=Questions(installation), read=read)
        return await explanations(installation.record, found, now=now(), at=part.at)

    with here.reading("complaint.read", reader, command="explain") as read:
        return here.ask(explained)


def _meant(deadlines: list[Explanation], word: str | None) -> list[Explanation]:
    """Those that a word means. Raises Unfit where it means none."""
    if word is None:
        return deadlines
    said = word.lower()
    found = [one for one in deadlines if one.kind == said.replace(" ", "_").replace("-", "_")]
    if not found and len(said) >= SHORTEST:
        found = [
            one
            for one in deadlines
            if str(one.deadline_id).startswith(said) or one.deadline_id.hex.startswith(said)
        ]
    if not found:
        kinds = ", ".join(sorted({one.kind for one in deadlines})) or "nothing"
        raise Unfit(f"no due date here is meant by {word!r} (there are or were: {kinds})")
    return found
