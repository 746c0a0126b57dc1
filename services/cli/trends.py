"""How complaints develop: received, open, closed, how long each step took, with what outcome."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_args

import typer
from pydantic import BaseModel, Field

from projections._kit.questions import Period
from projections.trends import Attribute, Figure
from services.cli import trends_shown
from services.cli.faults import Unfit
from services.cli.here import Here, here
from services.cli.options import Short
from services.cli.reading import PANEL, AsJson
from services.cli.terminal import print_json
from services.figures import Trends, TrendsAsked
from services.questions import Questions
from services.wiring import Installation

PERIODS: tuple[Period, ...] = get_args(Period)
ATTRIBUTES: dict[str, Attribute] = {
    attribute.removesuffix("_code").removeprefix("is_"): attribute
    for attribute in get_args(Attribute)
}
KNOWN = (*PERIODS, *ATTRIBUTES)
OVERVIEW: tuple[Figure, ...] = ("received", "closed", "open")
TRUTHS = {"true": True, "false": False, "none": None}


def add_commands(app: typer.Typer) -> None:
    """Give the application ``trends``."""
    app.command(rich_help_panel=PANEL)(here(trends))


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer for programs: each figure as the HTTP API gives it."""

    figures: tuple[Trends, ...]


class TrendsTyped(BaseModel):
    """Which figures, how grouped, of which days and complaints."""

    by: Annotated[tuple[str, ...], Field(description=f"One of {', '.join(KNOWN)}")] = ()
    figure: Annotated[
        Figure | None, Field(description="This one instead of received, closed and open")
    ] = None
    only: Annotated[
        tuple[str, ...], Field(description="Such as product=credit_card or outcome=none")
    ] = ()
    since: Annotated[date | None, Field(description="The first day")] = None
    until: Annotated[date | None, Field(description="The last day")] = None
    limit: Annotated[
        int, Short("-n"), Field(ge=0, description="Rows at most, 26 at first, 0 for all")
    ] = 26

    def asked(self) -> list[TrendsAsked]:
        """The questions: one figure, else the three that show how things go. Raises Unfit."""
        by = self.by or (() if self.figure else ("week",))
        period = _period(by)
        attributes = tuple(_attribute(word) for word in by if word not in PERIODS)
        common: dict[str, Any] = {
            "only": dict(_condition(word) for word in self.only),
            "since": self.since,
            "until": self.until,
        }
        if self.figure or attributes:
            figure = self.figure or OVERVIEW[0]
            return [TrendsAsked(figure=figure, by=attributes, period=period, **common)]
        dated = [TrendsAsked(figure=figure, period=period, **common) for figure in OVERVIEW]
        # What ended on a day that nobody knows is in no period, and must not go unsaid.
        return [*dated, TrendsAsked(figure="undated", only=common["only"])]


def trends(here: Here, typed: TrendsTyped, as_json: AsJson = False) -> None:
    """Show how complaints develop: received, closed and open by week, unless told.

    Weeks are ISO weeks; a day is the date in the event's own zone. Durations are whole calendar
    days, counted on the day on which they ended.
    """
    asked = typed.asked()

    async def answers(installation: Installation) -> Sequence[Trends]:
        questions = Questions(installation)
        return await asyncio.gather(*map(questions.trends, asked))

    told = here.ask(answers)
    if as_json:
        print_json(Figures(tuple(told)))
    else:
        trends_shown.show(told, most=typed.limit)


def _period(words: Sequence[str]) -> Period | None:
    found = [period for period in PERIODS if period in words]
    if len(found) > 1 or len(set(words)) != len(words):
        raise Unfit("--by takes one of day, week, month, and each attribute once")
    return found[0] if found else None


def _attribute(word: str) -> Attribute:
    name = word.replace("-", "_").removesuffix("_code").removeprefix("is_")
    if name not in ATTRIBUTES:
        raise Unfit(f"{word!r} is nothing to group by: use {', '.join(KNOWN)}")
    return ATTRIBUTES[name]


def _condition(word: str) -> tuple[Attribute, Any]:
    name, sign, value = word.partition("=")
    if not sign:
        raise Unfit(f"--only {word!r} has no '=': write product=credit_card, or outcome=none")
    attribute = _attribute(name)
    is_truth = attribute.startswith("is_")
    if is_truth and value not in TRUTHS:
        raise Unfit(f"--only {name} is {', '.join(TRUTHS)}, not {value!r}")
    return attribute, TRUTHS[value] if is_truth or value == "none" else value
