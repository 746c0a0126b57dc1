"""To strangers and to the excluded a complaint is not there: one answer, however they ask (4.7)."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from adapters.octets import reference
from tests.api.conftest import House
from tests.api.parties import Known, known_complaint

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

COMMANDS = {
    "party": ("withdraw", {"means_code": "portal"}),
    "representative": ("record-contact", {"direction": "inbound", "purpose_code": "other"}),
    "handler": ("add-note", {"note": "x"}),
    "investigator": ("attach", b"x"),
}
"""One for each; whoever is of the staff is excluded first."""


@pytest.fixture
async def known(house: House) -> AsyncIterator[Known]:
    yield await known_complaint(house)


async def exclude(known: Known, role: str) -> None:
    """Somebody of this role is excluded, by the management."""
    staff = {"staff": str(known.house.principals[role].id), "ground_code": "related"}
    async with known.reached("management_representative") as client:
        answer = await client.post(f"{known.address}/exclude-staff", json=staff)
    assert answer.status_code == 200, answer.text


async def stranger(known: Known, role: str) -> httpx.AsyncClient:
    """Who is a party of another complaint, or excluded from this one."""
    if role in known.house.principals:
        await exclude(known, role)
        return known.reached(role)
    return await (await known_complaint(known.house)).by_party(role)


def told(answer: httpx.Response) -> dict[str, Any]:
    """What an answer tells, without what differs from request to request."""
    headers = {name: answer.headers[name] for name in answer.headers if name != "x-correlation-id"}
    body = {**answer.json(), "correlation_id": ""}
    return {"status": answer.status_code, "headers": headers, "body": body}


@pytest.mark.parametrize("role", COMMANDS)
@pytest.mark.parametrize("if_match", ["*", '"v1"', '"v900"', '"nothing"', "none", None])
async def test_no_version_is_told_before_who_asks_may_see_it(
    known: Known, role: str, if_match: str | None
) -> None:
    """A command is answered as one on a complaint that does not exist, whatever it insists on."""
    word, body = COMMANDS[role]
    async with await stranger(known, role) as client:
        del client.headers["If-Match"]
        headers = {"If-Match": if_match} if if_match else {}

        async def answer(address: str) -> dict[str, Any]:
            if isinstance(body, bytes):
                typed = headers | {"Content-Type": "text/plain"}
                path = f"{address}/documents"
                return told(await client.post(path, content=body, headers=typed))
            return told(await client.post(f"{address}/{word}", json=body, headers=headers))

        nowhere, quoted = uuid4(), f"/v1/complaints/{known.reference}"
        expected = await answer(f"/v1/complaints/{nowhere}")
        assert expected == await answer(known.address) == await answer(quoted)
        assert expected == await answer(f"/v1/complaints/{reference(nowhere)}")
        assert "etag" not in expected["headers"]
    if if_match in ("*", '"v1"', '"v900"'):
        assert expected["status"] == 404


@pytest.mark.parametrize("role", ["party", "representative", "handler"])
@pytest.mark.parametrize("part", ["", "?version=1", "?version=99", "/history", "/opened"])
async def test_nothing_read_tells_that_it_is_there(known: Known, role: str, part: str) -> None:
    async with await stranger(known, role) as client:
        expected = told(await client.get(f"/v1/complaints/{uuid4()}{part}"))
        assert expected == told(await client.get(f"{known.address}{part}"))
        assert expected == told(await client.get(f"/v1/complaints/{known.reference}{part}"))


async def test_what_somebody_is_excluded_from_is_no_row_of_their_queue(known: Known) -> None:
    async def rows(role: str) -> set[str]:
        known.house.project()
        async with known.reached(role) as client:
            page = (await client.get("/v1/queue", params={"limit": 200})).json()
        return {row["reference"] for row in page["rows"]}

    assert known.reference in await rows("investigator")
    await exclude(known, "investigator")
    assert known.reference not in await rows("investigator")
    assert known.reference in await rows("handler")


async def test_it_is_no_other_complaint_that_could_be_named(known: Known) -> None:
    """Linking to it is refused as linking to one that does not exist."""
    own = await known.house.received()
    await exclude(known, "handler")
    async with known.reached() as client:
        address = f"/v1/complaints/{own['complaint_id']}/link-complaint"
        codes = [
            (await client.post(address, json={"other_id": str(other)})).json()["code"]
            for other in (known.address[-36:], uuid4())
        ]
    assert codes == ["NoSuchComplaint", "NoSuchComplaint"]


async def test_what_is_refused_names_no_ground_of_an_exclusion(known: Known) -> None:
    """Work cannot be given to somebody excluded; why they are, the complaint tells its readers."""
    await exclude(known, "investigator")
    async with known.reached() as client:
        work = {"handler": str(known.house.principals["investigator"].id)}
        refused = await client.post(f"{known.address}/assign", json=work)
    assert refused.json()["code"] == "IsExcluded"
    assert "related" not in refused.text


@pytest.mark.parametrize("note", ["x", "y"])
async def test_a_repetition_is_answered_only_to_who_may_see_the_complaint(
    known: Known, note: str
) -> None:
    """Not even that the key was used before is told to somebody excluded since."""
    key = {"Idempotency-Key": str(uuid4())}
    async with known.reached() as client:
        first = await client.post(f"{known.address}/add-note", json={"note": "x"}, headers=key)
        assert first.status_code == 200
        await exclude(known, "handler")
        again = await client.post(f"{known.address}/add-note", json={"note": note}, headers=key)
        nowhere = f"/v1/complaints/{uuid4()}/add-note"
        assert told(again) == told(await client.post(nowhere, json={"note": note}))


async def test_a_repeated_receipt_is_answered_only_to_who_may_see_the_complaint(
    house: House,
) -> None:
    asked: dict[str, Any] = {"json": {"narrative": "Late"}}
    asked["headers"] = {"Idempotency-Key": str(uuid4())}
    async with house.client("handler") as client:
        made = (await client.post("/v1/complaints/receive", **asked)).json()
        own = {"ground_code": "related"}
        address = f"{made['links']['self']}/exclude-staff"
        gone = {"Idempotency-Key": str(uuid4()), "If-Match": "*"}
        first = await client.post(address, json=own, headers=gone)
        again = await client.post(address, json=own, headers=gone)
        assert (await client.post("/v1/complaints/receive", **asked)).status_code == 404
    assert again.json()["events"] == first.json()["events"], "they shut the door themselves"


async def test_a_revoked_representative_hears_no_repetition(known: Known) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    said: dict[str, Any] = {"direction": "inbound", "purpose_code": "other"}
    address = f"{known.address}/record-contact"
    async with await known.by_party("representative") as client, known.reached() as staff:
        assert (await client.post(address, json=said, headers=key)).status_code == 200
        ended = {"ground_code": "revoked"}
        answer = await staff.post(f"{known.address}/end-representation", json=ended)
        assert answer.status_code == 200
        assert (await client.post(address, json=said, headers=key)).status_code == 404


async def test_no_link_names_what_somebody_is_excluded_from(known: Known) -> None:
    """Neither the complaint, nor what is opened of it, nor its history; others see the link."""
    own = await known.house.received()
    here = own["links"]["self"]
    link = {"other_id": known.address[-36:], "link": "about_handling_of"}
    async with known.reached() as client:
        assert (await client.post(f"{here}/link-complaint", json=link)).status_code == 200
    await exclude(known, "investigator")
    known.house.project()
    for role, is_told in (("investigator", False), ("handler", True)):
        async with known.reached(role) as client:
            for part in ("", "/opened", "/history"):
                text = (await client.get(f"{here}{part}")).text
                named = known.address[-36:] in text or known.reference in text
                assert named is is_told, (role, part)


async def test_a_version_that_is_not_there_yet_is_not_found(known: Known) -> None:
    async with known.reached() as client:
        told = await client.get(known.address)
        latest = told.json()["fold_of"]["version"]
        assert (await client.get(f"{known.address}?version={latest}")).status_code == 200
        assert (await client.get(f"{known.address}?version={latest + 1}")).status_code == 404
