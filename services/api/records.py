"""What is asked about the record itself over HTTP: likely duplicates, what an erasure destroyed."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Path, Request
from starlette.responses import Response

from adapters.clock import now
from services import wiring
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.access.rights import COMPARERS, WITNESSES
from services.api.answers import as_json
from services.api.authentication import Admit
from services.api.parameters import Word
from services.api.problems import NOT_FOUND, Problem
from services.api.reading import described
from services.commands.duplicates import LikelyDuplicates
from services.commands.erasing import Certificate, NotErased
from services.queries.queries import Questions
from services.queries.queue_filter import Identifier
from services.wiring import Installation


def add_records(
    app: FastAPI, parts: Installation, *, questions: Questions, principals: Principals
) -> None:
    """Give the application the questions about the record itself."""
    reader = _Reader(parts, questions)
    for path, endpoint, admit, model in (
        (
            "/v1/complaints/{complaint}/likely-duplicates",
            reader.likely_duplicates,
            Admit(principals, COMPARERS),
            LikelyDuplicates,
        ),
        (
            "/v1/complaints/{complaint}/erasures/{request_id}",
            reader.erasure,
            Admit(principals, WITNESSES),
            Certificate,
        ),
    ):
        app.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            dependencies=[Depends(admit)],
            **described(endpoint, admit, model, is_of_one=True),
        )


class _Reader:
    def __init__(self, parts: Installation, questions: Questions) -> None:
        self._questions = questions
        self._duplicates = parts.duplicates
        self._erasures = wiring.erasures(parts)

    async def likely_duplicates(self, request: Request, complaint: Word) -> Response:
        """Complaints that name the same contact or product, and which kind; it decides nothing."""
        found = await self._for_reader(request, complaint)
        reader: Principal = request.state.principal
        return as_json(await self._duplicates.likely(found, reader=reader.actor))

    async def erasure(
        self,
        request: Request,
        complaint: Word,
        request_id: Annotated[Identifier, Path(description="The id of the request to erase")],
    ) -> Response:
        """What an erasure destroyed: classes, keys, how many events, where; never its content."""
        found = await self._for_reader(request, complaint)
        try:
            return as_json(await self._erasures.certificate(found, request_id))
        except NotErased:
            raise Problem(
                NOT_FOUND,
                "nothing was erased on this request",
                instead="have it approved and carried out, or name another request",
            ) from None

    async def _for_reader(self, request: Request, complaint: str) -> UUID:
        """Raises NotFound."""
        reader: Principal = request.state.principal
        return await self._questions.seen(complaint, reader.actor, now=now())
