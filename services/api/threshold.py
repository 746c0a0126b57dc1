"""Around every request: correlation, time limit, headers, one log line, no error but problems."""

import asyncio
import re
from time import monotonic
from uuid import UUID

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.clock import random_id
from services.api.problems import BAD_REQUEST, HEADERS_TOO_LARGE, NOT_ACCEPTABLE, Problem, answer
from services.api.translating import problem_of

REQUEST_SECONDS = 10.0
DOCUMENT_SECONDS = 120.0
OF_DOCUMENTS = re.compile(r"/v1/complaints/[^/]+/documents(/[^/]+)?")
"""Documents are larger than anything else that goes through here."""
LARGEST_HEADERS = 16 * 1024
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
JSON_RANGES = frozenset({"*/*", "application/*", "application/json"})

logger = structlog.get_logger(__name__)


class Threshold:
    """The outermost middleware; the correlation id is in the scope and on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.getlist("x-correlation-id")
        correlation_id = _correlation_id(given) or random_id()
        scope["plaint_correlation_id"] = correlation_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=str(correlation_id))
        began = monotonic()
        sending = _Sending(send, correlation_id)
        try:
            _admit(headers, is_correlated=not given or _correlation_id(given) is not None)
            if not OF_DOCUMENTS.fullmatch(scope["path"]):
                _must_accept_json(headers)
            async with asyncio.timeout(_seconds(scope["path"])):
                await self.app(scope, receive, sending)
        except Exception as error:
            if sending.status:
                raise
            await tell(correlation_id, error)(scope, receive, sending)
        finally:
            _log(scope, sending.status, monotonic() - began)


class _Sending:
    def __init__(self, send: Send, correlation_id: UUID) -> None:
        self._send = send
        self._correlation_id = str(correlation_id)
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers.update(ALWAYS | {"X-Correlation-Id": self._correlation_id})
        await self._send(message)


async def tell_request(request: Request, error: Exception) -> Response:
    """The answer to an error that the framework caught, in the form of its handlers."""
    return tell(request.scope["plaint_correlation_id"], error)


def tell(correlation_id: UUID, error: Exception) -> Response:
    """The problem that an error is; what was not foreseen is logged, without its words."""
    problem = problem_of(error)
    if problem.kind.status == 500:
        logger.error("api.unexpected", exc_info=error)
    elif problem.kind.status == 503:
        logger.warning("api.unavailable", exc_info=error)
    return answer(problem, str(correlation_id))


def _seconds(path: str) -> float:
    return DOCUMENT_SECONDS if OF_DOCUMENTS.fullmatch(path) else REQUEST_SECONDS


def _correlation_id(given: list[str]) -> UUID | None:
    try:
        found = UUID(given[0]) if len(given) == 1 else None
    except ValueError:
        return None
    return found if found is not None and str(found) == given[0].lower() else None


def _admit(headers: Headers, *, is_correlated: bool) -> None:
    if sum(len(name) + len(value) for name, value in headers.raw) > LARGEST_HEADERS:
        raise Problem(
            HEADERS_TOO_LARGE,
            f"the headers have more than {LARGEST_HEADERS} octets",
            instead="send fewer or shorter headers",
        )
    if not is_correlated:
        raise Problem(
            BAD_REQUEST,
            "X-Correlation-Id is not one uuid",
            instead="send a uuid such as 6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d, or none",
        )


def _must_accept_json(headers: Headers) -> None:
    if not accepts_json(headers.getlist("accept")):
        raise Problem(
            NOT_ACCEPTABLE,
            "the Accept header leaves out application/json",
            instead="send Accept: application/json, or none",
        )


def accepts_json(accept: list[str]) -> bool:
    """Whether an Accept header admits JSON (RFC 9110, 12.5.1); no header admits everything."""
    ranges = [part.lower().replace(" ", "") for line in accept for part in line.split(",")]
    if not any(ranges):
        return True
    return any(
        part.partition(";")[0] in JSON_RANGES and not _weighs_nothing(part) for part in ranges
    )


def _weighs_nothing(media_range: str) -> bool:
    weights = [part for part in media_range.split(";") if part.startswith("q=")]
    return bool(weights) and not weights[0][2:].strip("0.")


def _log(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    logger.info(
        "api.answered",
        method=scope["method"],
        route=route,
        status=status,
        seconds=round(seconds, 6),
    )
