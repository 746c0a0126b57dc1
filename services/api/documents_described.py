"""The routes of documents as the API's description tells them."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel
from starlette.responses import StreamingResponse

from domain.commands import COMMANDS
from services.api import description
from services.api.commands import OF_EXISTING, PROBLEMS
from services.api.document_problems import GONE, TYPE

ATTACH = COMMANDS["attach_document"]
SAME = "Makes a repetition recognisable: the same key, the same result"
HEADERS = (
    ("Plaint-Title", "What it is, in UTF-8, percent-encoded; it is kept sealed", False),
    ("Idempotency-Key", SAME, False),
    ("If-Match", "The ETag of the version that was read, or *", True),
)
OCTETS = {"schema": {"type": "string", "format": "binary"}}


def attaching(endpoint: Callable[..., Any], answer: type[BaseModel], limit: int) -> dict[str, Any]:
    """How the route that takes a document is described. limit: octets of one."""
    headers = [description.header(name, told, required=must) for name, told, must in HEADERS]
    roles = ", ".join(sorted(ATTACH.roles))
    return {
        "operation_id": ATTACH.name,
        "tags": [f"ISO 10002:2018, {ATTACH.clause}"],
        "summary": ATTACH.summary,
        "description": f"{endpoint.__doc__} At most {limit} octets.\n\nRoles: {roles}.",
        "status_code": 201,
        "response_model": answer,
        "responses": {
            **description.problems(*PROBLEMS, *OF_EXISTING),
            415: {**description.problems(415)[415], "description": TYPE.title},
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
    gone = {**description.problems(500)[500], "description": GONE.title}
    return {
        "operation_id": "read_document",
        "tags": ["reading"],
        "summary": summary,
        "description": f"{summary}\n\nRoles: {', '.join(sorted(readers))}.",
        "response_class": StreamingResponse,
        "responses": {**description.problems(400, 401, 403, 404, 409, 422, 500, 503), 410: gone},
        "openapi_extra": {"security": description.BY_KEY},
    }
