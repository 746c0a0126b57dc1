"""The routes of documents as the API's description tells them."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator
from starlette.responses import StreamingResponse

from domain.complaint.documents.events import Supplier
from domain.registry import COMMANDS
from services.api import description, responses
from services.api.document_problems import (
    DAMAGED,
    EMPTY,
    GONE,
    INFECTED,
    TYPE,
    UNLIKE_TYPE,
    UNSCANNED,
)
from services.api.field_errors import UnfitParameter
from services.api.parameters import Parameters
from services.commands.numeric_times import DayWritten, InstantWritten
from services.queries.queue_filter import Identifier

ATTACH = COMMANDS["attach_document"]
TITLE = (
    "Plaint-Title",
    "What it is, in UTF-8, percent-encoded; it is kept sealed",
    {"type": "string", "pattern": "^([ -$&-~]|%[0-9A-Fa-f]{2})+$"},
)
OCTETS = {"schema": {"type": "string", "format": "binary"}}


class AttachParameters(Parameters):
    """What is said of a document beside its type and its title; on or at: when it came."""

    supplied_by: Annotated[Supplier, Field(description="Who brought it.")] = "complainant"
    from_party_id: Annotated[
        Identifier | None, Field(description="Which party, where several could have.")
    ] = None
    translation_of: Annotated[
        Identifier | None, Field(description="The document that this one translates.")
    ] = None
    translated_by: Annotated[
        Literal["human", "machine"] | None, Field(description="Who translated it.")
    ] = None
    at: Annotated[InstantWritten | None, Field(description="When it came.")] = None
    on: Annotated[
        DayWritten | None, Field(description="The day on which it came, of no known hour.")
    ] = None

    @model_validator(mode="after")
    def _is_one_moment(self) -> Self:
        if self.at is not None and self.on is not None:
            raise UnfitParameter("on", "a moment is at or on, one of them")
        return self


def attaching(endpoint: Callable[..., Any], answer: type[BaseModel], limit: int) -> dict[str, Any]:
    """How the route that takes a document is described. limit: octets of one."""
    headers = [
        *map(description.header, (TITLE, description.IDEMPOTENCY_KEY)),
        description.header(description.IF_MATCH, required=True),
    ]
    roles = ", ".join(sorted(ATTACH.roles))
    return {
        "operation_id": ATTACH.name,
        "tags": [f"ISO 10002:2018, {ATTACH.clause}"],
        "summary": ATTACH.summary,
        "description": f"{endpoint.__doc__} At most {limit} octets.\n\nRoles: {roles}.",
        "status_code": 201,
        "response_model": answer,
        "responses": {
            **responses.success(201, "ETag", "Location", "Idempotency-Replayed"),
            **responses.problems(
                *(*responses.COMMANDS, *responses.OF_EXISTING, TYPE),
                *(UNLIKE_TYPE, EMPTY, INFECTED, UNSCANNED),
            ),
        },
        "openapi_extra": {
            "parameters": headers,
            "requestBody": {"required": True, "content": {"*/*": OCTETS}},
            "security": description.BY_KEY,
        },
    }


def reading(endpoint: Callable[..., Any], readers: Sequence[str]) -> dict[str, Any]:
    """How the route that gives a document out is described."""
    summary = endpoint.__doc__ or ""
    return {
        "operation_id": "read_document",
        "tags": ["reading"],
        "summary": summary,
        "description": f"{summary}\n\nRoles: {', '.join(sorted(readers))}.",
        "response_class": StreamingResponse,
        "responses": {
            **responses.success(200, "Content-Disposition", content={"*/*": OCTETS}),
            **responses.problems(*responses.READING, *responses.OF_ONE, GONE, DAMAGED),
        },
        "openapi_extra": {"security": description.BY_KEY},
    }
