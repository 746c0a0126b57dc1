"""What one principal, one address and one complaint may take, over all processes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from services.access.principals import Principals
from services.api.app import create_app
from tests.api.attaching import PDF, attached
from tests.api.conftest import House, installed
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

MOST, KEYLESS, DOCUMENTS = 40, 5, 2


@pytest.fixture(scope="module")
async def strict(module_database: FreshDatabases) -> AsyncIterator[House]:
    """A house that counts."""
    limits: dict[str, Any] = {
        "requests_per_second": MOST,
        "keyless_requests_per_second": KEYLESS,
        "documents_per_complaint": DOCUMENTS,
        "document_octets_per_complaint": 10 * len(PDF),
    }
    async with installed(module_database, **limits) as installation:
        made = await Principals(installation.record.pool).new("handler")
        keys, principals = {"handler": made.key}, {"handler": made.principal}
        app = create_app(installation)
        yield House(app, installation, module_database, keys, principals)


async def asked(
    houses: list[House], address: str, times: int, role: str | None = "handler", **headers: str
) -> list[httpx.Response]:
    """So many requests at once, shared out over processes."""
    clients = [house.client(role, **headers) for house in houses]
    every = [clients[number % len(clients)].get(address) for number in range(times)]
    answers = await asyncio.gather(*every)
    await asyncio.gather(*(client.aclose() for client in clients))
    return answers


async def test_a_principal_is_one_over_all_processes_and_told_to_wait(strict: House) -> None:
    processes = [strict, replace(strict, app=create_app(strict.installation))]
    answers = await asked(processes, "/v1/complaints/none", 4 * MOST)
    counted = Counter(answer.status_code for answer in answers)
    # It may have begun in one second and ended in the next, with batches that were not used up.
    assert MOST / 2 <= counted[404] <= 2 * MOST
    assert set(counted) == {404, 429}
    told = next(answer for answer in answers if answer.status_code == 429)
    assert told.headers["Retry-After"] == "1"
    assert told.json()["type"] == "urn:plaint:problem:too-many-requests"
    await asyncio.sleep(1.0)
    [later] = await asked(processes, "/v1/complaints/none", 1)
    assert later.status_code == 404


async def test_an_address_without_a_valid_key_guesses_a_few_times_in_a_second(
    strict: House,
) -> None:
    answers = await asked(
        [strict], "/v1/queue", 8 * KEYLESS, None, Authorization="Bearer plaint_wrong"
    )
    counted = Counter(answer.status_code for answer in answers)
    assert 0 < counted[401] <= 2 * KEYLESS
    assert set(counted) == {401, 429}
    [known] = await asked([strict], "/v1/complaints/none", 1)
    assert known.status_code == 404


async def test_probes_are_never_told_to_wait(strict: House) -> None:
    answers = await asked([strict], "/livez", 8 * KEYLESS, None)
    assert {answer.status_code for answer in answers} == {200}


async def test_a_complaint_holds_documents_up_to_its_quota(strict: House) -> None:
    here = (await strict.received())["links"]["self"]
    large = await attached(strict, here, PDF * 11)
    assert (large.status_code, large.json()["code"]) == (409, "QuotaReached")
    for number in range(DOCUMENTS):
        again: dict[str, Any] = {"headers": {"Idempotency-Key": f"document-{number}"}}
        taken = await attached(strict, here, **again)
        assert taken.status_code == 201
    refused = await attached(strict, here)
    assert (refused.status_code, refused.json()["code"]) == (409, "QuotaReached")
    assert f"{DOCUMENTS} of {DOCUMENTS}" in refused.json()["detail"]
    # What was taken before is told again, full or not.
    assert (await attached(strict, here, **again)).headers["Idempotency-Replayed"] == "true"
