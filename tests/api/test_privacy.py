"""Personal data stays where it may be: opened, for those who may open it, and nowhere else."""

import io

import pytest
from psycopg.rows import scalar_row

from tests.api.conftest import CANARY, NARRATIVE, House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

PERSONAL = {
    "narrative": NARRATIVE,
    "complainant": {"name": CANARY, "email": "aurelia@featherstonehaugh.example"},
    "product_reference": f"kettle of {CANARY}",
    "access_needs": [f"{CANARY} reads Braille"],
}


def is_clean(text: str) -> bool:
    return "aurelia" not in text.lower() and "featherstonehaugh" not in text.lower()


async def test_answers_logs_and_addresses_hold_no_personal_data(
    house: House, lines: io.StringIO
) -> None:
    told = await house.received(**PERSONAL)
    house.project()
    here = told["links"]["self"]
    async with house.client() as client:
        answers = [
            await client.get(here),
            await client.get(f"{here}/history"),
            await client.get("/v1/queue"),
            await client.get("/v1/trends?figure=received&by=category_code"),
            await client.post(
                f"{here}/add-note", json={"note": NARRATIVE}, headers={"If-Match": "*"}
            ),
        ]
    for answer in answers:
        assert answer.is_success, answer.text
        assert is_clean(answer.text)
        assert is_clean(str(answer.headers))
    assert is_clean(lines.getvalue())
    assert lines.getvalue().count("api.answered") == 6


async def test_problems_and_their_logs_hold_no_personal_data(
    house: House, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await house.received(**PERSONAL)
    here = told["links"]["self"]

    async def broken(*_: object) -> None:
        raise RuntimeError(NARRATIVE)

    async with house.client() as client:
        post = client.post
        answers = [
            await post("/v1/complaints/receive", json={**PERSONAL, CANARY: CANARY}),
            await post("/v1/complaints/receive", json={"narrative": [NARRATIVE]}),
            await post("/v1/complaints/receive", json={**PERSONAL, "channel_code": CANARY}),
            await post("/v1/complaints/receive", content=NARRATIVE),
            await post(f"/v1/complaints/{CANARY}/acknowledge", json={}, headers={"If-Match": "*"}),
            await post(f"{here}/acknowledge?{CANARY}", json={}, headers={"If-Match": "*"}),
            await post(f"{here}/acknowledge", json={}, headers={"If-Match": CANARY}),
            await post(
                f"{here}/open-investigation",
                json={"entered_from": CANARY},
                headers={"If-Match": "*"},
            ),
            await client.get(f"/v1/{CANARY}"),
            await client.get(f"/v1/queue?unit={CANARY}"),
        ]
        monkeypatch.setattr(house.installation.record, "append", broken)
        answers.append(await post("/v1/complaints/receive", json=PERSONAL))
    assert [answer.status_code for answer in answers] == [
        422, 422, 422, 415, 404, 422, 400, 422, 404, 422, 500,
    ]  # fmt: skip
    for answer in answers:
        assert is_clean(answer.text), answer.text
    assert "RuntimeError" in lines.getvalue()
    assert is_clean(lines.getvalue())


async def test_who_may_open_reads_what_was_sealed_and_it_is_logged(
    house: House, lines: io.StringIO
) -> None:
    told = await house.received(**PERSONAL)
    async with house.client("approver") as client:
        answer = await client.get(f"{told['links']['self']}/opened")
    data = answer.json()["events"][0]["data"]
    assert data["narrative"] == NARRATIVE
    assert data["complainant"]["name"] == CANARY
    reads = house.installation.reads.path.read_text()
    assert '"event":"complaint.opened"' in reads
    assert told["complaint_id"] in reads
    assert is_clean(lines.getvalue() + reads)


async def test_what_was_erased_is_named_and_is_no_error(house: House) -> None:
    told = await house.received(**PERSONAL)
    with house.database.superuser(keys=True) as superuser:
        found = superuser.cursor(row_factory=scalar_row).execute(
            "SELECT key_id FROM data_key WHERE scope = 'P2' AND complaint_id = %s",
            [told["complaint_id"]],
        )
        key_ids = [bytes(key_id) for key_id in found]
    assert await house.installation.keys.destroy(key_ids) == 1
    async with house.client() as client:
        answer = await client.get(f"{told['links']['self']}/opened")
    (first, *_) = answer.json()["events"]
    assert first["erased"] == ["P2"]
    assert "complainant" not in first["data"]
    assert first["data"]["narrative"] == NARRATIVE
