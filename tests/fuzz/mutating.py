"""The ways in which a right request is made a wrong one, or one at the edge of what is right."""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from tests.fuzz.asks import JSON, Ask
from tests.fuzz.described import Description
from tests.fuzz.schema import Schema, Schemas
from tests.fuzz.values import CANARY, IDS, NOBODYS, TEXTS, TIMES, example, values

Place = tuple[str | int, ...]
DEEPEST = 4
LARGE = 1024 * 1024
LINES = tuple(text for text in TEXTS if len(text) < 300)
"""Texts short enough for an address."""


def of_body(ask: Ask, description: Description) -> Iterator[Ask]:
    """Each field of the body, told or not: left out, and with whatever may be put in its place."""
    schema = ask.operation.body
    if schema is None:
        return
    schemas = description.schemas
    for place, of in fields(schemas, schema):
        name = ".".join(map(str, place))
        yield ask.but(f"{name} left out", told=_without(ask.told, place))
        for value in values(schemas, of):
            told = _with(schemas, schema, ask.told, place, value)
            yield ask.but(f"{name} as {_short(value)}", told=told)
    yield ask.but("a field too many", told={**ask.told, CANARY: CANARY})


def fields(schemas: Schemas, schema: Schema, at: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """Every place in a body, with its schema."""
    found = schemas.resolved(schema)
    if len(at) >= DEEPEST:
        return
    for each in found.get("anyOf", ()):
        yield from fields(schemas, each, at)
    if "items" in found:
        yield (*at, 0), found["items"]
        yield from fields(schemas, found["items"], (*at, 0))
    for name, of in found.get("properties", {}).items():
        yield (*at, name), of
        yield from fields(schemas, of, (*at, name))


def of_octets(ask: Ask) -> Iterator[Ask]:
    """The body as octets that are no strict JSON, or not what the headers say."""
    body = ask.body
    if body is None:
        return
    twice = b'{"x": 1, "x": 1, ' + body[1:]
    for what, octets in (
        ("no octet", b""),
        ("half", body[: len(body) // 2]),
        ("trailing garbage", body + b"]"),
        ("a byte order mark", b"\xef\xbb\xbf" + body),
        ("UTF-16", body.decode("latin-1").encode("utf-16")),
        ("no UTF-8", body[:-1] + b', "x": "\xff"}'),
        ("a list", b"[" + body + b"]"),
        ("null", b"null"),
        ("a name twice", twice),
        ("NaN", body[:-1] + b', "x": NaN}'),
        ("depth", b'{"x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
        ("many digits", b'{"x": ' + b"9" * 5_000 + b"}"),
        ("too large", b'{"x": "' + b"x" * LARGE + b'"}'),
    ):
        if ask.operation.body is not None:
            yield ask.but(f"a body that is {what}", octets=octets, is_free=len(octets) > LARGE)
    for length in (len(body) - 1, "x", -1, "1_0", f"{len(body)}, {len(body)}", 10**30):
        lines = ask.with_header("Content-Length", str(length))
        yield ask.but(f"Content-Length {length}", headers=lines, is_free=True)
    chunked = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    lines = ask.with_header("Transfer-Encoding", "chunked")
    yield ask.but("in chunks", headers=lines, octets=chunked, is_free=True)
    yield ask.but("in half a chunk", headers=lines, octets=chunked[:9] + b"zz", is_free=True)
    for kind in ("text/plain", "application/x-www-form-urlencoded", f"{JSON}; charset=utf-16", "x"):
        lines = ask.with_header("Content-Type", kind)
        yield ask.but(f"as {kind}", headers=lines)
    yield ask.but("no type", headers=ask.with_header("Content-Type"))
    yield ask.but("two types", headers=ask.with_header("Content-Type", JSON, JSON))
    for coding in ("gzip", "identity"):
        yield ask.but(f"in {coding}", headers=ask.with_header("Content-Encoding", coding))


def of_headers(ask: Ask, version: int) -> Iterator[Ask]:
    """Headers that every request may have, and those of a command. version: the present one."""
    for name, lines in _headers(version):
        if name not in ("If-Match", "Plaint-Title") or name in ask.operation.parameters("header"):
            what = f"{name} {' and '.join(map(_short, lines)) or 'left out'}"
            yield ask.but(what, headers=ask.with_header(name, *lines))


def _headers(version: int) -> Iterator[tuple[str, Sequence[str]]]:
    now = f'"v{version}"'
    for tags in (
        *("", "*", "* ", "*, *", now, f"W/{now}", f'"v1", {now}', f"{now},", f", {now}", now[:-1]),
        *(now.strip('"'), '"v0"', '"v01"', '"v999999999"', '"v99999999999999999999"', '""', "'v1'"),
        *(f'"v{version - 1}"', f'"{CANARY}"', '"\t"', '"é"', f"*, {now}", '"v1" ' * 900),
    ):
        yield "If-Match", (tags,)
    yield from (("If-Match", lines) for lines in ((), ("*", now), (now, '"v1"'), ("*", "*")))
    for key in ("", " ", "a b", "k" * 255, "k" * 256, "é", "\t", NOBODYS):
        yield "Idempotency-Key", (key,)
    yield "Idempotency-Key", ("a", "b")
    for one in (
        NOBODYS,
        NOBODYS.upper(),
        "{" + NOBODYS + "}",
        "",
        CANARY,
        NOBODYS + ", " + NOBODYS,
    ):
        yield "X-Correlation-Id", (one,)
    yield "X-Correlation-Id", (NOBODYS, NOBODYS)
    for accept in ("text/html", "application/json;q=0", "*/*;q=0.001", "", ",", "x" * 900):
        yield "Accept", (accept,)
    for key in ("", "Bearer", "Bearer ", "Basic eDp4", f"Bearer plaint_{'0' * 12}_{'A' * 43}", "é"):
        yield "Authorization", (key,)
    yield "Authorization", ("Bearer x", "Bearer x")
    for title in ("", "%", "%00", "%ff", "%0d%0a", "A%C3%A9", "x" * 201, "é", " "):
        yield "Plaint-Title", (title,)
    yield "X-Filling", ("x" * 17_000,)
    yield "Expect", ("100-continue",)
    yield "Range", ("bytes=0-1",)
    yield "X-HTTP-Method-Override", ("DELETE",)


def of_address(ask: Ask, description: Description) -> Iterator[Ask]:
    """Path and query: each part with what it should not be, twice, or not there at all."""
    for name in ask.path:
        for text in (
            *IDS,
            *LINES,
            ".",
            "..",
            "%2e%2e",
            "a%2Fb",
            "%",
            "%zz",
            "%ed%a0%80",
            "x" * 9_000,
        ):
            value = text if "%" in text else quote(text.encode("utf-8", "surrogatepass"), safe="")
            yield ask.but(f"{name} as {_short(text)}", path={**ask.path, name: value}, is_free=True)
    yield ask.but("an unknown parameter", query=(*ask.query, (CANARY, "1")))
    for name, told in ask.operation.parameters("query").items():
        others = tuple(each for each in ask.query if each[0] != name)
        for each in dict.fromkeys(
            (*map(str, values(description.schemas, told["schema"])), *TIMES, "9" * 5_000)
        ):
            if len(each) < 6_000:
                value = quote(each.encode("utf-8", "surrogatepass"), safe="")
                yield ask.but(f"{name} as {_short(each)}", query=(*others, (name, value)))
        one = quote(str(example(description.schemas, told["schema"])))
        yield ask.but(f"{name} twice", query=(*others, (name, one), (name, one)))
        yield ask.but(f"{name} left out", query=others)


def _without(told: Any, place: Place) -> Any:
    changed = copy.deepcopy(told)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner.get(step) if isinstance(inner, dict) else inner[0] if inner else None
    if isinstance(inner, dict):
        inner.pop(place[-1], None)
    return changed


def _with(schemas: Schemas, schema: Schema, told: Any, place: Place, value: Any) -> Any:
    """The body with a value at a place; what has to stand around it is made as it should be."""
    if not place:
        return value
    step, *rest = place
    if isinstance(step, int):
        of = _of(schemas, schema, "items")
        kept = list(told) if isinstance(told, list) and told else [example(schemas, of)]
        return [_with(schemas, of, kept[0], tuple(rest), value), *kept[1:]]
    kept_fields = dict(told) if isinstance(told, dict) else example(schemas, schema)
    if not isinstance(kept_fields, dict):
        kept_fields = {}
    of = _of(schemas, schema, "properties").get(step, {})
    return {**kept_fields, step: _with(schemas, of, kept_fields.get(step), tuple(rest), value)}


def _of(schemas: Schemas, schema: Schema, word: str) -> Any:
    found = schemas.resolved(schema)
    if word in found:
        return found[word]
    return next((of for each in found.get("anyOf", ()) if (of := _of(schemas, each, word))), {})


def _short(value: Any) -> str:
    told = value if isinstance(value, str) else json.dumps(value)
    return ascii(told if len(told) < 50 else f"{told[:30]}... of {len(told)}")
