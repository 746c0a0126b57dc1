"""The content of a document on its way in: never waited for longer than it may take."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from fastapi import Request
from starlette.requests import ClientDisconnect

from services.api.problems import BAD_REQUEST, TOO_LARGE, TOO_SLOW, Problem

STALL_SECONDS = 10.0
"""How long nothing of a document's content may come."""
CONTENT_SECONDS = 100.0
"""How long its content may take: it is over before the request's own time is."""


async def content_of(request: Request, limit: int) -> AsyncIterator[bytes]:
    """The body as it comes. limit: octets of one. Raises Problem: 400, 408, 413."""
    declared = request.headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit()) or int(declared[:16]) > limit:
        raise Problem(
            TOO_LARGE,
            f"a document has at most {limit} octets here",
            instead="send it in parts, or smaller",
            headers={"Connection": "close"},
        )
    coming, until = request.stream(), monotonic() + CONTENT_SECONDS
    while True:
        try:
            async with asyncio.timeout(min(STALL_SECONDS, until - monotonic())):
                part = await anext(coming, None)
        except TimeoutError:
            raise _too_slow() from None
        except ClientDisconnect:
            raise Problem(BAD_REQUEST, "the body ended before its end") from None
        if part is None:
            return
        if part:
            yield part


def _too_slow() -> Problem:
    return Problem(
        TOO_SLOW,
        f"nothing of the document came for {STALL_SECONDS:.0f} seconds, or not all of it in "
        f"{CONTENT_SECONDS:.0f}; nothing was recorded",
        instead="send it again over a better line, with the same Idempotency-Key",
        headers={"Connection": "close"},
    )
