"""Input that is known to bring services down, by name: a problem in each case, never a 500."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.api.conftest import CANARY, House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

JSON = {"Content-Type": "application/json"}


def body(**fields: Any) -> bytes:
    return json.dumps({"narrative": "x", **fields}).encode()


def occurred(**when: str) -> bytes:
    return body(occurred=when)


BODIES: dict[str, tuple[bytes, dict[str, str], set[int]]] = {
    "U+0000 in text": (body(narrative="a\x00b"), JSON, {422}),
    "a lone surrogate": (b'{"narrative": "\\ud83d"}', JSON, {422}),
    "2^53 and beyond": (b'{"narrative": 9007199254740993}', JSON, {422}),
    "NaN": (b'{"narrative": NaN}', JSON, {400}),
    "Infinity": (b'{"narrative": -Infinity}', JSON, {400}),
    "1e400": (b'{"narrative": 1e400}', JSON, {422}),
    "more than 4,300 digits": (b'{"narrative": ' + b"7" * 5_000 + b"}", JSON, {422}),
    "duplicate keys": (b'{"narrative": "a", "narrative": "b"}', JSON, {400}),
    "depth 100,000": (b'{"narrative": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", JSON, {400}),
    "depth 33": (b'{"narrative": ' + b"[" * 32 + b"]" * 32 + b"}", JSON, {400}),
    "invalid UTF-8": (b'{"narrative": "\xff\xfe"}', JSON, {400}),
    "a byte order mark": (b"\xef\xbb\xbf" + body(), JSON, {400}),
    "UTF-16": (body().decode().encode("utf-16"), JSON, {400}),
    "UTF-16 that says so": (
        body().decode().encode("utf-16"),
        {"Content-Type": "application/json; charset=utf-16"},
        {415},
    ),
    "another content type": (body(), {"Content-Type": "text/plain"}, {415}),
    "a form": (b"narrative=x", {"Content-Type": "application/x-www-form-urlencoded"}, {415}),
    "no content type": (body(), {}, {415}),
    "an empty body": (b"", JSON, {400}),
    "a gzip bomb": (
        gzip.compress(bytes(50_000_000)),
        {**JSON, "Content-Encoding": "gzip"},
        {415},
    ),
    "a body of 768 KiB and one": (b'{"narrative": "' + b"x" * 768 * 1024 + b'"}', JSON, {413}),
    "a text of 60,000 signs, each in two escapes": (
        json.dumps({"narrative": "😀" * 60_000}).encode(),
        JSON,
        {201},
    ),
    "two such texts in one event": (
        json.dumps({"narrative": "x", "access_needs": ["😀" * 33_000] * 2}).encode(),
        JSON,
        {413},
    ),
    "a list of 1,001": (body(access_needs=["x"] * 1_001), JSON, {422}),
    "a text of 60,001": (body(narrative="x" * 60_001), JSON, {422}),
    "the year 0": (occurred(at="0000-01-01T00:00:00Z"), JSON, {422}),
    "the year 1 east of Greenwich": (occurred(at="0001-01-01T00:00:00+14:00"), JSON, {422}),
    "the first day east of Greenwich": (occurred(on="0001-01-01", zone="Asia/Tokyo"), JSON, {422}),
    "the last day": (occurred(on="9999-12-31", zone="America/New_York"), JSON, {409, 422}),
    "the year 999": (occurred(at="0999-01-01T00:00:00Z", zone="UTC"), JSON, {422}),
    "the year 10000": (occurred(at="10000-01-01T00:00:00Z"), JSON, {422}),
    "a leap second": (occurred(at="2016-12-31T23:59:60Z"), JSON, {422}),
    "an offset of 24 hours": (occurred(at="2026-01-01T00:00:00+24:00", zone="UTC"), JSON, {422}),
    "a negative offset of 24 hours": (occurred(at="2026-01-01T00:00:00-24:00"), JSON, {422}),
    "a zone that is a path": (occurred(on="2026-01-01", zone="../../etc/passwd"), JSON, {422}),
    "a zone that is a folder": (occurred(on="2026-01-01", zone="Europe"), JSON, {422}),
    "a zone of 5,000 letters": (occurred(on="2026-01-01", zone="A" * 5_000), JSON, {422}),
    "a bool for text": (body(narrative=True), JSON, {422}),
    "text for a bool": (body(interpreter_used="true"), JSON, {422}),
    "an integer for a bool": (body(interpreter_used=1), JSON, {422}),
    "an extra field": (body(is_admin=True), JSON, {422}),
    "null for a required field": (body(narrative=None), JSON, {422}),
    "a uuid in braces": (
        body(received_by="{6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d}"),
        JSON,
        {422},
    ),
    "a uuid as urn": (
        body(received_by="urn:uuid:6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d"),
        JSON,
        {422},
    ),
    "a uuid without dashes": (body(received_by="6f1c2a9e3b7d4c559c0e2d1f8a7b6c5d"), JSON, {422}),
    "a uuid in capitals": (
        body(received_by="6F1C2A9E-3B7D-4C55-9C0E-2D1F8A7B6C5D"),
        JSON,
        {201},
    ),
    "a uuid of a list in braces": (
        body(settles_event_ids=["{6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d}"]),
        JSON,
        {422},
    ),
    "1 for unknown": (b'{"narrative": "x", "occurred": {"unknown": 1}}', JSON, {422}),
    "an instant with a comma": (occurred(at="2026-01-05T10:00:00,5Z", zone="UTC"), JSON, {422}),
    "an instant with an underscore": (occurred(at="2026-01-05_10:00:00Z", zone="UTC"), JSON, {422}),
    "an offset without a colon": (occurred(at="2026-01-05T10:00:00+0100", zone="UTC"), JSON, {422}),
    "an instant to the nanosecond": (
        occurred(at="2026-01-05T10:00:00.123456789Z", zone="UTC"),
        JSON,
        {201},
    ),
    "no uuid": (body(received_by="6f1c2a9e"), JSON, {422}),
    "right to left and zero width": (body(narrative="\u202eabc\u200b\u2066 שלום"), JSON, {201}),
    "every plane of Unicode": (body(narrative="\U0010ffff\ufffe\ufeff👩‍👩‍👧"), JSON, {201}),
    "money in exponents": (
        body(issues=[{"seeks": ["refund"], "claimed_loss": {"amount": "1e9", "currency": "EUR"}}]),
        JSON,
        {422},
    ),
}


@pytest.mark.parametrize(("octets", "headers", "statuses"), BODIES.values(), ids=BODIES)
async def test_a_body_is_taken_or_a_problem(
    house: House, octets: bytes, headers: dict[str, str], statuses: set[int]
) -> None:
    async with house.client() as client:
        answer = await client.post("/v1/complaints/receive", content=octets, headers=headers)
    assert answer.status_code in statuses, answer.text
    if answer.status_code != 201:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert set(answer.json()) >= {"type", "title", "status", "detail", "correlation_id"}


ADDRESSES = {
    "an encoded slash": ("/v1/complaints/a%2Fb", 404),
    "dots": ("/v1/complaints/..", 404),
    "encoded dots": ("/v1/complaints/%2e%2e/queue", 404),
    "an encoded zero": ("/v1/complaints/%00", 404),
    "half a character": ("/v1/complaints/%ed%a0%80", 404),
    "a broken escape": ("/v1/complaints/%zz", 404),
    "a trailing slash": ("/v1/queue/", 404),
    "10,000 letters": ("/v1/complaints/" + "a" * 10_000, 404),
    "a uuid with full-width digits": ("/v1/complaints/\uff11" + "0" * 31, 404),
    "a misread reference": ("/v1/complaints/C-00000000A", 404),
    "a nil uuid": ("/v1/complaints/00000000-0000-0000-0000-000000000000", 404),
    "a repeated parameter": ("/v1/queue?limit=1&limit=2", 422),
    "an unknown parameter": (f"/v1/queue?{CANARY}=1", 422),
    "a negative limit": ("/v1/queue?limit=-1", 422),
    "a huge limit": ("/v1/queue?limit=99999999999999999999999", 422),
    "a limit of digits beyond int": ("/v1/queue?limit=" + "9" * 5_000, 422),
    "a negative cursor": ("/v1/queue?cursor=-1", 422),
    "a huge cursor": ("/v1/queue?cursor=" + "A" * 1_000, 422),
    "a cursor that was made up": ("/v1/queue?cursor=WzAsICIyMDI2Il0.0123456789abcdef", 422),
    "a cursor that is no ASCII": ("/v1/queue?cursor=%C3%A9.%00", 422),
    "a zero in a parameter": ("/v1/queue?unit=%00", 422),
    "half a character in a parameter": ("/v1/trends?figure=received&only=unit:%ed%a0%80", 200),
    "a zero in a filter": ("/v1/trends?figure=received&only=unit:a%00b", 422),
    "an unknown attribute": (f"/v1/trends?figure=received&by={CANARY}", 422),
    "an unknown figure": (f"/v1/trends?figure={CANARY}", 422),
    "a day of the year 0": ("/v1/trends?figure=received&since=0000-01-01", 422),
    "the last day": ("/v1/trends?figure=received&until=9999-12-31", 422),
    "a version beyond integer": ("/v1/complaints/{id}?version=2147483648", 422),
    "version 0": ("/v1/complaints/{id}?version=0", 422),
    "a position beyond bigint": ("/v1/complaints/{id}?position=9223372036854775808", 422),
    "an instant that is no number": ("/v1/complaints/{id}?at=nan", 422),
    "an instant without a zone": ("/v1/complaints/{id}?at=2026-03-05T09:30:00", 422),
    "an instant before the calendar": ("/v1/complaints/{id}?at=0001-01-01T00:00:00%2B14:00", 422),
    "two moments": ("/v1/complaints/{id}?version=1&position=1", 422),
    "before the receipt": ("/v1/complaints/{id}?at=2001-01-01T00:00:00Z", 404),
}


@pytest.mark.parametrize(("address", "status"), ADDRESSES.values(), ids=ADDRESSES)
async def test_an_address_is_answered_or_a_problem(house: House, address: str, status: int) -> None:
    told = await house.received()
    house.project()
    async with house.client() as client:
        answer = await client.get(address.replace("{id}", told["complaint_id"]))
    assert answer.status_code == status, answer.text
    assert CANARY not in answer.text


HEADERS = {
    "a correlation that injects": ({"X-Correlation-Id": "x\tSet-Cookie: a=b"}, 400),
    "a correlation in braces": (
        {"X-Correlation-Id": "{6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d}"},
        400,
    ),
    "an idempotency key of 256": ({"Idempotency-Key": "k" * 256}, 400),
    "an idempotency key with a blank": ({"Idempotency-Key": "a b"}, 400),
    "an empty idempotency key": ({"Idempotency-Key": ""}, 400),
    "a page of HTML wanted": ({"Accept": "text/html"}, 406),
    "a length that is no number": ({"Content-Length": "-5"}, 201),
}


@pytest.mark.parametrize(("headers", "status"), HEADERS.values(), ids=HEADERS)
async def test_a_header_is_understood_or_a_problem(
    house: House, headers: dict[str, str], status: int
) -> None:
    async with house.client() as client:
        answer = await client.post(
            "/v1/complaints/receive", content=body(), headers={**JSON, **headers}
        )
    assert answer.status_code == status, answer.text


async def test_a_header_that_comes_twice_is_refused(house: House) -> None:
    async with house.client() as client:
        twice = [("Idempotency-Key", "a"), ("Idempotency-Key", "b"), *JSON.items()]
        answer = await client.post("/v1/complaints/receive", content=body(), headers=twice)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("PUT", "/v1/queue"),
        ("DELETE", "/v1/complaints/x"),
        ("POST", "/livez"),
        ("PATCH", "/v1/complaints/receive"),
        ("TRACE", "/v1/queue"),
    ],
)
async def test_another_method_is_a_405(house: House, method: str, address: str) -> None:
    async with house.client() as client:
        answer = await client.request(method, address)
    assert answer.status_code == 405
    assert answer.headers["Allow"]
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_body_that_comes_too_slowly_is_given_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.api.authentication.BODY_SECONDS", 0.05)

    async def slowly() -> AsyncIterator[bytes]:
        yield b'{"narrative": '
        # The rest never comes: only the door's own limit ends it.
        await asyncio.Event().wait()

    async with house.client() as client:
        answer = await client.post("/v1/complaints/receive", content=slowly(), headers=JSON)
    assert answer.status_code == 408
