"""Questions over HTTP: as of any moment, page by page, each with where it comes from."""

from typing import Any

import pytest

from domain.clauses import heading
from domain.next_steps import by_clause
from domain.registry import COMMANDS
from projections import discover
from tests.api.conftest import House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


async def test_a_complaint_is_read_as_of_a_version_a_position_and_an_instant(house: House) -> None:
    told = await house.received()
    here = told["links"]["self"]
    async with house.client() as client:
        before = (await client.get(here)).json()
        await client.post(f"{here}/acknowledge", json={}, headers={"If-Match": "*"})
        now = (await client.get(here)).json()
        fold_of = before["fold_of"]
        asked = [
            {"version": fold_of["version"]},
            {"position": fold_of["position"]},
            {"at": fold_of["recorded_at"]},
        ]
        answers = [await client.get(here, params=moment) for moment in asked]
    assert now["is_acknowledged"]
    assert now["fold_of"]["is_latest"]
    for answer in answers:
        assert answer.headers["ETag"] == f'"v{fold_of["version"]}"'
        assert not answer.json()["is_acknowledged"]
        assert not answer.json()["fold_of"]["is_latest"]
        assert answer.json()["fold_of"] | {"is_latest": True} == fold_of


async def test_the_queue_is_read_page_by_page_to_its_end(house: House) -> None:
    for _ in range(5):
        await house.received()
    house.project()
    ids: list[str] = []
    cursor: str | None = None
    async with house.client() as client:
        head = (await client.get("/readyz")).json()["position"]
        whole = (await client.get("/v1/queue", params={"limit": 200})).json()
        while True:
            page = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            told = (await client.get("/v1/queue", params=page)).json()
            assert len(told["rows"]) <= 2
            ids += [row["complaint_id"] for row in told["rows"]]
            cursor = told["cursor"]
            if cursor is None:
                break
    assert ids == [row["complaint_id"] for row in whole["rows"]]
    assert len(ids) == len(set(ids)) >= 5
    assert whole["source"]["view"] == "case_queue"
    assert whole["source"]["complete_upto"] == whole["source"]["head"] == head


async def test_the_queue_is_filtered(house: House) -> None:
    told = await house.received()
    async with house.client() as client:
        await client.post(
            f"{told['links']['self']}/assess",
            json={"severity_code": "high", "is_safety": True},
            headers={"If-Match": "*"},
        )
        house.project()
        answer = await client.get("/v1/queue", params={"is_safety": "true", "state": "ASSESSED"})
        none = await client.get("/v1/queue", params={"unit": "nowhere"})
    assert [row["complaint_id"] for row in answer.json()["rows"]] == [told["complaint_id"]]
    assert none.json()["rows"] == []


async def test_the_history_tells_every_event_with_its_octets(house: House) -> None:
    told = await house.received()
    here = told["links"]["self"]
    house.project()
    async with house.client("auditor") as client:
        answer = await client.get(f"{here}/history")
        first = await client.get(f"{here}/history", params={"limit": 1})
    entries = answer.json()["entries"]
    assert [entry["type"] for entry in entries] == [step["type"] for step in told["events"]]
    assert told["reference"] in entries[0]["sentence"]
    assert entries[0]["public"].startswith('{"actor":')
    assert answer.json()["next_after"] is None
    assert first.json()["next_after"] == (1 if len(entries) > 1 else None)


async def test_the_history_of_no_complaint_is_not_found(house: House) -> None:
    house.project()
    async with house.client() as client:
        answer = await client.get("/v1/complaints/6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d/history")
    assert answer.status_code == 404


async def test_a_figure_says_where_it_comes_from_and_how_many_it_counts(house: House) -> None:
    await house.received(channel_code="email")
    house.project()
    async with house.client() as client:
        answer = await client.get(
            "/v1/trends", params={"figure": "received", "by": "channel_code", "period": "month"}
        )
        opened = await client.get("/v1/trends", params={"figure": "open", "period": "day"})
        plain = await client.get("/v1/trends", params={"figure": "open"})
        spread = await client.get("/v1/trends", params={"figure": "days_to_acknowledge"})
    told = answer.json()
    assert told["count"] == sum(row["count"] for row in told["rows"]) > 0
    assert {row["attributes"]["channel_code"] for row in told["rows"]} >= {"email"}
    assert told["source"]["view"] == "trends"
    assert opened.json()["count"] == plain.json()["count"] == plain.json()["rows"][0]["count"] > 0
    assert spread.json()["count"] == sum(row["days"]["n"] for row in spread.json()["rows"])


async def test_a_figure_has_a_row_for_every_period_and_says_which_are_cut(house: House) -> None:
    """The first is named by its Monday, whatever day was typed."""
    await house.received(occurred={"on": "2026-01-05", "zone": "Europe/London"})
    await house.received(occurred={"on": "2026-02-10", "zone": "Europe/London"})
    house.project()
    asked = {"period": "week", "since": "2026-02-04", "until": "2026-02-18"}
    async with house.client() as client:
        received, opened = [
            (await client.get("/v1/trends", params={"figure": figure, **asked})).json()["rows"]
            for figure in ("received", "open")
        ]
    weeks = ["2026-02-02", "2026-02-09", "2026-02-16"]
    assert [row["period"] for row in received] == [row["period"] for row in opened] == weeks
    assert [row["is_partial"] for row in received] == [True, False, True]
    assert [row["count"] for row in received] == [0, 1, 0]
    before, *after = [row["count"] for row in opened]
    assert after == [before + 1, before + 1]


