"""The questions over HTTP: one complaint as of any moment, its trail, the queue, the figures."""

from typing import Annotated, Any

import structlog
from fastapi import Depends, FastAPI, Path, Query, Request
from starlette.responses import Response

from adapters.clock import now
from services.api import description, shown, views_shown
from services.api.answers import as_json
from services.api.door import Admit
from services.api.etags import etag
from services.api.parameters import AsOf, QueueParameters, TrailParameters, TrendsParameters
from services.figures import Trail, Trends
from services.principals import ROLES, Principals
from services.questions import ComplaintAsOf, Questions

OPENERS = ("handler", "approver", "auditor")
PROBLEMS = (400, 401, 403, 406, 422, 500, 503)
Word = Annotated[
    str, Path(description="A uuid, a reference such as C-H8F90380K, or entity:reference")
]

logger = structlog.get_logger(__name__)


def add_reading(app: FastAPI, *, questions: Questions, principals: Principals) -> None:
    """Give the application the GET routes; every role reads, opening what is sealed is for few."""
    reader = _Reader(questions)
    everybody = Admit(principals, ROLES)
    routes = (
        ("/v1/complaints/{complaint}", reader.complaint, everybody, shown.ComplaintAnswer),
        (
            "/v1/complaints/{complaint}/opened",
            reader.opened,
            Admit(principals, OPENERS),
            shown.OpenedAnswer,
        ),
        ("/v1/complaints/{complaint}/history", reader.history, everybody, Trail),
        ("/v1/queue", reader.queue, everybody, views_shown.QueueAnswer),
        ("/v1/trends", reader.trends, everybody, Trends),
        ("/v1/projections", reader.projections, everybody, views_shown.StandingsAnswer),
    )
    for path, endpoint, admit, model in routes:
        described = _described(endpoint, admit, model, is_of_one="{" in path)
        app.add_api_route(
            path, endpoint, methods=["GET"], dependencies=[Depends(admit)], **described
        )


class _Reader:
    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def complaint(self, complaint: Word, as_of: Annotated[AsOf, Query()]) -> Response:
        """One complaint as it is, or as it was at a version, a position or an instant."""
        found = await self._questions.find(complaint)
        told = await self._questions.complaint(
            found, version=as_of.version, at=as_of.at, position=as_of.position
        )
        return as_json(shown.complaint(told), headers=_tagged(told))

    async def opened(
        self, request: Request, complaint: Word, as_of: Annotated[AsOf, Query()]
    ) -> Response:
        """The same with its events and what is sealed in them opened; every such read is logged."""
        found = await self._questions.find(complaint)
        logger.info("complaint.opened", complaint_id=str(found))
        told = await self._questions.opened(
            found, version=as_of.version, at=as_of.at, position=as_of.position
        )
        return as_json(shown.opened(told), headers=_tagged(told.as_of))

    async def history(self, complaint: Word, part: Annotated[TrailParameters, Query()]) -> Response:
        """What happened to one complaint, in order, nothing left out."""
        trail = await self._questions.history(
            await self._questions.find(complaint),
            after_version=part.after_version,
            as_of=part.as_of,
            limit=part.limit,
        )
        return as_json(trail)

    async def queue(self, part: Annotated[QueueParameters, Query()]) -> Response:
        """What waits, for whom: safety first, then what is overdue, then what is due next."""
        page = await self._questions.queue(
            part.wanted, now=now(), limit=part.limit, cursor=part.cursor
        )
        return as_json(views_shown.queue(page))

    async def trends(self, part: Annotated[TrendsParameters, Query()]) -> Response:
        """How complaints develop: a figure by period and attributes, with where it comes from."""
        return as_json(await self._questions.trends(part.asked))

    async def projections(self) -> Response:
        """How far each view is and how far behind, from which feed, what is parked or stopped."""
        return as_json(views_shown.standings(await self._questions.projections()))


def _tagged(told: ComplaintAsOf) -> dict[str, str]:
    return {"ETag": etag(told.version)}


def _described(endpoint: Any, admit: Admit, model: type, *, is_of_one: bool) -> dict[str, Any]:
    summary = (endpoint.__doc__ or "").strip()
    statuses = (*PROBLEMS, 404) if is_of_one else PROBLEMS
    return {
        "operation_id": f"read_{endpoint.__name__}",
        "tags": ["reading"],
        "summary": summary,
        "description": f"{summary}\n\nRoles: {', '.join(sorted(admit.roles))}.",
        "response_model": model,
        "responses": description.problems(*statuses),
        "openapi_extra": {"security": description.BY_KEY},
    }
