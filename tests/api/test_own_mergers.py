"""Complaints that were merged to and fro: each party has what they were sent (7.3)."""

from collections.abc import AsyncIterator

import pytest

from tests.api.conftest import House
from tests.api.parties import Known, known_complaint

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


@pytest.fixture
async def known(house: House) -> AsyncIterator[Known]:
    yield await known_complaint(house)


async def went_on(known: Known, source: str, target: str, *, said: str) -> None:
    """For a while one went on in the other, where all who came with it were sent an update."""
    async with known.reached() as handler:
        merged = {"into_id": target[-36:], "ground_code": "represented_group"}
        answer = await handler.post(f"{source}/merge-complaint", json=merged)
        assert answer.status_code == 200, answer.text
        for one in (await handler.get(target)).json()["parties"]:
            if one["from_id"] == source[-36:] and not one["has_left"]:
                told = {"kind": "progress", "content": said, "to_party_id": one["party_id"]}
                answer = await handler.post(f"{target}/send-update", json=told)
                assert answer.status_code == 200, answer.text
    async with known.reached("privacy_officer") as officer:
        mistake = {"ground_code": "mistake"}
        answer = await officer.post(f"{source}/unmerge-complaint", json=mistake)
        assert answer.status_code == 200, answer.text


async def test_merged_to_and_fro_they_have_what_they_were_sent_each_time(
    house: House, known: Known
) -> None:
    other = await house.received(complainant={"name": "Bob"})
    there = f"/v1/complaints/{other['complaint_id']}"
    await went_on(known, known.address, there, said="First.")
    await went_on(known, there, known.address, said="To Bob.")
    await went_on(known, known.address, there, said="Third.")
    async with await known.by_party("party") as client:
        answer = await client.get(known.address)
        assert answer.status_code == 200, answer.text
        assert [one["text"] for one in answer.json()["sent"]] == ["First.", "Third."]


async def test_a_letter_is_found_in_whichever_of_several_it_lies(
    house: House, known: Known
) -> None:
    others = [await house.received(complainant={"name": name}) for name in ("Bob", "Cy")]
    one, last = sorted(f"/v1/complaints/{other['complaint_id']}" for other in others)
    await went_on(known, known.address, one, said="First.")
    await went_on(known, one, known.address, said="To the other one.")
    async with known.reached() as handler:
        merged = {"into_id": last[-36:], "ground_code": "represented_group"}
        await handler.post(f"{known.address}/merge-complaint", json=merged)
        parties = (await handler.get(last)).json()["parties"]
        (came,) = [each["party_id"] for each in parties if each["from_id"]]
        letter = {"is_sent": True, "kind": "update", "to_party_id": came}
        sent = (await handler.post(f"{last}/letters", json=letter)).json()["document_id"]
    async with known.reached("privacy_officer") as officer:
        await officer.post(f"{known.address}/unmerge-complaint", json={"ground_code": "mistake"})
    async with await known.by_party("party") as client:
        answer = await client.get(f"{known.address}/documents/{sent}")
        assert answer.status_code == 200, answer.text


async def test_what_they_reply_with_their_own_key_is_their_reply_where_they_were_answered(
    house: House, known: Known
) -> None:
    other = await house.received(complainant={"name": "Bob"})
    there = f"/v1/complaints/{other['complaint_id']}"
    async with known.reached() as handler:
        group = {"into_id": there[-36:], "ground_code": "represented_group"}
        await handler.post(f"{known.address}/merge-complaint", json=group)
        parties = [each["party_id"] for each in (await handler.get(there)).json()["parties"]]
        agreed = {"means_code": "phone", "party_ids": parties}
        answer = await handler.post(f"{there}/agree-resolution", json=agreed)
        assert answer.status_code == 200, answer.text
        guest = {"party_id": parties[-1]}
        offer = {"kind_code": "apology", "source_code": "settlement", **guest}
        answer = await handler.post(f"{there}/offer-remedy", json=offer)
        assert answer.status_code == 200, answer.text
    async with await known.by_party("party") as client:
        page = (await client.get(known.address)).json()
        assert [one["kind"] for one in page["sent"]] == ["agreement"]
        assert "accept_remedy" in [one["command"] for one in page["next"]]
        taken = {"remedy_id": page["remedies"][0]["remedy_id"]}
        answer = await client.post(f"{known.address}/accept-remedy", json=taken)
        assert answer.status_code == 200, answer.text
        (shown,) = (await client.get(known.address)).json()["remedies"]
        assert shown["status"] == "accepted"
        assert "reject_decision" in [one["command"] for one in page["next"]]
        reply = {"means_code": "own_key"}
        answer = await client.post(f"{known.address}/reject-decision", json=reply)
        assert answer.status_code == 200, answer.text
    async with known.reached() as handler:
        assert (await handler.get(there)).json()["state"] == "DISPUTED"
        own = (await handler.get(known.address)).json()
        assert (own["state"], own["undecided"]) == ("MERGED", [])


async def test_along_a_chain_they_see_and_take_what_is_offered_where_it_goes_on_at_last(
    house: House, known: Known
) -> None:
    way = [known.address]
    async with known.reached() as handler:
        for name in ("Bob", "Cy"):
            other = await house.received(complainant={"name": name})
            group = {"into_id": other["complaint_id"], "ground_code": "represented_group"}
            answer = await handler.post(f"{way[-1]}/merge-complaint", json=group)
            assert answer.status_code == 200, answer.text
            way.append(f"/v1/complaints/{other['complaint_id']}")
        own = (await handler.get(way[0])).json()["reference"]
        parties = (await handler.get(way[-1])).json()["parties"]
        (came,) = [each["party_id"] for each in parties if each["reference"] == own]
        everybody = [each["party_id"] for each in parties]
        agreed = {"means_code": "phone", "party_ids": everybody}
        answer = await handler.post(f"{way[-1]}/agree-resolution", json=agreed)
        assert answer.status_code == 200, answer.text
        offer = {"kind_code": "apology", "source_code": "settlement", "party_id": came}
        answer = await handler.post(f"{way[-1]}/offer-remedy", json=offer)
        assert answer.status_code == 200, answer.text
    async with await known.by_party("party") as client:
        page = (await client.get(known.address)).json()
        assert page["state"] == "accepted"
        (shown,) = page["remedies"]
        taken = next(one for one in page["next"] if one["command"] == "accept_remedy")
        answer = await client.post(taken["href"], json={"remedy_id": shown["remedy_id"]})
        assert answer.status_code == 200, answer.text
        page = (await client.get(known.address)).json()
        assert [(one["status"], one["is_taken"]) for one in page["remedies"]] == [
            ("accepted", True)
        ]
