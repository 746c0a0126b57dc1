"""The description tells each status with every reason for it, each header, and no inner names."""

import re
from typing import Any

import pytest

from domain.registry import COMMANDS
from services.api import document_problems, problems
from services.api.problems import Kind
from services.api.responses import NOT_BY_THEM, NOT_NOW
from tests.api.conftest import House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


@pytest.fixture
async def told(house: House) -> dict[str, Any]:
    async with house.client(None) as client:
        described: dict[str, Any] = (await client.get("/openapi.json")).json()
    return described


def operations(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["operationId"]: one for path in told["paths"].values() for one in path.values()}


async def test_no_name_of_a_schema_tells_where_its_class_lives(told: dict[str, Any]) -> None:
    assert [name for name in told["components"]["schemas"] if "__" in name] == []


async def test_the_bounds_of_a_parameter_are_told_in_words_that_json_schema_has(
    told: dict[str, Any],
) -> None:
    asked = {one["name"]: one["schema"] for one in operations(told)["read_queue"]["parameters"]}
    assert (asked["limit"]["minimum"], asked["limit"]["maximum"]) == (1, 200)
    for operation in operations(told).values():
        for one in operation["parameters"]:
            forms = [one["schema"], *one["schema"].get("anyOf", ())]
            assert set().union(*forms).isdisjoint({"ge", "gt", "le", "lt"}), one


async def test_every_parameter_says_what_it_is(told: dict[str, Any]) -> None:
    missing = [
        (name, one["name"])
        for name, operation in operations(told).items()
        for one in operation["parameters"]
        if not one.get("description")
    ]
    assert missing == []


async def test_every_answer_tells_its_correlation_and_its_headers_lead_somewhere(
    told: dict[str, Any],
) -> None:
    for name, operation in operations(told).items():
        for status, response in operation["responses"].items():
            assert "X-Correlation-Id" in response["headers"], (name, status)
            assert set(response["headers"]) <= set(told["components"]["headers"])
            assert ("content" in response) == (status != "304"), (name, status)


async def test_whose_answer_it_is_stands_with_what_supervisors_ask(told: dict[str, Any]) -> None:
    for name in ("livez", "readyz", "wellz"):
        given = operations(told)[name]["responses"]["200"]
        assert "Plaint-Installation" in given["headers"], name


async def test_every_kind_of_problem_stands_where_it_may_be_answered(
    told: dict[str, Any],
) -> None:
    answered = {
        (int(status), name)
        for operation in operations(told).values()
        for status, response in operation["responses"].items()
        for name in re.findall(r"^`([a-z-]+)`: ", response["description"], re.MULTILINE)
    }
    known: tuple[Kind, ...] = (*problems.KINDS, *document_problems.KINDS, NOT_NOW, NOT_BY_THEM)
    missing = {(kind.status, kind.name) for kind in known} - answered
    assert missing == set()
    for operation in operations(told).values():
        assert {"405", "408"} <= operation["responses"].keys()


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_command_tells_its_headers_and_all_reasons_of_a_status(
    told: dict[str, Any], name: str
) -> None:
    operation, kind = operations(told)[name], COMMANDS[name]
    responses = operation["responses"]
    for reason in ("`invalid`", "`idempotency-key-reused`"):
        assert reason in responses["422"]["description"]
    for reason in ("`unavailable`", "`contended`"):
        assert reason in responses["503"]["description"]
    assert {"429", "431"} <= set(responses)
    made = responses["201" if kind.begins or kind.own_address else "200"]
    assert {"ETag", "Idempotency-Replayed"} <= set(made["headers"])
    assert ("Location" in made["headers"]) == bool(kind.begins or kind.own_address)
    sent = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "header"}
    assert sent["X-Correlation-Id"]["format"] == "uuid"
    assert re.fullmatch(sent["Idempotency-Key"]["pattern"], "6f1c2a9e-3b7d")
    assert kind.begins == ("If-Match" not in sent)
    for tag in () if kind.begins else ('"v17"', "*", 'W/"v1", "v2"', '"0c5fe2"'):
        assert re.fullmatch(sent["If-Match"]["pattern"], tag)


async def test_a_document_is_given_out_as_octets_with_its_name(told: dict[str, Any]) -> None:
    given = operations(told)["read_document"]["responses"]["200"]
    assert given["content"]["*/*"]["schema"]["format"] == "binary"
    assert "Content-Disposition" in given["headers"]
