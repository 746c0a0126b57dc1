"""All complaints, and every view, chosen by their columns."""

from typing import Annotated, Any

import typer
from pydantic import BaseModel, Field

from adapters.clock import now
from services.addresses import analyst_dsn
from services.cli import lists_shown
from services.cli.api_client import read_as
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.options import Short
from services.cli.shared_options import READING, AsJson
from services.cli.terminal import print_json, print_line
from services.queries.any_view import ViewQuery, ViewRows
from services.queries.listing import NEWEST_FIRST, CaseList, ListQuery
from services.representations import lists

ONLY = (
    "Such as state=CLOSED, missed=response, received_on>=2026-01-01 or outcome=none; of one "
    "column, any of the values given"
)
ORDER = "By which column, with a minus before it the greatest first"


def add_commands(app: typer.Typer) -> None:
    """Give the application ``list`` and ``view``."""
    app.command("list", rich_help_panel=READING)(here(list_complaints, for_keys=True))
    app.command("view", rich_help_panel=READING)(here(view, for_keys=True))


class ListTyped(BaseModel):
    """Which rows, in what order, and which part of them."""

    only: Annotated[tuple[str, ...], Field(description=ONLY)] = ()
    order: Annotated[str | None, Field(description=ORDER)] = None
    limit: Annotated[
        int, Short("-n"), Field(ge=1, le=1_000, description="Rows at most, 20 at first")
    ] = 20
    cursor: Annotated[str | None, Field(description="Go on after a page that said so")] = None

    def query(self, **more: Any) -> dict[str, Any]:
        """The same as the HTTP API is asked it."""
        parts = {"only": ",".join(self.only) or None, "order": self.order, "cursor": self.cursor}
        named = {name: value for name, value in (parts | more).items() if value is not None}
        return named | {"limit": self.limit}


class ViewTyped(ListTyped):
    """Which rows and columns of a view, in what order, and which part of them."""

    columns: Annotated[tuple[str, ...], Field(description="Which columns; all, unless told")] = ()
    is_address: Annotated[
        bool, Field(description="Print the address, with its password, for reading by SQL")
    ] = False


def list_complaints(here: Here, typed: ListTyped, as_json: AsJson = False) -> None:
    """List complaints, open and ended, the latest receipt first, chosen by what is known of them.

    ``plaint view`` tells the columns of case_queue by which they can be chosen.
    """
    if here.api is not None:
        found = read_as(CaseList, here.api.get("/v1/complaints", **typed.query()))
    else:
        found = _listed(here, typed)
    if as_json:
        print_json(found)
    else:
        lists_shown.complaints(found)


def view(
    here: Here,
    typed: ViewTyped,
    name: Annotated[str | None, typer.Argument(help="Which view; without one: all.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show rows of any view; without a name which views there are, and what their columns hold.

    Of a view that counts, such as trends, the sums by the columns named.
    """
    if typed.is_address:
        if here.api is not None:
            raise Unfit("--address is for whoever owns the data folder: leave out --key")
        print_line(analyst_dsn(here.settings))
        return
    if name is None:
        described = lists.views()
        print_json(described) if as_json else lists_shown.views(described)
        return
    if here.api is not None:
        query = typed.query(columns=",".join(typed.columns) or None)
        found = read_as(ViewRows, here.api.get(f"/v1/views/{name}", **query))
    else:
        found = _rows(here, name, typed)
    if as_json:
        print_json(found)
    else:
        lists_shown.rows(found)


def _listed(here: Here, typed: ListTyped) -> CaseList:
    query = ListQuery(only=typed.only, order=typed.order or NEWEST_FIRST)
    reader = here.person("handler")
    with here.reading("list.read", reader, command="list"):
        return here.ask_views(
            lambda views: views.complaints(
                query, by=reader, now=now(), limit=typed.limit, cursor=typed.cursor
            )
        )


def _rows(here: Here, name: str, typed: ViewTyped) -> ViewRows:
    query = ViewQuery(view=name, only=typed.only, columns=typed.columns, order=typed.order or "")
    reader = here.person("handler")
    with here.reading("list.read", reader, command="view"):
        return here.ask_views(
            lambda views: views.view(query, by=reader, limit=typed.limit, cursor=typed.cursor)
        )
