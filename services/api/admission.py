"""What every request is held to before it is routed: size, framing, path and what it accepts."""

import re
from urllib.parse import unquote
from uuid import UUID

from starlette.datastructures import Headers
from starlette.types import Scope

from services.api.problems import (
    BAD_REQUEST,
    HEADERS_TOO_LARGE,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    Problem,
)

LARGEST_HEADERS = 16 * 1024
JSON_RANGES = frozenset({"*/*", "application/*", "application/json"})
NEEDLESS = re.compile(rb"%(2[de]|3\d|[46][1-9a-f]|[57][\da]|5f|7e)", re.IGNORECASE)
"""An unreserved sign that is encoded: the same address, spelt otherwise (RFC 3986, 2.3)."""
ABSOLUTE = re.compile(rb"https?://[^/]*", re.IGNORECASE)
CLOSING = {"Connection": "close"}


def admit(scope: Scope, headers: Headers, *, must_accept_json: bool) -> None:
    """Let a request in. Raises Problem: 400, 404, 406, 431."""
    _must_be_small(headers)
    _must_be_framed_once(scope, headers)
    _must_name_one_resource(scope)
    if headers.getlist("x-correlation-id") and correlation_id(headers) is None:
        raise Problem(
            BAD_REQUEST,
            "X-Correlation-Id is not one uuid",
            instead="send a uuid such as 6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d, or none",
        )
    if must_accept_json and not accepts_json(headers.getlist("accept")):
        raise Problem(
            NOT_ACCEPTABLE,
            "the Accept header leaves out application/json",
            instead="send Accept: application/json, or none",
        )


def in_origin_form(scope: Scope) -> Scope:
    """The request as if it named its path alone: an absolute target is taken (RFC 9112, 3.2.2)."""
    target = scope.get("raw_path") or b""
    whole = ABSOLUTE.match(target)
    if whole is None:
        return scope
    raw = target[whole.end() :] or b"/"
    return {**scope, "path": unquote(raw.decode("ascii")), "raw_path": raw}


def correlation_id(headers: Headers) -> UUID | None:
    """The uuid that the caller gave the request, in its usual form; None for none or another."""
    lines = headers.getlist("x-correlation-id")
    try:
        found = UUID(lines[0]) if len(lines) == 1 else None
    except ValueError:
        return None
    return found if found is not None and str(found) == lines[0].lower() else None


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


def _must_be_small(headers: Headers) -> None:
    if sum(len(name) + len(value) for name, value in headers.raw) > LARGEST_HEADERS:
        raise Problem(
            HEADERS_TOO_LARGE,
            f"the headers have more than {LARGEST_HEADERS} octets",
            instead="send fewer or shorter headers",
        )


def _must_be_framed_once(scope: Scope, headers: Headers) -> None:
    """Who reads a length and who reads chunks must find the same end (RFC 9112, 6.1)."""
    if "transfer-encoding" not in headers:
        return
    if "content-length" in headers or scope.get("http_version") == "1.0":
        raise Problem(
            BAD_REQUEST,
            "where the body ends is told twice, or in chunks that HTTP/1.0 has not",
            instead="send Content-Length or Transfer-Encoding: chunked, not both",
            headers=CLOSING,
        )


def _must_name_one_resource(scope: Scope) -> None:
    """A path whose segments others would part differently names nothing here."""
    if b"%2f" in scope.get("raw_path", b"").lower():
        raise Problem(
            NOT_FOUND,
            "there is nothing at an address with an encoded slash",
            instead="write a slash as /; see /openapi.json",
        )
    if NEEDLESS.search(scope.get("raw_path", b"")):
        raise Problem(
            NOT_FOUND,
            "there is nothing at an address that encodes what needs no encoding",
            instead="write letters, digits and -._~ as they are; see /openapi.json",
        )
