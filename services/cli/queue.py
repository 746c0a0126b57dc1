"""What waits, in the order in which it presses."""

from typing import Annotated

import typer
from pydantic import Field

from adapters.clock import now
from services.cli import queue_shown, views_over_http
from services.cli.context import Here, here
from services.cli.options import Short
from services.cli.shared_options import READING, AsJson
from services.cli.terminal import print_json
from services.queries.answers import QueuePage
from services.queries.queue_filter import QueueFilter
from services.representations.views import queue as told_of


def add_commands(app: typer.Typer) -> None:
    """Give the application ``queue``."""
    app.command(rich_help_panel=READING)(here(queue, for_keys=True))


class QueueOptions(QueueFilter):
    """Which complaints of the queue, and which part of them."""

    limit: Annotated[
        int, Short("-n"), Field(ge=1, le=200, description="Rows at most, 20 at first")
    ] = 20
    cursor: Annotated[str | None, Field(description="Go on after a page that said so")] = None


def queue(here: Here, options: QueueOptions, as_json: AsJson = False) -> None:
    """Show what waits: matters of safety first, then what is overdue, then what is due next."""
    if here.api is not None:
        query = options.model_dump(mode="json", exclude_none=True)
        page = views_over_http.queue(here.api, **query)
    else:
        page = _page(here, options)
    if as_json:
        print_json(told_of(page))
    else:
        queue_shown.show(page)


def _page(here: Here, options: QueueOptions) -> QueuePage:
    reader = here.person("handler")
    wanted = options.wanted(reader.id)
    with here.reading("list.read", reader, command="queue"):
        return here.ask_views(
            lambda views: views.queue(
                wanted, by=reader, now=now(), limit=options.limit, cursor=options.cursor
            )
        )
