"""What is read at the keyboard and over HTTP is the same, in the shape that docs/cli.md keeps."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from services import wiring
from services.access.principals import Principals
from services.api.app import create_app
from tests.cli.conftest import Keyboard
from tests.cli.reference import ANSWERS

pytestmark = pytest.mark.servers

SAME = {
    "queue": ("queue -n 2", "/v1/queue?limit=2"),
    "list": ("list -n 2", "/v1/complaints?limit=2"),
    "view": ("view deadlines -n 2", "/v1/views/deadlines?limit=2"),
    "show": ("show {}", "/v1/complaints/{}"),
    "show --content": ("show {} --content", "/v1/complaints/{}/opened"),
    "history": ("history {}", "/v1/complaints/{}/history"),
    "projections": ("projections", "/v1/projections"),
}
OF_THE_MOMENT = ("now", "silent_seconds", "as_of")


@pytest.fixture(scope="module")
def reference(keyboard: Keyboard) -> str:
    """One of three complaints, each with due dates, in every view but for the last event."""
    for _ in range(2):
        keyboard.types("receive", "--narrative", "The soup was cold")
    told = str(keyboard.json("log", "--narrative", "So was the tea")["reference"])
    keyboard.project()
    keyboard.types("add-note", told, "--note", "Not in the views yet")
    return told


def over_http(keyboard: Keyboard, *paths: str) -> list[Any]:
    """What the API of the same installation answers to a handler."""

    async def asked() -> list[Any]:
        async with wiring.installation(keyboard.settings) as installation:
            key = (await Principals(installation.record.pool).new("handler")).key
            transport = httpx.ASGITransport(create_app(installation))
            headers = {"Authorization": f"Bearer {key}"}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://plaint", headers=headers
            ) as client:
                answers = [await client.get(path) for path in paths]
            assert [answer.status_code for answer in answers] == [200] * len(paths)
            return [answer.json() for answer in answers]

    return asyncio.run(asked())


def steady(answer: Any) -> Any:
    """An answer without what differs from one moment to the next."""
    if isinstance(answer, dict):
        return {name: steady(part) for name, part in answer.items() if name not in OF_THE_MOMENT}
    return [steady(part) for part in answer] if isinstance(answer, list) else answer


def described(operation: str, description: Any) -> set[str]:
    """Every leaf that the OpenAPI description promises in the answer to a GET."""
    content = description["paths"][operation]["get"]["responses"]["200"]["content"]
    return set(_leaves(content["application/json"]["schema"], "", description))


def _leaves(schema: Any, place: str, whole: Any) -> Iterator[str]:
    if "$ref" in schema:
        schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    inner = list(_inner(schema, place))
    for part, at in inner:
        yield from _leaves(part, at, whole)
    if not inner:
        yield place


def _inner(schema: Any, place: str) -> Iterator[tuple[Any, str]]:
    """The parts of a schema and where they stand; a leaf has none."""
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            yield one, place
    for name, part in schema.get("properties", {}).items():
        yield part, f"{place}.{name}" if place else name
    if "items" in schema:
        yield schema["items"], f"{place}[]"
    if isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"], f"{place}{{}}"


@pytest.mark.parametrize("name", SAME)
def test_both_doors_answer_the_same(keyboard: Keyboard, reference: str, name: str) -> None:
    command, path = (part.format(reference) for part in SAME[name])
    (answer,) = over_http(keyboard, path)
    typed = keyboard.json(*command.split())
    assert steady(answer) == steady(typed)
    assert json.dumps(typed).count(":") > 10


def test_the_queue_over_http_is_flat_pages_on_and_says_how_far_it_is(
    keyboard: Keyboard, reference: str
) -> None:
    first, views = over_http(keyboard, "/v1/queue?limit=2", "/v1/projections")
    (rest,) = over_http(keyboard, f"/v1/queue?limit=2&cursor={first['cursor']}")
    rows = [*first["rows"], *rest["rows"]]
    assert len({row["complaint_id"] for row in rows}) == 3
    assert rest["cursor"] is None
    assert {"is_overdue", "is_due_soon", "age_days", "deadlines", "version"} <= set(rows[0])
    source = first["source"]
    assert source["head"] - source["complete_upto"] == 1
    (queue,) = [view for view in views["views"] if view["projection"] == "case_queue"]
    assert queue["lag"] == 1
    assert {worker["feed"] for worker in views["workers"]} == {"store"}


@pytest.mark.parametrize("name", ["queue", "projections"])
def test_the_description_promises_what_the_page_does(keyboard: Keyboard, name: str) -> None:
    (description,) = over_http(keyboard, "/openapi.json")
    promised = {place for place, _, _ in ANSWERS[name]}
    assert described(f"/v1/{name}", description) == promised
