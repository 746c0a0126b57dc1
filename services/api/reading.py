"""The questions over HTTP: one complaint as of any moment, its trail, the queue, the figures."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Path, Query, Request
from starlette.responses import Response

from adapters.clock import now
from adapters.record import Record
from domain.complaint.aggregate import COMPLAINT
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.access.rights import FOLLOWERS, ONE_COMPLAINT, OPENERS, ROLES
from services.api import description, responses
from services.api.answers import as_json
from services.api.authentication import Admit
from services.api.etags import etag
from services.api.parameters import (
    AsOf,
    DeadlineParameters,
    QueueParameters,
    TrailParameters,
    TrendsParameters,
    Word,
    must_name_a_stream,
)
from services.api.problems import FORBIDDEN, Problem
from services.queries.answers import Trail, Trends
from services.queries.explaining import Explanation, explanations
from services.queries.links_seen import links_of, opened_for
from services.queries.next_steps import NextSteps
from services.queries.own_complaints import OwnComplaintAnswer, OwnComplaints
from services.queries.queries import ComplaintAsOf, Questions
from services.queries.queue_filter import Identifier
from services.representations import complaints, views

TAGGED = (complaints.ComplaintAnswer | OwnComplaintAnswer, complaints.OpenedAnswer)
INSIDE = "versions count what happens inside"


def add_reading(
    app: FastAPI,
    *,
    questions: Questions,
    own: OwnComplaints,
    principals: Principals,
    record: Record,
) -> None:
    """Give the application the GET routes: parties read their own complaint, few what is sealed."""
    reader = _Reader(questions, own, record)
    everybody, followers = Admit(principals, ROLES), Admit(principals, FOLLOWERS)
    routes = (
        (
            "/v1/complaints/{complaint}",
            reader.complaint,
            Admit(principals, ONE_COMPLAINT),
            complaints.ComplaintAnswer | OwnComplaintAnswer,
        ),
        (
            "/v1/complaints/{complaint}/opened",
            reader.opened,
            Admit(principals, OPENERS),
            complaints.OpenedAnswer,
        ),
        ("/v1/complaints/{complaint}/history", reader.history, everybody, Trail),
        (
            "/v1/complaints/{complaint}/deadlines/{deadline_id}",
            reader.deadline,
            everybody,
            Explanation,
        ),
        ("/v1/queue", reader.queue, everybody, views.QueueAnswer),
        ("/v1/trends", reader.trends, everybody, Trends | views.FiguresAnswer),
        ("/v1/projections", reader.projections, followers, views.StandingsAnswer),
    )
    for path, endpoint, admit, model in routes:
        route = described(
            endpoint, admit, model, is_of_one="{" in path, has_version=model in TAGGED
        )
        app.add_api_route(path, endpoint, methods=["GET"], dependencies=[Depends(admit)], **route)


class _Reader:
    def __init__(self, questions: Questions, own: OwnComplaints, record: Record) -> None:
        self._questions = questions
        self._own = own
        self._record = record

    async def complaint(
        self, request: Request, complaint: Word, as_of: Annotated[AsOf, Query()]
    ) -> Response:
        """One complaint as it is with what you may do next, or as it was at a moment.

        A party of it gets it in a shape of their own, now or at an instant: what they told and were
        told.
        """
        must_name_a_stream(complaint, COMPLAINT)
        reader: Principal = request.state.principal
        if reader.actor.kind == "party":
            its = await self._questions.seen(complaint, reader.actor, now=now())
            if (as_of.version, as_of.position) != (None, None):
                raise Problem(FORBIDDEN, INSIDE, instead="give at, an instant, or nothing")
            shown_to = await self._own.shown(its, reader.actor, now=now(), at=as_of.at)
            return as_json(shown_to.answer, headers={"ETag": shown_to.tag})
        found = await self._seen(request, complaint)
        complaint_as_of = await self._questions.complaint(
            found, version=as_of.version, at=as_of.at, position=as_of.position
        )
        steps = await self._next(request, complaint_as_of)
        shown = await links_of(self._record, complaint_as_of, request.state.principal.actor)
        return as_json(complaints.complaint(shown, steps), headers=_tagged(complaint_as_of))

    async def opened(
        self, request: Request, complaint: Word, as_of: Annotated[AsOf, Query()]
    ) -> Response:
        """The same with its events and what is sealed in them opened; every such read is logged."""
        found = await self._seen(request, complaint)
        opened_complaint = await self._questions.opened(
            found, version=as_of.version, at=as_of.at, position=as_of.position
        )
        steps = await self._next(request, opened_complaint.as_of)
        shown = await opened_for(self._record, opened_complaint, request.state.principal.actor)
        return as_json(complaints.opened(shown, steps), headers=_tagged(opened_complaint.as_of))

    async def _next(self, request: Request, complaint_as_of: ComplaintAsOf) -> NextSteps | None:
        reader: Principal = request.state.principal
        return await self._questions.next_steps(complaint_as_of, by=reader.actor, now=now())

    async def _seen(self, request: Request, complaint: str) -> UUID:
        """Raises NotFound, as the complaint stands now and not as it was."""
        reader: Principal = request.state.principal
        return await self._questions.seen(complaint, reader.actor, now=now())

    async def history(
        self, request: Request, complaint: Word, part: Annotated[TrailParameters, Query()]
    ) -> Response:
        """What happened to one complaint, in order; left out is a link to what you may not see."""
        found = await self._seen(request, complaint)
        trail = await self._questions.history(
            found,
            by=request.state.principal.actor,
            after_version=part.after_version,
            as_of=part.as_of,
            limit=part.limit,
        )
        return as_json(trail)

    async def deadline(
        self,
        request: Request,
        complaint: Word,
        deadline_id: Annotated[Identifier, Path(description="The due date's id")],
        part: Annotated[DeadlineParameters, Query()],
    ) -> Response:
        """Why a due date is when it is: rule, start, days counted, what came since and is left."""
        found = await self._seen(request, complaint)
        (explained,) = await explanations(self._record, found, [deadline_id], now=now(), at=part.at)
        return as_json(explained)

    async def queue(self, request: Request, part: Annotated[QueueParameters, Query()]) -> Response:
        """What waits, for whom: safety first, then what is overdue, then what is due next."""
        reader: Principal = request.state.principal
        page = await self._questions.queue(
            part.wanted(reader.id), by=reader.actor, now=now(), limit=part.limit, cursor=part.cursor
        )
        return as_json(views.queue(page))

    async def trends(self, part: Annotated[TrendsParameters, Query()]) -> Response:
        """How complaints develop: a figure by period and attributes, with where it comes from.

        Without a figure: which there are, what each counts, and by what they can be grouped.
        """
        if part.query is None:
            return as_json(views.figures())
        [figure] = await self._questions.trends(part.query, now=now())
        return as_json(figure)

    async def projections(self) -> Response:
        """How far each view is and how far behind, from which feed, what is parked or stopped."""
        return as_json(views.standings(await self._questions.projections()))


def _tagged(complaint_as_of: ComplaintAsOf) -> dict[str, str]:
    return {"ETag": etag(complaint_as_of.version)}


def described(
    endpoint: Any, admit: Admit, model: Any, *, is_of_one: bool, has_version: bool = False
) -> dict[str, Any]:
    """How a GET route describes itself. is_of_one: it is about one complaint, which may be none.

    has_version: its answer tells the version.
    """
    summary = (endpoint.__doc__ or "").strip()
    kinds = (*responses.READING, *responses.OF_ONE) if is_of_one else responses.READING
    names = ("ETag",) if has_version else ()
    unchanged = responses.not_modified() if has_version else {}
    sent = [description.header(description.IF_NONE_MATCH)] if has_version else []
    return {
        "operation_id": f"read_{endpoint.__name__}",
        "tags": ["reading"],
        "summary": summary,
        "description": f"{summary}\n\nRoles: {', '.join(sorted(admit.roles))}.",
        "response_model": model,
        "responses": responses.success(200, *names) | unchanged | responses.problems(*kinds),
        "openapi_extra": {"parameters": sent, "security": description.BY_KEY},
    }
