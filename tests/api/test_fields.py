"""Every field of every command with values that no form admits or every form does: never a 500."""

import json
from typing import Any

import pytest

from domain.registry import COMMANDS
from services.access.rights import ROLES
from services.representations.addresses import path_of
from tests.api.conftest import CANARY, House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**53 - 1,
    "",
    "other",
    CANARY,
    "6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d",
    "2026-03-05",
    "9999-12-31",
    "0001-01-01",
    [],
    ["6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d", "6f1c2a9e-3b7d-4c55-9c0e-2d1f8a7b6c5d"],
    [{}],
    {},
    {"unknown": True},
    {"on": "9999-12-31", "zone": "Etc/GMT+12"},
    {"on": "0001-01-01", "zone": "Etc/GMT-14"},
    {"at": "0001-01-01T00:00:00Z", "zone": "Etc/GMT+12"},
    {"at": "9999-12-31T23:59:59Z", "zone": "Etc/GMT-14"},
    {"amount": "999999999999999.99", "currency": "EUR"},
    {"amount": "-0.00", "currency": "EUR"},
)
REQUIRED: dict[str, Any] = {
    "narrative": "x",
    "severity_code": "medium",
    "is_safety": False,
    "finding_code": "upheld",
    "note": "x",
    "ground_code": "other",
    "means_code": "phone",
    "kind_code": "refund",
    "kinds": ["refund"],
}


@pytest.mark.parametrize("name", COMMANDS)
async def test_no_value_of_any_field_brings_the_service_down(house: House, name: str) -> None:
    kind = COMMANDS[name]
    told = await house.received()
    address = path_of(kind).replace("{complaint}", told["complaint_id"])
    rest = {field: value for field, value in REQUIRED.items() if field in kind.model.model_fields}
    async with house.client(next(role for role in ROLES if role in kind.roles)) as client:
        for field in kind.model.model_fields:
            for odd in ODD:
                answer = await client.post(
                    address, content=json.dumps({**rest, field: odd}), headers=HEADERS
                )
                assert answer.status_code < 500, (field, odd, answer.text)
                assert answer.is_success or CANARY not in answer.text


HEADERS = {"If-Match": "*", "Content-Type": "application/json"}