async def test_values_of_one_attribute_are_alternatives_and_unknown_ones_are_told(
    house: House,
) -> None:
    await house.received(channel_code="letter")
    await house.received(channel_code="phone")
    house.project()

    async def told(*channels: str) -> dict[str, Any]:
        only = ",".join(f"channel_code:{channel}" for channel in channels)
        async with house.client() as client:
            asked = {"figure": "received", "only": only}
            answer: dict[str, Any] = (await client.get("/v1/trends", params=asked)).json()
            return answer

    one, other, both = [
        await told(*these) for these in (["letter"], ["phone"], ["letter", "phone"])
    ]
    assert both["count"] == one["count"] + other["count"] > one["count"] > 0
    assert both["asked"]["only"] == {"channel_code": ["letter", "phone"]}
    mistyped = await told("lettre")
    assert (mistyped["count"], both["unmatched"]) == (0, [])
    (unmatched,) = mistyped["unmatched"]
    assert (unmatched["value"], unmatched["near"][:1]) == ("lettre", ["letter"])


async def test_days_that_are_typed_the_wrong_way_round_are_refused(house: House) -> None:
    asked = {"figure": "open", "period": "day", "since": "2026-05-01", "until": "2026-01-01"}
    async with house.client() as client:
        answer = await client.get("/v1/trends", params=asked)
    assert answer.status_code == 422
    assert "the end comes before the beginning; exchange the two" in answer.text


async def test_every_projection_tells_how_far_it_is(house: House) -> None:
    await house.received()
    house.project()
    async with house.client() as client:
        answer = await client.get("/v1/projections")
    views = answer.json()["views"]
    assert {view["projection"] for view in views} == {one.name for one in discover()}
    assert all(view["is_live"] and view["complete_upto"] == view["head"] for view in views)


async def test_the_description_names_every_command_with_its_body(house: House) -> None:
    async with house.client(None) as client:
        told = (await client.get("/openapi.json")).json()
    operation = told["paths"]["/v1/complaints/{complaint}/acknowledge"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    name = schema.rpartition("/")[2]
    assert "contact_point_code" in told["components"]["schemas"][name]["properties"]
    assert {one["name"] for one in operation["parameters"]} >= {"complaint", "If-Match"}
    assert operation["operationId"] == "acknowledge"


async def test_the_description_groups_every_command_by_its_clause_in_their_order(
    house: House,
) -> None:
    async with house.client(None) as client:
        told = (await client.get("/openapi.json")).json()
    names = [tag["name"] for tag in told["tags"]]
    clauses = [heading(name.partition(", ")[2]) for name in names if name.startswith("ISO")]
    assert clauses == list(dict.fromkeys(heading(kind.clause) for kind in by_clause()))
    assert all(tag["description"] for tag in told["tags"])
    posted = {
        operation["operationId"]: operation["tags"]
        for methods in told["paths"].values()
        for method, operation in methods.items()
        if method == "post"
    }
    assert {name: posted[name] for name in COMMANDS} == {
        kind.name: [f"ISO 10002:2018, {kind.clause}"] for kind in COMMANDS.values()
    }
    first = [next(iter(methods.values()))["tags"][0] for methods in told["paths"].values()]
    assert [names.index(tag) for tag in first] == sorted(names.index(tag) for tag in first)


async def test_a_complaint_says_what_its_reader_may_do_next_and_why_not_the_rest(
    house: House,
) -> None:
    told = await house.received()
    here = told["links"]["self"]
    async with house.client() as handler, house.client("auditor") as auditor:
        before = (await handler.get(here)).json()
        seen = (await auditor.get(here)).json()
        step = next(one for one in before["next"] if one["command"] == "acknowledge")
        done = await handler.post(step["href"], json={}, headers={"If-Match": "*"})
        after = (await handler.get(here)).json()
        past = (await handler.get(here, params={"version": 1})).json()
    assert done.status_code == 200, done.text
    assert step["clause"] == "7.4"
    assert step["summary"] == COMMANDS["acknowledge"].summary
    refused = next(one for one in before["not_now"] if one["command"] == "reopen")
    assert (refused["code"], refused["clause"]) == ("NotEnded", "7.9")
    assert refused["rule"] and refused["instead"]
    assert "acknowledge" in {one["command"] for one in after["not_now"]}
    assert seen["next"] == []
    assert {one["code"] for one in seen["not_now"]} == {"NotTheirRole"}
    every = {one["command"] for one in (*before["next"], *before["not_now"])}
    assert every == {kind.name for kind in COMMANDS.values() if not kind.begins}
    assert past["next"] is past["not_now"] is None


async def test_every_reference_in_the_description_leads_somewhere(house: House) -> None:
    async with house.client(None) as client:
        text = (await client.get("/openapi.json")).text
    found = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    async with house.client(None) as client:
        known = set((await client.get("/openapi.json")).json()["components"]["schemas"])
    assert found <= known
