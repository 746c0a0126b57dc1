"""Documents over HTTP: the content as the body, what is personal in no address, given out whole."""

import re
from dataclasses import replace
from email.message import Message
from typing import Annotated
from urllib.parse import unquote_to_bytes
from uuid import UUID

import structlog
from fastapi import Depends, FastAPI, Path, Query, Request
from pydantic import ValidationError
from starlette.responses import Response, StreamingResponse

from adapters.clock import now
from domain.complaint.documents.attaching import DocumentSaid, NoSuchDocument
from domain.complaint.events import DocumentAttached
from domain.values import Actor, When
from services import wiring
from services.access.new_keys import Principal
from services.access.principals import Principals
from services.access.rights import DOCUMENT_READERS
from services.api.authentication import Admit
from services.api.command_answers import CommandAnswer
from services.api.commands import (
    answer_of,
    answers_of,
    idempotency_key,
    only,
)
from services.api.document_problems import TYPE
from services.api.documents_described import ATTACH, AttachParameters, attaching, reading
from services.api.etags import expected_versions, named_tags
from services.api.field_errors import Fault, faults_of
from services.api.own_commands import OwnCommands
from services.api.parameters import Word
from services.api.problems import (
    BAD_REQUEST,
    INVALID,
    NOT_FOUND,
    Problem,
)
from services.api.request_counts import Tally
from services.api.uploading import content_of
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.documents import OpenedDocument
from services.queries.queries import Questions
from services.queries.queue_filter import Identifier
from services.representations.addresses import path_of
from services.representations.file_names import disposition
from services.wiring import Installation

TITLE = "plaint-title"
NOT_ENCODED = re.compile("%(?![0-9A-Fa-f]{2})")
FIELDS = frozenset(DocumentSaid.model_fields)
SAID_IN = {"title": "Plaint-Title", "media_type": "Content-Type", "charset": "Content-Type"}
"""The headers that say what is said of a document; all else is a parameter by its own name."""


class DocumentAnswer(CommandAnswer):
    """The complaint after the document was attached, and the document's id."""

    document_id: UUID


def add_documents(
    app: FastAPI,
    parts: Installation,
    *,
    questions: Questions,
    own: OwnCommands,
    principals: Principals,
    tally: Tally,
) -> None:
    """Give the application the routes of documents: one attaches, the other gives out."""
    door = _Door(parts, questions, own)
    app.add_api_route(
        path_of(ATTACH),
        tally.counting(door.attach),
        methods=["POST"],
        dependencies=[Depends(Admit(principals, ATTACH.roles))],
        **attaching(door.attach, answers_of(ATTACH, DocumentAnswer), parts.settings.document_limit),
    )
    app.add_api_route(
        path_of(ATTACH) + "/{document}",
        door.read,
        methods=["GET"],
        dependencies=[Depends(Admit(principals, DOCUMENT_READERS))],
        **reading(door.read, DOCUMENT_READERS),
    )


