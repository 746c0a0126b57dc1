"""What was sent to a party, or came from them, they read; nobody else's, and it is logged (4.9)."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from services.access.rights import PARTY_ROLES
from tests.api.attaching import ANY, PDF, TITLE, attached
from tests.api.conftest import CANARY, House
from tests.api.parties import Known, known_complaint

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


@pytest.fixture
async def known(house: House) -> AsyncIterator[Known]:
    yield await known_complaint(house)


async def wrote(known: Known, address: str, **told: Any) -> str:
    """A letter of ours that was sent; the id of its document."""
    async with known.reached() as handler:
        answer = await handler.post(f"{address}/letters", json={"is_sent": True, **told})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["document_id"])


async def brought(known: Known, **said: Any) -> str:
    """A document that staff attached; its id."""
    answer = await attached(known.house, known.address, **said)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["document_id"])


async def answered(
    known: Known, client: httpx.AsyncClient, document: str
) -> tuple[int, dict[str, Any]]:
    """What a party is answered who asks for a document, and the line of it in the log of reads."""
    answer = await client.get(f"{known.address}/documents/{document}")
    assert (answer.status_code == 200) == ("Content-Disposition" in answer.headers)
    line = known.house.installation.reads.path.read_text().splitlines()[-1]
    return answer.status_code, json.loads(line)


async def listed(known: Known, client: httpx.AsyncClient) -> set[str]:
    """The documents that the complaint lists to them."""
    return {one["document_id"] for one in (await client.get(known.address)).json()["documents"]}


@pytest.mark.parametrize("role", PARTY_ROLES)
async def test_a_party_reads_what_it_brought_and_was_sent_and_nothing_else(
    known: Known, role: str
) -> None:
    """A representative so of whom they act for, while they do; each read is in the log of reads."""
    theirs = {
        await wrote(known, known.address, kind="acknowledgement"),
        await brought(known, from_party_id=str(known.complainant)),
    }
    inside = await brought(known, supplied_by="staff")
    reader = known.complainant if role == "party" else known.representative
    async with await known.by_party(role) as client:
        assert await listed(known, client) == theirs
        for document in theirs:
            status, line = await answered(known, client, document)
            assert (status, line["event"]) == (200, "document.opened")
            assert (line["principal"], line["role"]) == (str(reader), role)
            assert (line["complaint_id"], line["document_id"]) == (known.address[-36:], document)
        status, line = await answered(known, client, inside)
        assert (status, line["event"], line["of"]) == (404, "read.refused", "document.opened")
        async with known.reached() as handler:
            told = {"ground_code": "revoked"}
            await handler.post(f"{known.address}/end-representation", json=told)
        seen = {(await answered(known, client, document))[0] for document in theirs}
    assert seen == ({200} if role == "party" else {404})


async def test_what_a_party_brings_lies_where_the_answer_says(known: Known) -> None:
    async with await known.by_party("party") as client:
        sent = await client.post(f"{known.address}/documents", content=PDF, headers=ANY)
        assert sent.status_code == 201, sent.text
        assert (await client.get(sent.headers["Location"])).content == PDF


async def test_of_two_complainants_each_reads_their_own(known: Known) -> None:
    async with known.reached() as handler:
        joined = {"complainant": {"name": "Grace"}}
        answer = await handler.post(f"{known.address}/join-complainant", json=joined)
        assert answer.status_code == 200, answer.text
        parties = (await handler.get(known.address)).json()["parties"]
    (grace,) = {one["party_id"] for one in parties} - {str(known.complainant)}
    hers = {
        await wrote(known, known.address, kind="update", to_party_id=grace),
        await brought(known, from_party_id=grace),
    }
    own = await wrote(known, known.address, kind="update", to_party_id=str(known.complainant))
    async with await known.by_party("party") as client:
        assert await listed(known, client) == {own}
        assert {(await answered(known, client, one))[0] for one in hers} == {404}
        assert (await answered(known, client, own))[0] == 200


async def test_how_staff_call_what_they_send_is_not_told_as_its_name(known: Known) -> None:
    said = {"Plaint-Title": TITLE.encode("ascii", "ignore").decode().replace(" ", "%20")}
    theirs = await brought(known, headers=said)
    sent = await wrote(known, known.address, kind="acknowledgement")
    async with await known.by_party("party") as client:
        answers = [await client.get(f"{known.address}/documents/{one}") for one in (theirs, sent)]
    names = [one.headers["Content-Disposition"] for one in answers]
    assert CANARY in names[0]
    assert "acknowledgement" not in names[1]
    assert answers[1].text.startswith("main")


async def test_a_letter_is_read_where_the_complaint_goes_on_and_not_what_went_before(
    house: House, known: Known
) -> None:
    """With the key of the merged complaint, under its address; the other one's stays hidden."""
    other = await house.received(complainant={"name": "Bob"})
    there = f"/v1/complaints/{other['complaint_id']}"
    before = await wrote(known, there, kind="update")
    async with known.reached() as handler:
        merged = {"into_id": there[-36:], "ground_code": "represented_group"}
        await handler.post(f"{known.address}/merge-complaint", json=merged)
        parties = (await handler.get(there)).json()["parties"]
    (came,) = [one["party_id"] for one in parties if one["from_id"]]
    sent = await wrote(known, there, kind="update", to_party_id=came)
    to_bob = await wrote(known, there, kind="update", to_party_id=parties[0]["party_id"])
    async with await known.by_party("party") as client:
        assert await listed(known, client) == {sent}
        assert (await answered(known, client, sent))[0] == 200
        assert {(await answered(known, client, one))[0] for one in (before, to_bob)} == {404}
    async with known.reached("privacy_officer") as officer:
        await officer.post(f"{known.address}/unmerge-complaint", json={"ground_code": "mistake"})
    async with await known.by_party("party") as client:
        assert await listed(known, client) == {sent}, "it goes back with them"
        assert (await answered(known, client, sent))[0] == 200
        assert {(await answered(known, client, one))[0] for one in (before, to_bob)} == {404}
