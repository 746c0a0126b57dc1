"""What waits, in the order in which it presses."""

from typing import Annotated
from uuid import UUID

import typer
from pydantic import BaseModel, Field

from adapters.clock import now
from domain.complaint.lifecycle import State
from domain.complaint.parts import PriorityCode
from domain.values import Code
from projections.case_queue import Wanted
from services.cli import queue_shown, views_over_http
from services.cli.context import Here, here
from services.cli.options import Short
from services.cli.shared_options import READING, AsJson
from services.cli.terminal import print_json
from services.queries.answers import QueuePage
from services.representations.views import queue as told_of


def add_commands(app: typer.Typer) -> None:
    """Give the application ``queue``."""
    app.command(rich_help_panel=READING)(here(queue, for_keys=True))


class QueueOptions(BaseModel):
    """Which complaints of the queue, and which part of them."""

    state: Annotated[State | None, Field(description="Only in this state")] = None
    handler: Annotated[UUID | None, Field(description="Only of this handler")] = None
    is_mine: Annotated[bool, Field(description="Only what is assigned to you")] = False
    is_unassigned: Annotated[bool, Field(description="Only without a handler")] = False
    unit: Annotated[Code | None, Field(description="Only of this unit")] = None
    priority_code: Annotated[PriorityCode | None, Field(description="Only of this priority")] = None
    is_safety: Annotated[bool | None, Field(description="Only matters of safety, or none")] = None
    is_overdue: Annotated[bool | None, Field(description="Only what is late, or is not")] = None
    needs_decision: Annotated[bool | None, Field(description="Only what awaits one, or not")] = None
    awaits_approval: Annotated[
        bool | None, Field(description="Only what awaits a second person, or not")
    ] = None
    is_suspended: Annotated[bool | None, Field(description="Only where work stands, or not")] = None
    is_paused: Annotated[bool | None, Field(description="Only where all clocks stand, or not")] = (
        None
    )
    is_escalated: Annotated[bool | None, Field(description="Only what went higher, or not")] = None
    is_external: Annotated[bool | None, Field(description="Only at an outside body, or not")] = None
    is_owing: Annotated[bool | None, Field(description="Only with promises to keep, or not")] = None
    legal_entity: Annotated[Code | None, Field(description="Only of this entity")] = None
    limit: Annotated[
        int, Short("-n"), Field(ge=1, le=200, description="Rows at most, 20 at first")
    ] = 20
    cursor: Annotated[str | None, Field(description="Go on after a page that said so")] = None

    def wanted(self, here: Here) -> Wanted:
        """The filter as the queue knows it."""
        filters = self.model_dump(exclude={"limit", "cursor", "is_mine"})
        return Wanted(**filters | ({"handler": here.person("handler").id} if self.is_mine else {}))


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
    wanted, reader = options.wanted(here), here.person("handler")
    with here.reading("list.read", reader, command="queue"):
        return here.ask_views(
            lambda views: views.queue(
                wanted, by=reader, now=now(), limit=options.limit, cursor=options.cursor
            )
        )