class _Door:
    def __init__(self, parts: Installation, questions: Questions, own: OwnCommands) -> None:
        self._questions = questions
        self._own = own
        self._documents = wiring.documents(parts)
        self._limit = parts.settings.document_limit
        self._policies = parts.policies

    async def attach(
        self, request: Request, complaint: Word, parameters: Annotated[AttachParameters, Query()]
    ) -> Response:
        """Attach a document: its content is the body, its type the Content-Type."""
        principal: Principal = request.state.principal
        # Before it is looked whether there is such a complaint: what is wrong with the request.
        tags = named_tags(request.headers.getlist("if-match"))
        is_outside = principal.actor.kind == "party"
        versions = None if is_outside else expected_versions(request.headers.getlist("if-match"))
        command_request = CommandRequest(
            name=ATTACH.name,
            command=self._said(request, parameters, zone=(await self._policies.in_force()).zone),
            actor=principal.actor,
            stream_id=await (
                self._questions.find_for_party(complaint)
                if is_outside
                else self._questions.find(complaint)
            ),
            key=idempotency_key(request, principal),
            expected_versions=versions,
            correlation_id=request.scope["plaint_correlation_id"],
        )
        structlog.contextvars.bind_contextvars(command=command_request.name)
        content = content_of(request, self._limit)
        if is_outside:
            return await self._own.answer(
                command_request,
                lambda of_version: self._documents.attach(of_version, content),
                tags=tags,
                made=lambda result: _place_of(result)[0],
                again=False,
            )
        result = await self._documents.attach(command_request, content)
        place, document_id = _place_of(result)
        return answer_of(
            command_request, result, model=DocumentAnswer, location=place, document_id=document_id
        )

    async def read(
        self,
        request: Request,
        complaint: Word,
        document: Annotated[Identifier, Path(description="The document's id")],
    ) -> Response:
        """The content of a document, once it was verified; every such read is logged.

        A party reads what they brought or were sent: the documents that their complaint lists.
        """
        reader: Principal = request.state.principal
        is_outside = reader.actor.kind == "party"
        try:
            opened = await (self._own_document if is_outside else self._document)(
                complaint, document, reader.actor
            )
        except NoSuchDocument:
            raise Problem(
                NOT_FOUND,
                "the complaint has no document of this id",
                instead="name one of those that reading the complaint lists under documents",
            ) from None
        headers = {
            "Content-Length": str(opened.document.size),
            "Content-Disposition": disposition(opened.file_name, document),
            # Told here, because text would be given a charset that nobody knows it to have.
            "Content-Type": opened.content_type,
        }
        return StreamingResponse(opened.content, headers=headers)

    async def _document(self, complaint: str, document: UUID, reader: Actor) -> OpenedDocument:
        found = await self._questions.find(complaint)
        return await self._documents.open(found, document, reader=reader)

    async def _own_document(self, complaint: str, document: UUID, reader: Actor) -> OpenedDocument:
        found = await self._questions.find_for_party(complaint)
        shown = await self._own.own.document(found, reader, document, now=now())
        opened = await self._documents.open_own(found, document)
        # How staff call what they sent is theirs, and may name others.
        return replace(opened, title=shown.title)

    def _said(self, request: Request, parameters: AttachParameters, *, zone: str) -> DocumentSaid:
        field_values = parameters.model_dump(exclude_unset=True, exclude={"at", "on"})
        if parameters.at or parameters.on:
            field_values["occurred"] = When(at=parameters.at, on=parameters.on, zone=zone)
        if (title := _title(only(request, TITLE))) is not None:
            field_values["title"] = title
        try:
            return DocumentSaid.model_validate(field_values | _type_told(request))
        except ValidationError as error:
            raise Problem(
                INVALID,
                "what is said of the document breaks rules of form",
                instead="correct what is named under errors and send it again",
                errors=[_where_said(fault) for fault in faults_of(error, FIELDS)],
            ) from None


def _place_of(result: CommandResult) -> tuple[str, UUID]:
    """The address and the id of the document that was attached."""
    attached = [one.event for one in result.events if isinstance(one.event, DocumentAttached)]
    (document_id,) = [event.document_id for event in attached]
    return f"/v1/complaints/{result.stream_id}/documents/{document_id}", document_id


def _where_said(fault: Fault) -> Fault:
    """A fault at the header or parameter that it is in: the body is the document itself."""
    name = (fault.pointer or "").removeprefix("/").partition("/")[0]
    return fault.model_copy(update={"pointer": None, "parameter": SAID_IN.get(name, name) or None})


def _type_told(request: Request) -> dict[str, str]:
    """The type and, where it is told, the charset of the Content-Type."""
    content_type = only(request, "content-type")
    if not content_type or "content-encoding" in request.headers:
        raise Problem(
            TYPE,
            "the document's type is not told, or it is compressed for the way",
            instead="send its type as Content-Type, and no Content-Encoding",
        )
    message = Message()
    message["Content-Type"] = content_type
    charset = message.get_param("charset")
    media_type = content_type.partition(";")[0].strip().lower()
    known = {"charset": charset.lower()} if isinstance(charset, str) else {}
    return {"media_type": media_type, **known}


def _title(encoded: str | None) -> str | None:
    """The title is personal, so it travels in a header, which takes ASCII alone."""
    if encoded is None:
        return None
    try:
        if NOT_ENCODED.search(encoded):
            raise ValueError
        return unquote_to_bytes(encoded.encode("ascii")).decode("utf-8")
    except ValueError:
        raise Problem(
            BAD_REQUEST,
            "Plaint-Title is not percent-encoded UTF-8",
            instead="write every octet beyond ASCII, and %, as %XX",
        ) from None
