"""What an operation may answer, as the API's description tells it: statuses, reasons, headers."""

from collections.abc import Mapping
from typing import Any

from services.api.problems import (
    BAD_REQUEST,
    CONTENDED,
    FORBIDDEN,
    HEADERS_TOO_LARGE,
    INVALID,
    KEY_REUSED,
    MEDIA_TYPE,
    METHOD_NOT_ALLOWED,
    NO_IF_MATCH,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    NOT_STRICT_JSON,
    STALE,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    UNAUTHENTICATED,
    UNAVAILABLE,
    UNEXPECTED,
    UNSUPPORTED,
    Kind,
)
from services.operations.own_api import INSTALLATION

NOT_NOW = Kind("refusal", 409, "The rules do not allow it now: `code` says which, `clause` where")
NOT_BY_THEM = Kind("refusal", 403, "The rules do not allow it to whoever asks: `code` says which")

EVERYWHERE = (
    BAD_REQUEST,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    TOO_SLOW,
    INVALID,
    HEADERS_TOO_LARGE,
    UNEXPECTED,
    UNAVAILABLE,
)
"""What any address may answer, to another method and to a head that does not arrive too."""
READING = (*EVERYWHERE, UNAUTHENTICATED, FORBIDDEN, TOO_MANY)
OF_ONE = (NOT_FOUND, NOT_BY_THEM)
COMMANDS = (*READING, NOT_FOUND, NOT_BY_THEM, NOT_NOW, TOO_LARGE, KEY_REUSED, CONTENDED)
JSON_BODY = (NOT_STRICT_JSON, UNSUPPORTED)
OF_EXISTING = (STALE, NO_IF_MATCH)

HEADERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "X-Correlation-Id": (
        "What to quote when asking about this answer; the one that was sent, else a fresh one",
        {"type": "string", "format": "uuid"},
    ),
    "ETag": (
        "The version of the complaint, or what a party sees of it, to be sent as If-Match",
        {"type": "string", "pattern": '^"[!#-~]+"$'},
    ),
    "Location": ("The address of what was made", {"type": "string", "format": "uri-reference"}),
    "Idempotency-Replayed": (
        "That the command had been carried out before, under the same key",
        {"type": "string", "enum": ["true"]},
    ),
    "Retry-After": (
        "Seconds to wait before it is repeated",
        {"type": "string", "pattern": "^\\d+$"},
    ),
    "Allow": ("The methods that the address takes", {"type": "string"}),
    "WWW-Authenticate": ("How to send a key", {"type": "string"}),
    INSTALLATION: ("Which installation answers", {"type": "string", "format": "uuid"}),
    "Content-Disposition": ("The name as a file", {"type": "string"}),
}
ALWAYS = ("X-Correlation-Id",)
OF_STATUS: Mapping[int, tuple[str, ...]] = {
    401: ("WWW-Authenticate",),
    405: ("Allow",),
    412: ("ETag",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}


def problems(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer: for each status every reason, told by its type."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    by_status: dict[int, list[str]] = {}
    for kind in dict.fromkeys(kinds):
        by_status.setdefault(kind.status, []).append(f"`{kind.name}`: {kind.title}")
    responses: dict[int | str, dict[str, Any]] = {
        status: {
            "description": "\n\n".join(reasons),
            "content": content,
            "headers": headers(*ALWAYS, *OF_STATUS.get(status, ())),
        }
        for status, reasons in sorted(by_status.items())
    }
    return responses


def success(status: int, *names: str, **more: Any) -> dict[int | str, dict[str, Any]]:
    """How an operation answers when all is well. names: of its headers. more: content, model."""
    description = "It was made and recorded" if status == 201 else "As it is described"
    return {status: {"description": description, "headers": headers(*ALWAYS, *names), **more}}


def not_modified() -> dict[int | str, dict[str, Any]]:
    """That what the caller has by its tag is what there is."""
    return {304: {"description": "It is as it was read", "headers": headers(*ALWAYS, "ETag")}}


def headers(*names: str) -> dict[str, Any]:
    """These headers of an answer, as they are told under components."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def described_headers() -> dict[str, Any]:
    """Every header of an answer, once."""
    return {
        name: {"description": about, "schema": schema} for name, (about, schema) in HEADERS.items()
    }
