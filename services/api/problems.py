"""What went wrong, as RFC 9457 problem details: the rule, the place, what to do; no input."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import orjson
from pydantic import BaseModel
from starlette.responses import Response

from services.api.field_errors import Fault
from services.operations.stalls import Stall

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem; its name, once given, stays."""

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The stable identifier of the kind (RFC 9457, 3.1.1)."""
        return f"urn:plaint:problem:{self.name}"


BAD_REQUEST = Kind("bad-request", 400, "The request cannot be understood")
NOT_STRICT_JSON = Kind("not-strict-json", 400, "The body is not one strict JSON object")
UNAUTHENTICATED = Kind("unauthenticated", 401, "No valid key was given")
FORBIDDEN = Kind("forbidden", 403, "This role may not do this")
NOT_FOUND = Kind("not-found", 404, "There is nothing here")
METHOD_NOT_ALLOWED = Kind("method-not-allowed", 405, "This address takes another method")
NOT_ACCEPTABLE = Kind("not-acceptable", 406, "Answers are JSON")
TOO_SLOW = Kind("body-too-slow", 408, "The request did not arrive in time")
STALE = Kind("stale", 412, "The complaint has moved on")
TOO_LARGE = Kind("too-large", 413, "The content is too large")
UNSUPPORTED = Kind("unsupported-media-type", 415, "Bodies are JSON in UTF-8, not compressed")
INVALID = Kind("invalid", 422, "Some of the input breaks a rule of form")
KEY_REUSED = Kind("idempotency-key-reused", 422, "This idempotency key had another request")
NO_IF_MATCH = Kind("if-match-required", 428, "The version that was read must be named")
TOO_MANY = Kind("too-many-requests", 429, "More requests than one may send at a time")
HEADERS_TOO_LARGE = Kind("headers-too-large", 431, "The headers are too large")
UNEXPECTED = Kind("unexpected", 500, "Something unforeseen went wrong here")
STALLED = Kind("stalled", 503, "A part of Plaint stands still")
UNAVAILABLE = Kind("unavailable", 503, "Plaint cannot answer just now")
CONTENDED = Kind("contended", 503, "Others kept changing the complaint")

KINDS = tuple(value for value in list(globals().values()) if isinstance(value, Kind))


class ProblemDetails(BaseModel):
    """How a problem is told.

    ``code`` and ``clause`` come with a refusal by the rules, ``faults`` with what stands still.
    """

    type: str
    title: str
    status: int
    detail: str
    instead: str | None = None
    code: str | None = None
    clause: str | None = None
    errors: list[Fault] | None = None
    faults: list[Stall] | None = None
    correlation_id: str


class Problem(Exception):
    """A request that is not carried out, and why."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        instead: str | None = None,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.instead = instead
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    @property
    def type(self) -> str:
        """The stable identifier of what went wrong."""
        return self.kind.type

    def members(self) -> dict[str, Any]:
        """The members of the problem's object, without those that are absent."""
        members: dict[str, Any] = {
            "type": self.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "instead": self.instead,
            "errors": [fault.model_dump(exclude_none=True) for fault in self.errors] or None,
        }
        return {name: value for name, value in members.items() if value is not None}


class Refused(Problem):
    """The rules of complaints handling do not allow the command now (409), or not to this role.

    rule: its code, its sentence and its clause.
    """

    def __init__(
        self, detail: str, *, instead: str, rule: tuple[str, str, str], status: int = 409
    ) -> None:
        code, title, clause = rule
        super().__init__(Kind("refused", status, title), detail, instead=instead)
        self.code = code
        self.clause = clause

    @property
    def type(self) -> str:
        """One identifier for each rule."""
        return f"urn:plaint:refusal:{self.code}"

    def members(self) -> dict[str, Any]:
        """The same, with the rule's code and its clause of ISO 10002."""
        return super().members() | {"code": self.code, "clause": self.clause}


class Stalled(Problem):
    """Parts stand still (503); each is named, with why."""

    def __init__(self, stalls: Sequence[Stall]) -> None:
        parts = ", ".join(dict.fromkeys(stall.part for stall in stalls))
        super().__init__(
            STALLED,
            f"stands still: {parts}",
            instead="do what faults says of each; `plaint status` shows the whole",
            headers={"Retry-After": "2"},
        )
        self.stalls = tuple(stalls)

    def members(self) -> dict[str, Any]:
        """The same, with one fault for each part."""
        return super().members() | {"faults": [asdict(stall) for stall in self.stalls]}


def answer(problem: Problem, correlation_id: str) -> Response:
    """The problem as a response."""
    return Response(
        orjson.dumps(problem.members() | {"correlation_id": correlation_id}),
        status_code=problem.kind.status,
        media_type=MEDIA_TYPE,
        headers=problem.headers,
    )
