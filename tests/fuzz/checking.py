"""What an answer must be, whatever was asked: as described, and telling nobody of others."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.fuzz.asks import Answer, Ask
from tests.fuzz.described import Description
from tests.fuzz.values import CANARY

ALWAYS = frozenset(
    {
        *("date", "content-length", "content-type", "connection", "transfer-encoding"),
        *("cache-control", "x-content-type-options", "referrer-policy", "content-security-policy"),
    }
)
"""Headers that HTTP itself, or every answer, has."""
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INNER = re.compile(
    r"Traceback|File \"|<class|0x[0-9a-f]{8}|\.py\b"
    r"|\b(?:services|adapters|domain|projections|pydantic|psycopg|starlette|fastapi|uvicorn)[._]\w"
)
"""Names of modules and what else is of no use to a caller."""
BY_LIBRARIES = frozenset({400, 431})
"""What the server's library answers before an operation is known."""
OF_RULES = "urn:plaint:refusal:"


def findings(
    ask: Ask, answer: Answer, description: Description, *, recorded: bool, formed: bool
) -> Iterator[str]:
    """What is wrong with an answer. recorded: whether the record grew; formed: as described."""
    if not answer.status:
        if not ask.is_free:
            yield "no answer came"
        return
    if answer.status >= 500:
        yield f"{answer.status} was answered"
    if answer.status >= 300 and recorded:
        yield "it was refused, and something was recorded all the same"
    if answer.status < 300 and not formed:
        yield "the description forbids it, and it was taken"
    yield from _as_described(ask, answer, description)
    if answer.status >= 400:
        yield from _discreet(ask, answer)


def _as_described(ask: Ask, answer: Answer, description: Description) -> Iterator[str]:
    told = ask.operation.answer(answer.status)
    if told is None:
        if not ask.is_free:
            yield f"the description has no {answer.status}"
        return
    kind = (answer.header("content-type") or "").partition(";")[0]
    content = told.get("content", {})
    if kind not in content and "*/*" not in content:
        yield f"the description has no {kind or 'answer without a type'} for {answer.status}"
        return
    yield from _headers(description.headers(told), answer, description)
    if kind.endswith("json"):
        yield from _body(content[kind]["schema"], answer, description)


def _headers(known: Any, answer: Answer, description: Description) -> Iterator[str]:
    if answer.header("x-correlation-id") is None:
        yield "it has no X-Correlation-Id"
    for name, value in answer.headers:
        if name.lower() in known:
            if not description.is_formed(known[name.lower()], value):
                yield f"the header {name} is not as described"
        elif name.lower() not in ALWAYS:
            yield f"the description has no header {name} for {answer.status}"


def _body(schema: Any, answer: Answer, description: Description) -> Iterator[str]:
    try:
        body = json.loads(answer.octets)
    except ValueError:
        yield "its body is no JSON"
        return
    # Of a choice the shape with the fewest faults is meant: the first of them is told.
    yield from list(description.schemas.faults(schema, body))[:3]
    if answer.status >= 400 and body.get("status") != answer.status:
        yield "the problem tells another status"


def _discreet(ask: Ask, answer: Answer) -> Iterator[str]:
    if found := INNER.search(answer.text):
        yield f"a problem tells what is inside: {found[0]}"
    if CANARY.lower() in answer.whole.lower():
        yield "a problem repeats what was sent"
    # A rule speaks to whoever sees the complaint; the door to everybody.
    if answer.status in (401, 403, 404) and OF_RULES not in answer.text:
        sent = f"{ask.address} {ask.headers} {ask.body!r}".lower()
        own = answer.header("x-correlation-id") or ""
        if set(UUIDS.findall(answer.text.lower())) - {own, *UUIDS.findall(sent)}:
            yield f"a {answer.status} tells ids that were not asked with"
