"""All complaints, and every view, over HTTP: chosen by their columns, page by page."""

from typing import Annotated

from fastapi import Depends, FastAPI, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from adapters.clock import now
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.access.rights import ROLES
from services.api.answers import as_json
from services.api.authentication import Admit
from services.api.parameters import WHOLE, Parameters
from services.api.reading import described
from services.queries.any_view import ViewQuery, ViewRows
from services.queries.conditions import EVERY_CONDITION
from services.queries.listing import NEWEST_FIRST, CaseList, ListQuery
from services.queries.queries import Questions
from services.representations.lists import ViewsAnswer, views

MOST_ROWS = 1_000
List = Annotated[str, Field(min_length=1, max_length=2_000)]


class ListParameters(Parameters):
    """Which rows, in what order, and which part of them."""

    only: Annotated[List | None, Field(description=EVERY_CONDITION)] = None
    order: Annotated[
        Annotated[str, Field(min_length=1, max_length=60)] | None,
        Field(
            description="By which column, with a minus before it the greatest first. "
            f"Complaints come by `{NEWEST_FIRST}`, rows of a view by its key."
        ),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=MOST_ROWS, description="Rows of a page, at most."), WHOLE
    ] = 50
    cursor: Annotated[
        Annotated[str, Field(min_length=1, max_length=1_000)] | None,
        Field(description="Where the page before ended, as it said in `cursor`."),
    ] = None

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions, each by itself."""
        return parts_of(self.only)


class ViewParameters(ListParameters):
    """Which rows and columns of a view, in what order, and which part of them."""

    columns: Annotated[
        List | None, Field(description="Which columns, with commas; all, unless told.")
    ] = None


ViewName = Annotated[str, Path(description="The view's name, such as deadlines")]


def add_lists(app: FastAPI, *, questions: Questions, principals: Principals) -> None:
    """Give the application the list of complaints and the views, for who works here."""
    lists = _Lists(questions)
    for path, endpoint, model in (
        ("/v1/complaints", lists.complaints, CaseList),
        ("/v1/views", lists.views, ViewsAnswer),
        ("/v1/views/{view}", lists.view, ViewRows),
    ):
        admit = Admit(principals, ROLES)
        route = described(endpoint, admit, model, is_of_one="{" in path)
        app.add_api_route(path, endpoint, methods=["GET"], dependencies=[Depends(admit)], **route)


def parts_of(text: str | None) -> tuple[str, ...]:
    """What stands between the commas."""
    return tuple(part for part in (text or "").split(",") if part.strip())


class _Lists:
    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def complaints(
        self, request: Request, part: Annotated[ListParameters, Query()]
    ) -> Response:
        """All complaints, open and ended, chosen by what is known of them, with their counts."""
        reader: Principal = request.state.principal
        query = ListQuery(only=part.conditions, order=part.order or NEWEST_FIRST)
        page = await self._questions.complaints(
            query, by=reader.actor, now=now(), limit=part.limit, cursor=part.cursor
        )
        return as_json(page)

    async def views(self) -> Response:
        """Which views there are, what each answers, and what its columns hold."""
        return as_json(views())

    async def view(
        self, request: Request, view: ViewName, part: Annotated[ViewParameters, Query()]
    ) -> Response:
        """Rows of any view by its columns; of one that counts, its sums by the columns named."""
        reader: Principal = request.state.principal
        query = ViewQuery(
            view=view,
            only=part.conditions,
            columns=parts_of(part.columns),
            order=part.order or "",
        )
        found = await self._questions.view(
            query, by=reader.actor, limit=part.limit, cursor=part.cursor
        )
        return as_json(found)
