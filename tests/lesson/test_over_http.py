"""A second aggregate over HTTP: its commands, its history, its sealed text, its description."""

import io
from typing import Any

import pytest

from tests.api.conftest import House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

CANARY = "canarylesson"
NOTED = {"topic_code": "kettles", "lesson": f"{CANARY} lids", "taught_by": f"{CANARY} Ann"}


async def noted(house: House) -> dict[str, Any]:
    async with house.client() as client:
        answer = await client.post("/v1/lessons/note-lesson", json=NOTED)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/v1/lessons/{answer.json()['stream_id']}"
    told: dict[str, Any] = answer.json()
    return told


async def test_a_stream_is_begun_and_read_by_its_reference_and_its_id(house: House) -> None:
    told = await noted(house)
    assert (told["stream_kind"], told["version"]) == ("lesson", 1)
    reference = told["state"]["reference"]
    assert reference.startswith("L-")
    async with house.client() as client:
        for word in (reference, told["stream_id"]):
            answer = await client.get(f"/v1/lessons/{word}")
            assert (answer.json(), answer.headers["ETag"]) == (told, '"v1"')


async def test_commands_are_decided_on_a_version_and_what_follows_from_them_follows(
    house: House,
) -> None:
    here = f"/v1/lessons/{(await noted(house))['stream_id']}"
    async with house.client() as client:

        async def share(unit: str, tag: str) -> Any:
            return await client.post(
                f"{here}/share-lesson", json={"unit": unit}, headers={"If-Match": tag}
            )

        assert (await share("north", '"v1"')).json()["state"]["units"] == ["north"]
        stale = await share("south", '"v1"')
        assert (stale.status_code, "lesson" in stale.json()["detail"]) == (412, True)
        spread = (await share("south", '"v2"')).json()
        assert (spread["version"], spread["state"]["state"]) == (4, "SPREAD")
        refused = await share("north", "*")
        assert (refused.status_code, refused.json()["code"]) == (409, "SharedAlready")
        history = (await client.get(f"{here}/history")).json()["events"]
    assert [one["type"] for one in history] == [
        "LessonNoted",
        "LessonShared",
        "LessonShared",
        "LessonSpread",
    ]
    assert history[-1]["actor"]["kind"] == "system"


async def test_a_type_of_the_complaint_is_one_of_its_own_too_and_its_text_is_sealed(
    house: House, lines: io.StringIO
) -> None:
    here = f"/v1/lessons/{(await noted(house))['stream_id']}"
    comment = {"note": f"{CANARY} noted"}
    async with house.client() as client:
        said = await client.post(f"{here}/comment-lesson", json=comment, headers={"If-Match": "*"})
        seen = [said, await client.get(here), await client.get(f"{here}/history")]
        opened = (await client.get(f"{here}/opened")).json()["events"]
    assert all(answer.is_success and CANARY not in answer.text for answer in seen)
    assert [one["type"] for one in opened] == ["LessonNoted", "NoteAdded"]
    assert opened[0]["data"]["taught_by"] == f"{CANARY} Ann"
    assert opened[1]["data"]["note"] == f"{CANARY} noted"
    async with house.client("investigator") as client:
        assert (await client.get(f"{here}/opened")).status_code == 403
    async with house.installation.record.pool.connection() as connection:
        stored = await (
            await connection.execute("SELECT convert_from(public, 'UTF8'), slice FROM event")
        ).fetchall()
    assert not any(CANARY in public for public, _ in stored)
    assert {slice_ for _, slice_ in stored} == {None, 12}
    assert CANARY not in lines.getvalue()


async def test_it_is_no_complaint_and_a_complaint_is_none_of_it(house: House) -> None:
    lesson, complaint = await noted(house), await house.received()
    async with house.client() as client:
        for address in (
            f"/v1/complaints/{lesson['stream_id']}",
            f"/v1/complaints/{lesson['state']['reference']}",
            f"/v1/lessons/{complaint['complaint_id']}",
            f"/v1/lessons/{complaint['reference']}",
        ):
            assert (await client.get(address)).status_code == 404, address
        note = await client.post(
            f"/v1/complaints/{lesson['stream_id']}/add-note",
            json={"note": "x"},
            headers={"If-Match": "*"},
        )
    assert note.status_code == 404


async def test_it_is_described(house: House) -> None:
    async with house.client(None) as client:
        paths = (await client.get("/openapi.json")).json()["paths"]
    share = paths["/v1/lessons/{lesson}/share-lesson"]["post"]
    assert (share["operationId"], share["tags"]) == ("share_lesson", ["ISO 10002:2018, 8.7"])
    named = [one["name"] for one in share["parameters"]]
    assert set(named) == {"lesson", "If-Match", "Idempotency-Key", "X-Correlation-Id"}
    assert "get" in paths["/v1/lessons/{lesson}/history"]
