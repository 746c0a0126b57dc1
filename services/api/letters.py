"""Letters over HTTP: one address that shows a letter as it would be, or sends it."""

from functools import partial
from typing import Annotated

import structlog
from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from domain.complaint.documents.letters import LetterSaid
from domain.complaint.events import DocumentAttached
from domain.registry import COMMANDS
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.api import description, responses
from services.api.answers import as_json
from services.api.authentication import Admit, read_body
from services.api.commands import (
    answer_of,
    idempotency_key,
)
from services.api.document_problems import BAD_TEMPLATE, NO_TEMPLATE
from services.api.documents import DocumentAnswer
from services.api.etags import etag, expected_versions
from services.api.parameters import Word
from services.api.request_counts import Tally
from services.commands.command_request import CommandRequest
from services.letter_wiring import letters_of
from services.queries.queries import Questions
from services.representations.addresses import path_of
from services.wiring import Installation

SEND = COMMANDS["send_letter"]


class LetterAsked(LetterSaid):
    """A letter, and whether it is sent or only shown."""

    is_sent: Annotated[bool, Field(description="Whether to keep and record it as sent")] = False


class LetterAnswer(BaseModel):
    """A letter as it would be sent, and from which template; nothing was recorded."""

    text: str
    media_type: str
    template_code: str
    template_version: int
    language: str


def add_letters(
    app: FastAPI,
    parts: Installation,
    *,
    questions: Questions,
    principals: Principals,
    tally: Tally,
) -> None:
    """Give the application the route of letters. Raises BadTemplate."""
    door = _Door(parts, questions)
    summary = door.letter.__doc__ or ""
    app.add_api_route(
        path_of(SEND),
        tally.counting(door.letter),
        methods=["POST"],
        dependencies=[Depends(Admit(principals, SEND.roles))],
        operation_id=SEND.name,
        tags=[f"ISO 10002:2018, {SEND.clause}"],
        summary=SEND.summary,
        description=f"{summary}\n\nRoles: {', '.join(sorted(SEND.roles))}.",
        response_model=LetterAnswer,
        responses={
            **responses.success(200, "ETag"),
            **responses.success(
                201, "ETag", "Location", "Idempotency-Replayed", model=DocumentAnswer
            ),
            **responses.problems(
                *(*responses.COMMANDS, *responses.JSON_BODY, *responses.OF_EXISTING),
                *(NO_TEMPLATE, BAD_TEMPLATE),
            ),
        },
        openapi_extra={
            "parameters": [
                description.header(description.IDEMPOTENCY_KEY),
                description.header(description.IF_MATCH),
            ],
            "requestBody": description.body(LetterAsked),
            "security": description.BY_KEY,
        },
    )


class _Door:
    def __init__(self, parts: Installation, questions: Questions) -> None:
        noted = partial(parts.reads.reading, part="api", route=path_of(SEND))
        self._letters = letters_of(parts, noted)
        self._questions = questions
        self._known = description.field_names(LetterAsked)

    async def letter(self, request: Request, complaint: Word) -> Response:
        """Show a letter as it would be sent; with ``is_sent`` keep it and record it as sent."""
        principal: Principal = request.state.principal
        body = await read_body(request, LetterAsked, self._known)
        lines = request.headers.getlist("if-match")
        versions = expected_versions(lines) if body.is_sent else None
        found = await self._questions.find(complaint)
        field_values = body.model_dump(exclude_unset=True, exclude={"is_sent"})
        said = LetterSaid.model_validate(field_values)
        if not body.is_sent:
            letter = await self._letters.write(found, said, by=principal.actor)
            template = letter.template
            shown = LetterAnswer(
                text=letter.text,
                media_type=template.media_type,
                template_code=template.code,
                template_version=template.version,
                language=template.language,
            )
            return as_json(shown, headers={"ETag": etag(letter.version)})
        command_request = CommandRequest(
            name=SEND.name,
            command=said,
            actor=principal.actor,
            stream_id=found,
            key=idempotency_key(request, principal),
            expected_versions=versions,
            correlation_id=request.scope["plaint_correlation_id"],
            field_values=request.state.field_values,
        )
        structlog.contextvars.bind_contextvars(command=command_request.name)
        result = await self._letters.send(command_request, said)
        kept = [one.event for one in result.events if isinstance(one.event, DocumentAttached)]
        (document_id,) = [event.document_id for event in kept]
        place = f"/v1/complaints/{result.stream_id}/documents/{document_id}"
        return answer_of(
            command_request, result, model=DocumentAnswer, location=place, document_id=document_id
        )
