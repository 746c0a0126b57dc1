"""A party's complaint over HTTP: a shape of their own, a tag that tells no version (4.9)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.access.rights import PARTY_ROLES
from services.queries.own_complaints import OwnComplaintAnswer
from services.representations.complaints import ComplaintAnswer
from tests.api.conftest import House
from tests.api.parties import Known, known_complaint

EITHER = pytest.mark.parametrize("ground_code", ["same_complainant", "represented_group"])
pytestmark = [pytest.mark.anyio, pytest.mark.servers]

INSIDE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("handler", "add-note", {"note": "They will not like it."}),
    ("privacy_officer", "place-hold", {"ground_code": "litigation"}),
    ("investigator", "exclude-staff", {"ground_code": "complained_about"}),
    ("management_representative", "escalate", {"ground_code": "repeat"}),
    ("management_representative", "plan-action", {"kind_code": "corrective"}),
)
"""What happens inside, of which a party is not told."""
IN_JANUARY = {"on": "2026-01-25", "zone": "Europe/London"}


@pytest.fixture
async def known(house: House) -> AsyncIterator[Known]:
    yield await known_complaint(house)


async def happen_inside(known: Known) -> None:
    """Something happens of which no party is told."""
    for role, word, body in INSIDE:
        async with known.reached(role) as client:
            answer = await client.post(f"{known.address}/{word}", json=body)
        assert answer.status_code == 200, (word, answer.text)


async def read(known: Known, role: str, part: str = "") -> httpx.Response:
    """What a party is answered."""
    async with await known.by_party(role) as client:
        answer = await client.get(known.address + part)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("role", PARTY_ROLES)
async def test_nothing_that_happens_inside_changes_what_a_party_reads(
    known: Known, role: str
) -> None:
    before = await read(known, role)
    await happen_inside(known)
    after = await read(known, role)
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
    told = before.json()
    assert (told["reference"], told["state"]) == (known.reference, "received")
    assert told["state_in_words"] == "We have received your complaint."
    ids = {str(each.id) for each in known.house.principals.values()}
    ids |= {str(known.complainant), str(known.representative)}
    assert not [each for each in ids if each in before.text]


@pytest.mark.parametrize("role", PARTY_ROLES)
async def test_the_same_address_gives_one_of_two_shapes(known: Known, role: str) -> None:
    own = (await read(known, role)).json()
    async with known.reached() as handler:
        whole = (await handler.get(known.address)).json()
    assert own.keys() == OwnComplaintAnswer.__dataclass_fields__.keys()
    assert whole.keys() == ComplaintAnswer.model_fields.keys()
    assert {"decision", "holds", "exclusions", "not_now", "fold_of"} & own.keys() == set()


async def test_the_description_names_both_shapes(house: House) -> None:
    async with house.client(None) as client:
        described = (await client.get("/openapi.json")).json()
    content = ("content", "application/json", "schema", "anyOf")

    def shapes(path: str, method: str, status: str) -> set[str]:
        found = described["paths"][path][method]["responses"][status]
        for name in content:
            found = found[name]
        return {one["$ref"].rpartition("/")[2] for one in found}

    complaint = "/v1/complaints/{complaint}"
    assert shapes(complaint, "get", "200") == {"ComplaintAnswer", "OwnComplaintAnswer"}
    withdrawn = shapes(f"{complaint}/withdraw", "post", "200")
    assert withdrawn == {"CommandAnswer", "OwnCommandAnswer"}
    attached = shapes(f"{complaint}/documents", "post", "201")
    assert attached == {"DocumentAnswer", "OwnCommandAnswer"}
    closed = described["paths"][f"{complaint}/close"]["post"]["responses"]["200"]
    assert closed["content"]["application/json"]["schema"]["$ref"].endswith("/CommandAnswer")


async def test_as_it_was_has_the_same_shape(known: Known) -> None:
    at = f"?at={datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    async with known.reached() as handler:
        await handler.post(f"{known.address}/acknowledge", json={})
    now, then = [(await read(known, "party", part)).json() for part in ("", at)]
    assert [one["kind"] for one in now["sent"]] == ["acknowledgement"]
    assert (then["sent"], then["next"]) == ([], None)


async def test_a_command_takes_the_tag_of_what_was_read_and_no_version(known: Known) -> None:
    tag = (await read(known, "party")).headers["ETag"]
    await happen_inside(known)
    async with await known.by_party("party") as client:
        said = {"purpose_code": "publication", "is_given": True}
        address = f"{known.address}/record-consent"
        for version in ('"v1"', '"v6"', '"other"'):
            stale = await client.post(address, json=said, headers={"If-Match": version})
            assert (stale.status_code, stale.headers["ETag"]) == (412, tag)
            assert "version" not in stale.json()["detail"]
        done = await client.post(address, json=said, headers={"If-Match": tag})
        assert done.status_code == 200, done.text
        assert done.json()["complaint"]["reference"] == known.reference
        assert done.json().keys() == {"command_id", "remarks", "complaint"}


async def test_what_they_did_not_see_makes_a_command_stale(known: Known) -> None:
    tag = (await read(known, "party")).headers["ETag"]
    async with known.reached() as handler:
        await handler.post(f"{known.address}/acknowledge", json={})
    async with await known.by_party("party") as client:
        address = f"{known.address}/withdraw"
        stale = await client.post(address, json={"means_code": "x"}, headers={"If-Match": tag})
    assert stale.status_code == 412


async def test_a_repetition_has_the_same_result_also_for_who_left_by_it(known: Known) -> None:
    """A representative who resigns sees nothing any more, and may repeat that they did."""
    async with await known.by_party("representative") as client:
        told = {"ground_code": "resigned"}
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": '"other"'}
        address = f"{known.address}/end-representation"
        assert (await client.post(address, json=told, headers=headers)).status_code == 412
        headers["If-Match"] = (await client.get(known.address)).headers["ETag"]
        first = await client.post(address, json=told, headers=headers)
        assert (first.status_code, first.json()["complaint"]) == (200, None)
        again = await client.post(address, json=told, headers=headers)
        assert again.json() == first.json()
        assert again.headers["Idempotency-Replayed"] == "true"
        assert (await client.get(known.address)).status_code == 404


async def test_what_a_party_says_was_in_january_happened_when_they_said_it(known: Known) -> None:
    async with await known.by_party("party") as client:
        told = {"means_code": "portal", "occurred": IN_JANUARY}
        assert (await client.post(f"{known.address}/withdraw", json=told)).status_code == 200
    async with known.reached() as handler:
        opened = (await handler.get(f"{known.address}/opened")).json()
    last = next(one for one in opened["events"] if one["type"] == "ComplaintWithdrawn")
    assert last["data"]["claimed"]["on"] == "2026-01-25"
    assert last["occurred"]["at"][:10] == last["recorded_at"][:10]


async def test_a_document_is_of_who_brings_it_and_came_when_it_came(known: Known) -> None:
    sent: dict[str, Any] = {"content": b"x", "headers": {"Content-Type": "text/plain"}}
    async with await known.by_party("representative") as client:
        address = f"{known.address}/documents"
        posing = await client.post(f"{address}?supplied_by=staff", **sent)
        assert (posing.status_code, posing.json()["code"]) == (409, "SupplierNotTheirs")
        done = await client.post(f"{address}?on=2026-01-25", **sent)
        assert done.status_code == 201, done.text
    (document,) = done.json()["complaint"]["documents"]
    assert (document["came"], document["size"]) == ("supplied", 1)
    async with known.reached() as handler:
        (whole,) = (await handler.get(known.address)).json()["documents"]
    assert whole["supplied_by"] == "representative"


async def test_a_refusal_tells_a_party_the_rule_and_nothing_of_what_others_did(
    known: Known,
) -> None:
    async with await known.by_party("party") as client:
        refused = await client.post(
            f"{known.address}/accept-remedy", json={"remedy_id": str(uuid4())}
        )
    assert refused.status_code == 409
    assert "(" not in refused.json()["detail"]


async def _goes_on(known: Known, address: str, ground_code: str, said: str) -> None:
    """The complaint goes on in another one, where the complainant is then written to."""
    merged = {"into_id": address[-36:], "ground_code": ground_code}
    async with known.reached() as client:
        answer = await client.post(f"{known.address}/merge-complaint", json=merged)
        assert answer.status_code == 200, answer.text
        there = (await client.get(address)).json()
        came = [one["party_id"] for one in there["parties"] if one["from_id"]]
        to = came[0] if came else there["party_id"]
        told = {"to_party_id": to, "kind": "progress", "content": said}
        answer = await client.post(f"{address}/send-update", json=told)
        assert answer.status_code == 200, answer.text


@EITHER
async def test_whose_complaint_is_merged_reads_what_is_sent_to_them_where_it_goes_on(
    house: House, known: Known, ground_code: str
) -> None:
    name = "Ada" if ground_code == "same_complainant" else "Bob"
    other = await house.received(complainant={"name": name})
    address = f"/v1/complaints/{other['complaint_id']}"
    async with known.reached() as client:
        answer = await client.post(f"{address}/send-update", json={"content": "Of the other."})
        assert answer.status_code == 200, answer.text
    await _goes_on(known, address, ground_code, "We have found your parcel.")
    seen = (await read(known, "party")).json()
    assert [one["text"] for one in seen["sent"]] == ["We have found your parcel."]
    assert seen["reference"] == known.reference


async def test_it_reads_so_along_a_chain_and_nothing_that_went_to_others(
    house: House, known: Known
) -> None:
    others = [await house.received(complainant={"name": name}) for name in ("Bob", "Cy")]
    addresses = [other["links"]["self"] for other in others]
    await _goes_on(known, addresses[0], "represented_group", "First.")
    async with known.reached() as client:
        merged = {"into_id": addresses[1][-36:], "ground_code": "represented_group"}
        answer = await client.post(f"{addresses[0]}/merge-complaint", json=merged)
        assert answer.status_code == 200, answer.text
        there = (await client.get(addresses[1])).json()
        (ada,) = [one for one in there["parties"] if one["reference"] == known.reference]
        for to, said in ((ada["party_id"], "Second."), (there["party_id"], "To Cy.")):
            told = {"to_party_id": to, "content": said}
            answer = await client.post(f"{addresses[1]}/send-update", json=told)
            assert answer.status_code == 200, answer.text
    sent = (await read(known, "party")).json()["sent"]
    assert [one["text"] for one in sent] == ["First.", "Second."]


@EITHER
async def test_what_they_were_sent_meanwhile_goes_back_with_them_and_nothing_else(
    house: House, known: Known, ground_code: str
) -> None:
    whose = {"name": "Ada" if "same" in ground_code else "Bob"}
    address = (await house.received(complainant=whose))["links"]["self"]
    await _goes_on(known, address, ground_code, "To you.")
    async with known.reached("privacy_officer") as officer:
        await officer.post(f"{known.address}/unmerge-complaint", json={"ground_code": "mistake"})
    async with known.reached() as client:
        await client.post(f"{address}/send-update", json={"content": "To the other one."})
    sent = (await read(known, "party")).json()["sent"]
    assert [one["text"] for one in sent] == (["To you."] if "group" in ground_code else [])
