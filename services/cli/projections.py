"""How far the views are, who feeds them, and filling one anew beside the old."""

from functools import partial
from typing import Annotated

import typer
from rich.text import Text

from services.addresses import replayer_dsn
from services.cli import formatting, views_over_http
from services.cli.context import Here, here
from services.cli.progress import waiting
from services.cli.shared_options import AsJson
from services.cli.terminal import Cell, print_json, print_line, print_table, say
from services.representations import views
from services.streaming.rebuilding import Rebuilt
from services.streaming.rebuilding import rebuild as rebuild_view

VIEWS = ("projection", "version", "live", "complete up to", "lag", "parked", "state")
NUMBERS = ("version", "complete up to", "lag", "parked")
WORKERS = ("worker", "feed", "slices", "last heard of")
SILENT_SECONDS = 10.0

app = typer.Typer()


@app.callback(invoke_without_command=True)
@partial(here, for_keys=True)
def show(here: Here, as_json: AsJson = False) -> None:
    """Show how far each view is, how much it lags, and when its worker was last heard of."""
    if here.goes_on:
        return
    if here.api is not None:
        standings = views_over_http.standings(here.api)
    else:
        standings = views.standings(here.ask_views(lambda questions: questions.projections()))
    if as_json:
        print_json(standings)
    else:
        _show(standings)


@app.command()
@here
def rebuild(
    here: Here,
    name: Annotated[str, typer.Argument(help="Which projection.")],
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many fill it.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Fill a view anew from the store while the old one serves, compare, put it in its place."""
    with waiting(f"rebuilding {name} beside the live view"):
        result = rebuild_view(replayer_dsn(here.settings), name, processes=processes)
    if as_json:
        print_json(result)
        return
    speed = result.events / max(result.seconds, 0.001)
    events = formatting.counted(result.events, "event")
    took = f"{result.seconds:.1f} s ({speed:,.0f}/s)"
    print_line(f"{result.projection} v{result.version}: {events} in {took}")
    print_line(Text.assemble("compared with the live view: ", _verdict(result)))
    if result.parked:
        parked = formatting.counted(len(result.parked), "complaint")
        say(f"{parked} parked: see `plaint projections`")


def _verdict(result: Rebuilt) -> Text:
    if result.is_same is None:
        return Text("there was none of this version at this position", style="dim")
    same, other = Text("the same rows", style="green"), Text("other rows", style="bold red")
    return same if result.is_same else other


def _show(standings: views.StandingsAnswer) -> None:
    rows: list[list[Cell]] = [
        [
            Text(view.projection, style="bold"),
            str(view.version),
            "yes" if view.is_live else "no",
            f"{view.complete_upto:,}",
            Text(f"{view.lag:,}", style="green" if view.lag == 0 else "yellow"),
            Text(f"{view.parked:,}", style="bold red" if view.parked else ""),
            Text(view.stopped or "moving", style="bold red" if view.stopped else "green"),
        ]
        for view in standings.views
    ]
    print_table(VIEWS, rows, numbers=NUMBERS, long=("state",))
    workers: list[list[Cell]] = [
        [one.worker, one.feed, str(len(one.slices)), _heard(one.silent_seconds)]
        for one in standings.workers
    ]
    if workers:
        print_table(WORKERS, workers, numbers=("slices",), long=("worker", "feed"))
    else:
        print_line(Text("no worker feeds the views now", style="bold red"))


def _heard(seconds: float) -> Text:
    style = "green" if seconds < SILENT_SECONDS else "bold red"
    return Text(f"{seconds:.0f} s ago", style=style)
