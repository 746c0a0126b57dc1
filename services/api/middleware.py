"""Around every request: correlation, time limit, headers, one log line, no error but problems."""

import asyncio
import re
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from uuid import UUID

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.clock import random_id
from adapters.read_log import ReadLog
from services.api.admission import admit, correlation_id, in_origin_form
from services.api.document_problems import for_operator
from services.api.error_mapping import problem_of
from services.api.etags import is_among
from services.api.problems import answer
from services.api.read_logging import note_read

REQUEST_SECONDS = 10.0
DOCUMENT_SECONDS = 120.0
METRICS = "/metrics"
OF_DOCUMENTS = re.compile(r"/v1/complaints/[^/]+/documents(/[^/]+)?")
"""Documents are larger than anything else that goes through here."""
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

logger = structlog.get_logger(__name__)


class Threshold:
    """The outermost middleware; the correlation id is in the scope and on every answer.

    HEAD is answered wherever GET is, with the same headers and no body (RFC 9110, 9.3.2). What
    the caller has by its tag is not sent again (13.1.2).
    """

    def __init__(self, app: ASGIApp, *, reads: ReadLog) -> None:
        self.app = app
        self._reads = reads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, scope = monotonic(), in_origin_form(scope)
        headers = Headers(scope=scope)
        known = correlation_id(headers) or random_id()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=str(known))
        request_scope = {**scope, "plaint_correlation_id": known}
        if scope["method"] == "HEAD":
            request_scope["method"] = "GET"
        is_document = OF_DOCUMENTS.fullmatch(scope["path"]) is not None
        sending = _Sending(
            send,
            known,
            has_body=scope["method"] != "HEAD",
            noting=partial(note_read, self._reads, request_scope),
            has=headers.getlist("if-none-match") if request_scope["method"] == "GET" else (),
        )
        try:
            gives_json = not is_document and scope["path"] != METRICS
            admit(scope, headers, must_accept_json=gives_json)
            async with asyncio.timeout(DOCUMENT_SECONDS if is_document else REQUEST_SECONDS):
                await self.app(request_scope, receive, sending)
        except Exception as error:
            if sending.status:
                raise
            await tell(known, error)(request_scope, receive, sending)
        finally:
            _log(scope["method"], request_scope, sending.status, monotonic() - began)


class _Sending:
    def __init__(
        self,
        send: Send,
        correlation_id: UUID,
        *,
        has_body: bool,
        noting: Callable[[int], None],
        has: Sequence[str],
    ) -> None:
        self._send = send
        self._correlation_id = str(correlation_id)
        self._has_body = has_body
        self._noting = noting
        self._has = has
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._noting(message["status"])
            headers = MutableHeaders(scope=message)
            if message["status"] == 200 and is_among(headers.get("ETag"), self._has):
                self._leave_body_out(message, headers)
            self.status = message["status"]
            headers.update(ALWAYS | {"X-Correlation-Id": self._correlation_id})
            if headers.get("Allow") == "GET":
                headers["Allow"] = "GET, HEAD"
        elif not self._has_body:
            message = {**message, "body": b""}
        await self._send(message)

    def _leave_body_out(self, start: Message, headers: MutableHeaders) -> None:
        start["status"], self._has_body = 304, False
        for name in ("Content-Length", "Content-Type"):
            del headers[name]


async def tell_request(request: Request, error: Exception) -> Response:
    """The answer to an error that the framework caught, in the form of its handlers."""
    return tell(request.scope["plaint_correlation_id"], error)


def tell(correlation_id: UUID, error: Exception) -> Response:
    """The problem that an error is; what was not foreseen is logged, without its words."""
    problem = problem_of(error)
    if problem.kind.status == 500:
        logger.error("api.unexpected", exc_info=error, reason=for_operator(error))
    elif problem.kind.status == 503:
        logger.warning("api.unavailable", exc_info=error, reason=for_operator(error))
    return answer(problem, str(correlation_id))


def _log(method: str, scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    logger.info(
        "api.answered",
        method=method,
        route=route,
        status=status,
        seconds=round(seconds, 6),
    )
