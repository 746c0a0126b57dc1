"""docs/roles.md, cell by cell: who is answered what, by role and by what they are to it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.complaint.objectivity.excluding import CONTROLLING
from domain.registry import COMMANDS
from services.access.rights import PARTY_ROLES
from services.representations.addresses import path_of
from tests.api.attaching import attached
from tests.api.conftest import House
from tests.api.parties import Known, known_complaint
from tests.support.role_matrix import (
    DEED,
    QUESTIONS,
    QUEUE,
    STATUS,
    Relation,
    Seen,
    deed_of,
    rows,
    seen,
)

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

ROWS = [*rows()]


@pytest.fixture
async def known(house: House) -> AsyncIterator[Known]:
    yield await known_complaint(house)


async def put(known: Known, role: str, relation: Relation) -> httpx.AsyncClient:
    """Whoever has the role, put into the relation."""
    if role in PARTY_ROLES:
        other = await known_complaint(known.house) if relation == "stranger" else known
        client = await other.by_party(role)
        if relation == "departed":
            await depart(known, role)
        return client
    staff = str(known.house.principals[role].id)
    if relation == "excluded":
        told = {"staff": staff, "ground_code": "related"}
        await must(known, "management_representative", "exclude-staff", told)
        if role in {*CONTROLLING, "approver"}:
            await must(known, "approver", "grant-approval", {})
    if relation == "own":
        await must(known, "handler", "assign", {"handler": staff})
    return known.reached(role)


async def depart(known: Known, role: str) -> None:
    """The complainant leaves, or the representative acts for nobody any more."""
    if role == "representative":
        await must(known, "handler", "end-representation", {"ground_code": "revoked"})
        return
    await must(known, "handler", "join-complainant", {"complainant": {"name": "Grace"}})
    written = {"direction": "inbound", "channel_code": "letter"}
    contact = (await must(known, "handler", "record-contact", written))["events"][0]["event_id"]
    left = {"party_id": str(known.complainant), "ground_code": "left", "entered_from": contact}
    await must(known, "approver", "remove-complainant", left)


async def must(known: Known, role: str, word: str, told: Mapping[str, object]) -> Any:
    """What has to succeed first; its answer."""
    async with known.reached(role) as client:
        answer = await client.post(f"{known.address}/{word}", json=told)
    assert answer.status_code == 200, answer.text
    return answer.json()


def shape_of(answer: httpx.Response, asked: str) -> Seen:
    """What an answer is, among the signs of the page."""
    if answer.status_code == 403:
        return "not theirs"
    if answer.status_code == 404:
        return "not there"
    if asked == DEED:
        return "done"
    return "own shape" if b"state_in_words" in answer.content else "whole"


@pytest.mark.parametrize(("role", "relation"), ROWS, ids=["-".join(row) for row in ROWS])
async def test_everybody_sees_what_the_page_says(
    known: Known, role: str, relation: Relation
) -> None:
    async with known.reached() as handler:
        whole = (await handler.get(known.address)).json()
    brought = await attached(known.house, known.address)
    inside = await attached(known.house, known.address, supplied_by="staff")
    ids = {
        "deadline": whole["deadlines"][0]["fact"]["deadline_id"],
        "document": brought.json()["document_id"],
        "inside": inside.json()["document_id"],
    }
    async with await put(known, role, relation) as client:
        known.house.project()
        for asked in QUESTIONS:
            answer = await client.get(known.address + asked.path.format(**ids))
            expected = seen(role, relation, asked.name)
            assert (asked.name, shape_of(answer, asked.name)) == (asked.name, expected)
            assert answer.status_code in STATUS[expected], (asked.name, answer.text)
        page = await client.get(QUEUE.path)
        expected = seen(role, relation, QUEUE.name)
        assert page.status_code in STATUS[expected]
        if page.status_code == 200:
            assert (known.reference in page.text) == (expected == "row")
        name, told = deed_of(role)
        address = path_of(COMMANDS[name]).replace("/v1/complaints/{complaint}", known.address)
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await client.post(address, json=told, headers=headers)
        expected = seen(role, relation, DEED)
        assert answer.status_code in STATUS[expected], answer.text
