"""Complaints made up, into a data folder of their own."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from adapters.clock import now
from adapters.settings import read_settings
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.serving import screen
from services.cli.shared_options import SERVING, AsJson
from services.cli.terminal import print_json, print_line, say
from services.operations.generate import Generated, Wanted
from services.operations.generate import generate as make


def add_commands(app: typer.Typer) -> None:
    """Give the application ``generate``."""
    app.command(rich_help_panel=SERVING)(here(generate, starts=True))


def generate(
    _: Here,
    into: Annotated[Path, typer.Option("--into", metavar="NEW", help="A new or empty folder.")],
    complaints: Annotated[
        int, typer.Option("-n", min=1, help="How many complaints arrive.")
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same one gives the same complaints.")] = 1,
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Where their three years end; today, unless said."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make up complaints of three years, for trials and measurements, in a data folder of its own.

    Nothing need run: its PostgreSQL is started for the while, and `plaint up --data NEW` serves it
    afterwards. Everything goes through the same commands as at any door, at times that are made up.
    All of it is of the legal entity `generated`, so nobody takes it for a real installation.
    """
    wanted = Wanted(seed=seed, complaints=complaints, until=_day(until))
    result = make(read_settings(), wanted, into, screen())
    if as_json:
        print_json(result)
    else:
        _show(result)


def _day(text: str | None) -> date:
    today = now().date()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise Unfit(f"--until {text!r} is no day: write it as 2026-03-05") from None
    if not date(1973, 1, 1) <= day <= today:
        raise Unfit(f"--until {day}: nothing is recorded in the future, name a day up to {today}")
    return day


def _show(made: Generated) -> None:
    speed = made.complaints / max(made.seconds, 0.001)
    took = f"{made.events:,} events in {made.seconds:.1f} s ({speed:,.0f} complaints/s)"
    print_line(f"{made.folder}: {made.complaints:,} complaints, {made.commands:,} commands, {took}")
    for outcome, number in made.by_outcome.items():
        print_line(f"{outcome}\t{number:,}")
    if made.refused:
        say(f"{made.refused:,} went no further than a rule of complaints handling let them")
    say(f"next: plaint up --data {made.folder}")
