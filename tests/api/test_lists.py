"""All complaints, and every view, over HTTP: chosen by their columns, page by page, by who may."""

from typing import Any

import pytest

from projections import discover
from tests.api.conftest import House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


async def listed(house: House, role: str = "handler", **asked: Any) -> dict[str, Any]:
    async with house.client(role) as client:
        answer = await client.get("/v1/complaints", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def withdrawn(house: House) -> str:
    told = await house.received()
    async with house.client() as client:
        answer = await client.post(
            f"{told['links']['self']}/withdraw",
            json={"means_code": "phone", "ground_code": "solved"},
            headers={"If-Match": "*"},
        )
    assert answer.status_code == 200, answer.text
    house.project()
    return str(told["complaint_id"])


async def test_a_complaint_that_ended_is_listed_with_its_ending(house: House) -> None:
    ended = await withdrawn(house)
    found = await listed(house, only="state=WITHDRAWN", limit="200")
    [row] = [one for one in found["rows"] if one["complaint_id"] == ended]
    assert (row["is_open"], row["ended_because"]) == (False, "solved")
    assert row["ended_on"] >= row["received_on"]
    assert found["by_state"] == {"WITHDRAWN": len(found["rows"])}
    open_ones = await listed(house, only="is_open=true", limit="200")
    assert ended not in [one["complaint_id"] for one in open_ones["rows"]]


async def test_pages_follow_each_other_and_count_once(house: House) -> None:
    for _ in range(3):
        await house.received()
    house.project()
    whole = await listed(house, limit="1000")
    ids: list[str] = []
    cursor: str | None = None
    while True:
        page = await listed(house, limit="2", **({"cursor": cursor} if cursor else {}))
        assert (page["by_state"] is None) == (cursor is not None)
        ids += [row["complaint_id"] for row in page["rows"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert ids == [row["complaint_id"] for row in whole["rows"]]
    assert sum(whole["by_state"].values()) == len(ids)


async def test_a_cursor_of_another_question_is_refused(house: House) -> None:
    for _ in range(2):
        await house.received()
    house.project()
    cursor = (await listed(house, limit="1"))["cursor"]
    async with house.client() as client:
        answer = await client.get(
            "/v1/complaints", params={"cursor": cursor, "only": "is_open=true"}
        )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("path", "parameters", "named"),
    [
        ("/v1/complaints", {"only": "colour=red"}, "only"),
        ("/v1/complaints", {"order": "outcome"}, "order"),
        ("/v1/views/deadlines", {"only": "due_at>=spring"}, "only"),
        ("/v1/views/deadlines", {"columns": "colour"}, "columns"),
        ("/v1/views/trends", {"order": "day"}, "order"),
    ],
)
async def test_what_cannot_be_asked_is_named(
    house: House, path: str, parameters: dict[str, str], named: str
) -> None:
    house.project()
    async with house.client() as client:
        answer = await client.get(path, params=parameters)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["parameter"] == named
    assert "colour" not in answer.text


async def test_every_view_is_described_and_can_be_asked(house: House) -> None:
    await house.received()
    house.project()
    async with house.client("auditor") as client:
        described = (await client.get("/v1/views")).json()["views"]
        for view in described:
            answer = await client.get(f"/v1/views/{view['name']}", params={"limit": "2"})
            assert answer.status_code == 200, answer.text
            assert answer.json()["columns"] == [one["name"] for one in view["columns"]]
            assert answer.json()["source"]["view"] == view["name"]
        none = await client.get("/v1/views/nothing")
    assert [view["name"] for view in described] == [each.name for each in discover()]
    assert none.status_code == 404


async def test_a_view_that_counts_is_summed_by_the_columns_named(house: House) -> None:
    await house.received(channel_code="email")
    house.project()
    async with house.client() as client:
        answer = await client.get(
            "/v1/views/trends", params={"only": "figure=received", "columns": "channel_code"}
        )
        figure = await client.get("/v1/trends", params={"figure": "received", "by": "channel_code"})
    counted = {row["channel_code"]: row["amount"] for row in answer.json()["rows"]}
    told = {row["attributes"]["channel_code"]: row["count"] for row in figure.json()["rows"]}
    assert counted == told


async def test_who_is_excluded_finds_the_complaint_in_no_list_and_no_view(house: House) -> None:
    told = await house.received()
    here, excluded = told["links"]["self"], house.principals["investigator"]
    async with house.client("management_representative") as client:
        answer = await client.post(
            f"{here}/exclude-staff",
            json={"staff": str(excluded.id), "ground_code": "conflict_of_interest"},
            headers={"If-Match": "*"},
        )
    assert answer.status_code == 200, answer.text
    house.project()
    own = f"complaint_id={told['complaint_id']}"
    for role, expected in (("auditor", True), ("investigator", False)):
        assert bool((await listed(house, role, only=own))["rows"]) is expected
        async with house.client(role) as client:
            for view in ("case_queue", "deadlines", "audit_trail"):
                answer = await client.get(f"/v1/views/{view}", params={"only": own})
                assert bool(answer.json()["rows"]) is expected, view
