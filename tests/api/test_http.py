"""HTTP as RFC 9110 and 9112 have it: methods, preconditions, framing, one form of each value."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.api.attaching import PDF, attached
from tests.api.conftest import House
from tests.api.parties import known_complaint

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

JSON = {"Content-Type": "application/json"}
KEYLESS = ("/livez", "/readyz", "/openapi.json")


@pytest.mark.parametrize("address", [*KEYLESS, "/v1/complaints/{id}", "/v1/queue", "/v1/none"])
async def test_head_is_get_without_its_body(house: House, address: str) -> None:
    at = address.replace("{id}", (await house.received())["complaint_id"])
    house.project()
    async with house.client() as client:
        whole, head = await client.get(at), await client.head(at)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("Content-Type", "ETag"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("role", ["handler", "party"])
async def test_what_the_caller_has_is_not_sent_again(house: House, role: str) -> None:
    """By the tag that they were given; the read is logged as any other (RFC 9110, 13.1.2)."""
    known = await known_complaint(house)
    async with await known.by_party(role) if role == "party" else known.reached(role) as client:
        first = await client.get(known.address)
        has = {"If-None-Match": f'W/{first.headers["ETag"]}, "other"'}
        again = await client.get(known.address, headers=has)
        line = json.loads(house.installation.reads.path.read_text().splitlines()[-1])
        head = await client.head(known.address, headers=has)
        other = await client.get(known.address, headers={"If-None-Match": '"other"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert {"content-type", "content-length"}.isdisjoint(again.headers)
    assert line["event"] == "complaint.read"
    assert head.status_code == 304
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("word", ["receive", "log", "settle"])
async def test_the_address_of_a_command_takes_its_method_alone(house: House, word: str) -> None:
    """Although it looks like that of a complaint."""
    async with house.client() as client:
        answers = [
            await client.request(method, f"/v1/complaints/{word}")
            for method in ("GET", "HEAD", "PUT")
        ]
    assert {answer.status_code for answer in answers} == {405}
    assert {answer.headers["Allow"] for answer in answers} == {"POST"}


async def test_what_is_only_told_to_be_posted_has_no_head(house: House) -> None:
    async with house.client() as client:
        head = await client.head("/v1/complaints/x/add-note")
        put = await client.put("/v1/queue")
    assert (head.status_code, head.headers["Allow"]) == (405, "POST")
    assert (put.status_code, put.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "address",
    [
        *("/livez?x=1", "/readyz?x=1", "/openapi.json?x=1", "/health?x=1", "/metrics?x=1"),
        *("/v1/projections?x=1", "/v1/complaints/{id}?x=1", "/v1/complaints/{id}/history?x=1"),
        *("/v1/complaints/{id}/likely-duplicates?x=1", "/v1/trends?figure=open&x=1"),
        *("/v1/queue?limit=1.0", "/v1/queue?limit=1_0", "/v1/queue?limit=%2B5"),
        *("/v1/queue?limit=05", "/v1/queue?is_safety=yes", "/v1/queue?is_safety=1"),
        *("/v1/queue?handler={8f14e45f-ceea-467f-a0e6-b7d6a9b1c1f0}", "/v1/queue?is_overdue="),
        "/v1/queue?handler=8f14e45fceea467fa0e6b7d6a9b1c1f0",
        *("/v1/complaints/{id}?version=1.0", "/v1/complaints/{id}?at=2026-03-05"),
        "/v1/complaints/{id}?at=2026-03-05%2009:30:00Z",
        "/v1/trends?figure=open&since=2026-03-05T00:00:00",
        "/v1/trends?figure=open&since=0",
        "/v1/trends?figure=open&since=2026-03-05&until=2026-03-04",
    ],
)
async def test_a_value_has_one_form_and_an_unknown_name_is_refused(
    house: House, address: str
) -> None:
    told = await house.received()
    async with house.client("approver") as client:
        answer = await client.get(address.replace("{id}", told["complaint_id"]))
    assert answer.status_code == 422, answer.text
    assert answer.json()["instead"]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/v1/queue?limit=x", "limit"),
        ("/v1/queue?limit=1&limit=2", "limit"),
        ("/v1/queue?cursor=x", "cursor"),
        ("/v1/complaints/x?version=1&position=1", "position"),
        ("/v1/trends?figure=open&by=none", "by"),
        ("/v1/trends?figure=open&by=unit,unit", "by"),
        ("/v1/trends?figure=open&only=unit", "only"),
        ("/v1/trends?figure=open&since=2026-03-05&until=2026-03-04", "until"),
        ("/v1/queue?x%20x=1&limit=0", "limit"),
    ],
)
async def test_the_parameter_is_named_that_breaks_a_rule(
    house: House, address: str, parameter: str
) -> None:
    """Also where it does not go with another one, but none that is not known here."""
    async with house.client() as client:
        answer = await client.get(address)
    assert answer.status_code == 422, answer.text
    named = [fault.get("parameter") for fault in answer.json()["errors"]]
    assert parameter in named and "x x" not in answer.text


@pytest.mark.parametrize(
    ("header", "value"), [("Plaint-Title", "x" * 201), ("Content-Type", "text/plain; charset=?")]
)
async def test_a_fault_names_the_header_that_it_is_in(
    house: House, header: str, value: str
) -> None:
    here = (await house.received())["links"]["self"]
    answer = await attached(house, here, b"x", headers={header: value})
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], "pointer" in fault) == (header, False)


async def test_a_cursor_is_refused_where_other_rows_are_wanted(house: House) -> None:
    for _ in range(3):
        await house.received()
    house.project()
    async with house.client() as client:
        first = await client.get("/v1/queue?limit=1")
        page = {"limit": 1, "cursor": first.json()["cursor"]}
        assert (await client.get("/v1/queue", params=page)).status_code == 200
        other = await client.get("/v1/queue", params={**page, "state": "RECEIVED"})
    (fault,) = other.json()["errors"]
    assert (other.status_code, fault["rule"]) == (422, "unknown_cursor")


@pytest.mark.parametrize(
    ("address", "what"),
    [("documents", "document"), ("deadlines", "deadline"), ("erasures", "erased")],
)
async def test_what_a_complaint_has_not_is_not_found(house: House, address: str, what: str) -> None:
    told = await house.received()
    async with house.client() as client:
        answer = await client.get(f"/v1/complaints/{told['complaint_id']}/{address}/{uuid4()}")
    assert answer.status_code == 404
    assert what in answer.json()["detail"]


async def test_a_precondition_is_a_list_and_a_weakened_tag_names_its_version(house: House) -> None:
    told = await house.received()
    at = f"/v1/complaints/{told['complaint_id']}/add-note"
    version = told["version"]
    async with house.client() as client:
        listed = [("If-Match", f'"v{version + 7}"'), ("If-Match", f'W/"v{version}"'), *JSON.items()]
        taken = await client.post(at, content=b'{"note": "x"}', headers=listed)
        moved = await client.post(at, content=b'{"note": "x"}', headers=listed)
    assert taken.status_code == 200, taken.text
    assert (moved.status_code, moved.headers["ETag"]) == (412, f'"v{version + 1}"')


async def test_an_encoded_slash_names_nothing(house: House) -> None:
    told = await house.received()
    async with house.client() as client:
        answer = await client.get(f"/v1/complaints/{told['complaint_id']}%2Fopened")
    assert answer.status_code == 404


@pytest.mark.parametrize("word", ["%6fpened", "%6Fpened", "open%65d", "%2e/opened", "opene%64"])
async def test_an_address_has_one_spelling(house: House, word: str) -> None:
    """So a rule of a proxy on what is spelt plainly holds for all of it."""
    told = await house.received()
    async with house.client("approver") as client:
        at = f"/v1/complaints/{told['complaint_id']}"
        assert (await client.get(f"{at}/opened")).status_code == 200
        assert (await client.get(f"{at}/{word}")).status_code == 404


async def test_an_end_that_is_told_twice_is_refused_and_the_connection_closed(
    house: House,
) -> None:
    twice = {**JSON, "Content-Length": "18", "Transfer-Encoding": "chunked"}
    async with house.client() as client:
        answer = await client.post(
            "/v1/complaints/receive", content=b'{"narrative": "x"}', headers=twice
        )
    assert (answer.status_code, answer.headers["Connection"]) == (400, "close")


@pytest.mark.parametrize(("stall", "whole"), [(0.05, 9.0), (9.0, 0.05)])
async def test_a_document_that_does_not_come_is_given_up_and_nothing_recorded(
    house: House, monkeypatch: pytest.MonkeyPatch, stall: float, whole: float
) -> None:
    monkeypatch.setattr("services.api.uploading.STALL_SECONDS", stall)
    monkeypatch.setattr("services.api.uploading.CONTENT_SECONDS", whole)

    async def slowly() -> AsyncIterator[bytes]:
        yield PDF[:10]
        await asyncio.sleep(0.3)
        yield PDF[10:]

    told = await house.received()
    at = f"/v1/complaints/{told['complaint_id']}"
    headers = {"Content-Type": "application/pdf", "If-Match": "*"}
    async with house.client() as client:
        answer = await client.post(f"{at}/documents", content=slowly(), headers=headers)
        assert (await client.get(at)).json()["documents"] == []
    assert (answer.status_code, answer.headers["Connection"]) == (408, "close")
    assert "nothing was recorded" in answer.json()["detail"]
