"""How complaints develop: received, open, closed, how long each step took, with what outcome."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, get_args

import typer
from pydantic import BaseModel, Field

from adapters.clock import now
from domain.values import IllFormed
from projections._kit import columns_of
from projections._kit.questions import Period
from projections.trends import FIGURES, Attribute, Cell, Figure
from services.cli import trends_shown, views_over_http
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.options import Short
from services.cli.shared_options import READING, AsJson
from services.cli.terminal import print_json, say
from services.commands.numeric_times import DayWritten
from services.queries.answers import BackToFront, Trends, TrendsAsked
from services.queries.trend_values import Value, choices, value_of
from services.queries.view_questions import ViewQuestions
from services.representations import views

PERIODS: tuple[Period, ...] = get_args(Period)
ATTRIBUTES: dict[str, Attribute] = {
    attribute.removesuffix("_code").removeprefix("is_"): attribute
    for attribute in get_args(Attribute)
}
KNOWN = (*PERIODS, *ATTRIBUTES)
GROUPS: dict[str, str] = {
    word: column.sentence
    for word, attribute in ATTRIBUTES.items()
    for column in columns_of(Cell)
    if column.name == attribute
}
ONLY = "Such as product=credit_card or outcome=none; of one attribute, any of the values given"
OVERVIEW: tuple[Figure, ...] = ("received", "closed", "open")
BALANCE: tuple[Figure, ...] = ("split_off", "merged", "closed_disputed", "undated")
"""Whatever else came or went: with these the overview adds up."""


def add_commands(app: typer.Typer) -> None:
    """Give the application ``trends``."""
    app.command(rich_help_panel=READING)(here(trends, for_keys=True))


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
    only: Annotated[tuple[str, ...], Field(description=ONLY)] = ()
    since: Annotated[DayWritten | None, Field(description="The first day")] = None
    until: Annotated[DayWritten | None, Field(description="The last day")] = None
    limit: Annotated[
        int, Short("-n"), Field(ge=0, description="Rows at most, 26 at first, 0 for all")
    ] = 26
    is_without_empty: Annotated[
        bool, Field(description="Leave out periods in which nothing is counted or changes")
    ] = False
    is_catalogue: Annotated[
        bool, Field(description="Say what each figure counts and what can be grouped by")
    ] = False

    def queries(self) -> list[TrendsAsked]:
        """The queries: one figure, else those that show how things go, and that they add up.

        Raises Unfit, BackToFront.
        """
        by = self.by or (() if self.figure else ("week",))
        period = _period(by)
        attributes = tuple(_attribute(word) for word in by if word not in PERIODS)
        common: dict[str, Any] = {
            "only": choices(_condition(word) for word in self.only),
            "since": self.since,
            "until": self.until,
        }
        if self.figure or attributes:
            figure = self.figure or OVERVIEW[0]
            return [TrendsAsked(figure=figure, by=attributes, period=period, **common)]
        every = [TrendsAsked(figure=one, period=period, **common) for one in (*OVERVIEW, *BALANCE)]
        if self.since is None:
            return every
        before = {"only": common["only"], "until": self.since - timedelta(days=1)}
        return [*every, TrendsAsked(figure="open", **before)]


def trends(here: Here, typed: TrendsTyped, as_json: AsJson = False) -> None:
    """Show how complaints develop: received, closed and open by week, unless told.

    Weeks are ISO weeks; a day is the date in the complaint's zone. Durations are whole calendar
    days, counted on the day on which they ended. ``--catalogue`` says what each figure counts.
    """
    if typed.is_catalogue:
        _show_catalogue(as_json)
        return
    try:
        queries = typed.queries()
    except BackToFront as error:
        raise Unfit(f"--since {typed.since} --until {typed.until}: {error}") from None

    async def answers(questions: ViewQuestions) -> Sequence[Trends]:
        return await questions.trends(*queries, now=now())

    if here.api is not None:
        figures: Sequence[Trends] = views_over_http.trends(here.api, queries)
    else:
        figures = here.ask_views(answers)
    if as_json:
        print_json(Figures(tuple(figures)))
    else:
        trends_shown.show(figures, most=typed.limit, is_without_empty=typed.is_without_empty)
        _say_others(typed)


def _show_catalogue(as_json: bool) -> None:
    if as_json:
        print_json(views.figures())
    else:
        trends_shown.show_catalogue(FIGURES, GROUPS)


def _say_others(typed: TrendsTyped) -> None:
    if typed.figure is None:
        others = ", ".join(one for one in FIGURES if one not in OVERVIEW)
        say(f"--figure shows another one: {others}; --catalogue says what each counts")


def _period(words: Sequence[str]) -> Period | None:
    found = [period for period in PERIODS if period in words]
    attributes = [_attribute(word) for word in words if word not in PERIODS]
    if len(found) > 1 or len({*found, *attributes}) != len(words):
        raise Unfit(f"--by takes one of {', '.join(PERIODS)}, and each attribute once")
    return found[0] if found else None


def _attribute(word: str) -> Attribute:
    name = re.sub("[- ]", "_", word).removesuffix("_code").removeprefix("is_")
    if name not in ATTRIBUTES:
        raise Unfit(f"{word!r} is nothing to group by: use {', '.join(KNOWN)}")
    return ATTRIBUTES[name]


def _condition(word: str) -> tuple[Attribute, Value]:
    name, sign, value = word.partition("=")
    if not sign:
        raise Unfit(f"--only {word!r} has no '=': write product=credit_card, or outcome=none")
    attribute = _attribute(name)
    try:
        return attribute, value_of(attribute, value)
    except IllFormed as error:
        raise Unfit(f"--only {word!r}: {error}") from None
