"""The routes of documents as the API's description tells them."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel
from starlette.responses import StreamingResponse

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

ATTACH = COMMANDS["attach_document"]
TITLE = (
    "Plaint-Title",
    "What it is, in UTF-8, percent-encoded; it is kept sealed",
    {"type": "string", "pattern": "^([ -$&-~]|%[0-9A-Fa-f]{2})+$"},
)
OCTETS = {"schema": {"type": "string", "format": "binary"}}


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
