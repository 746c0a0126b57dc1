"""Those outside at the door: each reaches one complaint, and who is excluded reaches it no more."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIRoute

from domain.complaint.parties.addressing import NoSuchParty
from domain.complaint.parties.departed import KeyHasEnded
from domain.registry import COMMANDS
from services.access.new_keys import UnknownRole
from services.access.principals import Principals
from services.access.rights import PARTY_ROLES
from services.queries.queries import Questions
from services.representations.addresses import path_of
from services.wiring import party_keys
from tests.api.conftest import House
from tests.api.parties import Known, known_complaint
from tests.api.test_roles import OPEN

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

NOT_FOUND = "urn:plaint:problem:not-found"
BY_PORTAL = {"means_code": "portal"}


@pytest.fixture
async def known(house: House) -> AsyncIterator[Known]:
    yield await known_complaint(house)


async def last_event(known: Known) -> Any:
    """The last event of the complaint as the record holds it."""
    events = await Questions(known.house.installation).opened(UUID(known.address[-36:]))
    return events.events[-1].recorded


@pytest.mark.parametrize("role", PARTY_ROLES)
async def test_a_party_reads_their_own_complaint_and_acts_in_it(known: Known, role: str) -> None:
    async with await known.by_party(role) as client:
        assert (await client.get(known.address)).status_code == 200
        answer = await client.post(f"{known.address}/withdraw", json=BY_PORTAL)
    assert answer.status_code == 200, answer.text
    assert answer.json()["complaint"]["state"] == "withdrawn"


async def test_a_representative_acts_on_behalf_of_the_complainant(known: Known) -> None:
    async with await known.by_party("representative") as client:
        asked = {"purpose_code": "publication", "is_given": True}
        consent = await client.post(f"{known.address}/record-consent", json=asked)
        assert consent.status_code == 200, consent.text
    recorded = await last_event(known)
    assert recorded.actor.kind == "party"
    assert (recorded.actor.id, recorded.on_behalf_of) == (known.representative, known.complainant)


@pytest.mark.parametrize("role", PARTY_ROLES)
async def test_a_party_reaches_no_other_complaint(known: Known, role: str) -> None:
    other = await known.house.received()
    address = f"/v1/complaints/{other['complaint_id']}"
    async with await known.by_party(role) as client:
        for answer in (
            await client.get(address),
            await client.post(f"{address}/withdraw", json=BY_PORTAL),
        ):
            assert answer.status_code == 404
            assert answer.json()["type"] == NOT_FOUND


@pytest.mark.parametrize("path", ["/history", "/opened", "/assess", "/close"])
async def test_a_party_gives_no_command_of_staff_and_opens_nothing(known: Known, path: str) -> None:
    async with await known.by_party("party") as client:
        ask = client.get if path in ("/history", "/opened") else client.post
        assert (await ask(f"{known.address}{path}")).status_code == 403
        assert (await client.get("/v1/queue")).status_code == 403


async def test_invariant_5_whose_authority_ended_reads_nothing_any_more(known: Known) -> None:
    ended = {"ground_code": "revoked"}
    async with await known.by_party("representative") as client:
        assert (await client.get(known.address)).status_code == 200
        async with known.reached() as handler:
            done = await handler.post(f"{known.address}/end-representation", json=ended)
            assert done.status_code == 200, done.text
        for asked in ("", "?version=1", "?at=2098-01-01T00:00:00Z"):
            answer = await client.get(f"{known.address}{asked}")
            assert (answer.status_code, answer.json()["type"]) == (404, NOT_FOUND)
    async with await known.by_party("party") as client:
        assert (await client.get(known.address)).status_code == 200


@pytest.mark.parametrize("asked", ["version=1", "version=900", "position=1", "position=900000"])
async def test_no_version_tells_a_party_how_much_happens_inside(known: Known, asked: str) -> None:
    async with await known.by_party("party") as client:
        answer = await client.get(f"{known.address}?{asked}")
    told = answer.json()
    assert (answer.status_code, told["detail"]) == (403, "versions count what happens inside")
    assert told["instead"].startswith("give at")


async def test_whose_data_is_erased_comes_in_no_more(known: Known) -> None:
    """Neither with the key that they have nor with a new one, and not by a document."""
    asked = {"party_id": str(known.complainant), "legal_basis_code": "right_to_erasure"}
    async with await known.by_party("party") as client:
        assert (await client.post(f"{known.address}/withdraw", json=BY_PORTAL)).status_code == 200
        async with known.reached("privacy_officer") as officer:
            told = await officer.post(f"{known.address}/request-erasure", json=asked)
            assert told.status_code == 200, told.text
            request = {"request_id": (await last_event(known)).event.model_dump()["request_id"]}
            request = {name: str(value) for name, value in request.items()}
            async with known.reached("approver") as approver:
                done = await approver.post(f"{known.address}/approve-erasure", json=request)
                assert done.status_code == 200, done.text
            done = await officer.post(f"{known.address}/erase-personal-data", json=request)
            assert done.status_code == 200, done.text
        held = await known.house.installation.keys.held(UUID(known.address[-36:]))
        for answer in (
            await client.get(known.address),
            await client.post(f"{known.address}/record-contact", json={"summary": "Ada again."}),
            await client.post(
                f"{known.address}/documents", content=b"x", headers={"Content-Type": "text/plain"}
            ),
        ):
            assert (answer.status_code, answer.json()["type"]) == (404, NOT_FOUND), answer.text
        assert await known.house.installation.keys.held(UUID(known.address[-36:])) == held
        with pytest.raises(KeyHasEnded):
            await known.by_party("party")


@pytest.mark.parametrize("role", PARTY_ROLES)
async def test_a_party_reads_nothing_but_their_complaint(known: Known, role: str) -> None:
    told = {"deadline_id": uuid4(), "document": uuid4(), "request_id": uuid4(), "view": "trends"}
    async with await known.by_party(role) as client:
        for route in known.house.app.routes:
            assert isinstance(route, APIRoute)
            path = route.path.format(complaint=known.address[-36:], **told)
            if route.methods == {"GET"} and route.path not in OPEN and path != known.address:
                answer = await client.get(path)
                is_document = route.path.endswith("/documents/{document}")
                status, kind = (404, "not-found") if is_document else (403, "forbidden")
                assert (path, answer.status_code) == (path, status)
                assert answer.json()["type"] == f"urn:plaint:problem:{kind}"


@pytest.mark.parametrize("role", PARTY_ROLES)
async def test_every_command_that_is_not_a_partys_is_shut_to_them(known: Known, role: str) -> None:
    async with await known.by_party(role) as client:
        for kind in COMMANDS.values():
            path = path_of(kind).replace("{complaint}", known.address[-36:])
            answer = await client.post(path, json={})
            is_shut = answer.json().get("type") == "urn:plaint:problem:forbidden"
            assert (kind.name, is_shut) == (kind.name, role not in kind.roles)


async def test_what_a_stranger_would_attach_is_not_even_taken_in(known: Known) -> None:
    other = await known.house.received()
    keys = known.house.installation.keys
    before = await keys.held(UUID(other["complaint_id"]))
    async with await known.by_party("party") as client:
        answer = await client.post(
            f"/v1/complaints/{other['complaint_id']}/documents",
            content=b"x",
            headers={"Content-Type": "text/plain"},
        )
    assert (answer.status_code, answer.json()["type"]) == (404, NOT_FOUND)
    assert await keys.held(UUID(other["complaint_id"])) == before


async def test_a_key_is_made_for_a_party_of_the_complaint_in_their_role_only(known: Known) -> None:
    installation, complaint = known.house.installation, known.address[-36:]
    with pytest.raises(NoSuchParty):
        await party_keys(installation).new(
            "party", complaint=complaint, party_id=known.representative
        )
    with pytest.raises(NoSuchParty):
        await party_keys(installation).new(
            "representative", complaint=complaint, party_id=known.complainant
        )
    with pytest.raises(UnknownRole, match="--party-id"):
        await party_keys(installation).new("party", complaint=complaint, party_id=None)
    with pytest.raises(UnknownRole, match="--role party"):
        await party_keys(installation).new(
            "handler", complaint=complaint, party_id=known.complainant
        )
    with pytest.raises(UnknownRole, match="--complaint"):
        await Principals(installation.record.pool).new("party")


@pytest.mark.parametrize("path", ["", "?version=1", "/history", "/opened"])
async def test_invariant_7_who_is_excluded_does_not_read_it(known: Known, path: str) -> None:
    async with known.reached() as handler:
        assert (await handler.get(known.address)).status_code == 200
        excluded = await handler.post(
            f"{known.address}/exclude-staff", json={"ground_code": "related"}
        )
        assert excluded.status_code == 200, excluded.text
        answer = await handler.get(f"{known.address}{path}")
        assert (answer.status_code, answer.json()["type"]) == (404, NOT_FOUND)
        acted = await handler.post(f"{known.address}/add-note", json={"note": "x"})
        assert (acted.status_code, acted.json()["type"]) == (404, NOT_FOUND)
    async with known.reached("approver") as other:
        assert (await other.get(known.address)).status_code == 200
