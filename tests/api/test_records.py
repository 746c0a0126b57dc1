"""The record itself over HTTP: erased for real, certified, and likely duplicates told."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.api.conftest import CANARY, House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

ADA = {"name": CANARY, "email": "aurelia@example.org", "postal_code": "SW1Y 4JH"}
ANY_VERSION = {"If-Match": "*"}
Before = Callable[[House, str], Awaitable[Any]]
BASIS: dict[str, Any] = {"legal_basis_code": "right_to_erasure"}


async def told_to(
    house: House, here: str, command: str, role: str, *, status: int = 200, **body: Any
) -> Any:
    async with house.client(role) as client:
        answer = await client.post(f"{here}/{command}", json=body, headers=ANY_VERSION)
    assert answer.status_code == status, answer.text
    return answer.json()


async def asked(house: House, path: str, role: str = "handler", status: int = 200) -> Any:
    async with house.client(role) as client:
        answer = await client.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


async def approved(house: House, *, before: Before | None = None) -> tuple[str, str]:
    """A complaint that ended, whose erasure is approved: its address, and the request's id.

    before: what is done with it while it is open.
    """
    here = (await house.received(complainant=ADA))["links"]["self"]
    if before is not None:
        await before(house, here)
    withdrawn: dict[str, Any] = {"means_code": "letter", "ground_code": "complainant_wish"}
    await told_to(house, here, "withdraw", "handler", **withdrawn)
    await told_to(house, here, "request-erasure", "privacy_officer", **BASIS)
    trail = await asked(house, f"{here}/opened", "auditor")
    (request,) = [
        one["data"]["request_id"] for one in trail["events"] if one["type"] == "ErasureRequested"
    ]
    await told_to(house, here, "approve-erasure", "approver", request_id=request)
    return here, request


async def test_an_erasure_goes_from_request_to_certificate(house: House) -> None:
    here, request = await approved(house)
    assert CANARY in str(await asked(house, f"{here}/opened"))
    await asked(house, f"{here}/erasures/{request}", status=404)
    done = await told_to(house, here, "erase-personal-data", "privacy_officer", request_id=request)
    assert [one["type"] for one in done["events"]] == ["PersonalDataErased"]
    certificate = await asked(house, f"{here}/erasures/{request}")
    assert certificate["is_complete"]
    assert len(certificate["key_ids"]) == 3
    opened = await asked(house, f"{here}/opened")
    assert CANARY not in str(opened)
    assert opened["events"][0]["erased"] == ["P2", "P3", "P4"]
    assert opened["complaint"]["state"] == "WITHDRAWN"


async def test_a_repeated_request_to_erase_is_answered_as_before(house: House) -> None:
    here, request = await approved(house)
    answers = []
    async with house.client("privacy_officer") as client:
        for _ in range(2):
            answers.append(
                await client.post(
                    f"{here}/erase-personal-data",
                    json={"request_id": request},
                    headers={**ANY_VERSION, "Idempotency-Key": f"erase-{request}"},
                )
            )
    first, second = answers
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.json()["events"] == first.json()["events"] != []


async def test_refusals_say_what_to_do_instead(house: House) -> None:
    here, request = await approved(house)
    body = {"request_id": request}
    denied = await told_to(house, here, "erase-personal-data", "handler", status=403, **body)
    assert denied["code"] == "NotTheirRole"
    hold: dict[str, Any] = {"ground_code": "litigation"}
    await told_to(house, here, "place-hold", "privacy_officer", **hold)
    held = await told_to(house, here, "erase-personal-data", "privacy_officer", status=409, **body)
    assert held["code"] == "UnderLegalHold"
    assert "release the hold" in held["instead"]
    note = await told_to(house, here, "add-note", "handler", status=409, note="x")
    assert note["code"] == "ErasureApprovedBefore"


async def test_what_may_be_the_same_matter_is_told_without_what_is_alike(house: House) -> None:
    first = await house.received(complainant=ADA)
    second = await house.received(complainant={"email": "AURELIA@example.org"})
    told = await asked(house, f"{second['links']['self']}/likely-duplicates")
    found = {one["reference"]: one["alike"] for one in told["complaints"]}
    assert found[first["reference"]] == ["email"]
    assert "aurelia" not in str(told).casefold()
    await asked(house, f"{second['links']['self']}/likely-duplicates", "auditor", status=403)
    await asked(house, "/v1/complaints/C-000000000/likely-duplicates", status=404)


async def test_invariant_7_no_likely_duplicate_is_told_to_who_is_excluded_from_it(
    house: House,
) -> None:
    alike = {"email": "excluded@example.org"}
    first = (await house.received(complainant=alike))["links"]["self"]
    second = (await house.received(complainant=alike))["links"]["self"]
    suggested = f"{second}/likely-duplicates"
    assert len((await asked(house, suggested))["complaints"]) == 1
    handler = str(house.principals["handler"].id)
    excluded: dict[str, Any] = {"staff": handler, "ground_code": "conflict"}
    await told_to(house, first, "exclude-staff", "management_representative", **excluded)
    assert await asked(house, suggested) == {"complaints": [], "more": 0}
    assert len((await asked(house, suggested, "approver"))["complaints"]) == 1
    await asked(house, f"{first}/likely-duplicates", status=404)


async def test_two_complaints_are_not_merged_that_together_keep_out_all_who_judge(
    house: House,
) -> None:
    """Who works here is told to a merger as it is to an exclusion."""
    first = await house.received(complainant=ADA)
    second = await house.received(complainant=ADA)
    here, there = first["links"]["self"], second["links"]["self"]
    await told_to(house, here, "exclude-staff", "approver", ground_code="related")
    await told_to(house, there, "exclude-staff", "reviewer", ground_code="related")
    into = {"into_id": second["complaint_id"]}
    refused = await told_to(house, here, "merge-complaint", "handler", status=409, **into)
    assert refused["code"] == "NobodyWouldJudge"
