"""An answer that is wrong is found: a fuzz that cannot find anything would pass every day."""

import json
from typing import Any

import pytest

from tests.fuzz.asks import Answer, Ask, is_formed
from tests.fuzz.checking import findings
from tests.fuzz.described import Description
from tests.fuzz.values import CANARY, NOBODYS

HEADERS = {"X-Correlation-Id": {"$ref": "#/components/headers/X-Correlation-Id"}}
PROBLEM: dict[str, Any] = {
    "headers": HEADERS,
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
DESCRIBED = Description(
    {
        "paths": {
            "/v1/complaints/{complaint}/add-note": {
                "post": {
                    "operationId": "add_note",
                    "parameters": [
                        {
                            "name": "limit",
                            "in": "query",
                            "schema": {"type": "integer", "maximum": 9},
                        }
                    ],
                    "requestBody": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Note"}}
                        }
                    },
                    "responses": {
                        "200": {
                            "headers": HEADERS,
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Done"}
                                }
                            },
                        },
                        "404": PROBLEM,
                        "409": PROBLEM,
                        "500": PROBLEM,
                    },
                }
            }
        },
        "components": {
            "headers": {"X-Correlation-Id": {"schema": {"type": "string", "format": "uuid"}}},
            "schemas": {
                "Note": {
                    "type": "object",
                    "properties": {"note": {"type": "string", "minLength": 1}},
                    "required": ["note"],
                    "additionalProperties": False,
                },
                "Done": {
                    "type": "object",
                    "properties": {"version": {"type": "integer"}},
                    "required": ["version"],
                },
                "Problem": {
                    "type": "object",
                    "properties": {"status": {"type": "integer"}, "detail": {"type": "string"}},
                    "required": ["status"],
                },
            },
        },
    }
)
RIGHT = Ask(
    operation=DESCRIBED.operations["add_note"],
    path={"complaint": NOBODYS},
    headers=(("Content-Type", "application/json"),),
    told={"note": "Called."},
)
DONE = {"version": 1}


def answered(status: int, body: Any = None, **headers: str) -> Answer:
    kind = "application/json" if status < 400 else "application/problem+json"
    told = DONE if status < 400 else {"status": status}
    sent = {"content-type": kind, "x-correlation-id": NOBODYS, **headers}
    return Answer(status, tuple(sent.items()), json.dumps(told if body is None else body).encode())


def found(answer: Answer, ask: Ask = RIGHT, *, recorded: bool = False) -> list[str]:
    formed = is_formed(ask, DESCRIBED)
    return [*findings(ask, answer, DESCRIBED, recorded=recorded, formed=formed)]


def test_a_right_answer_is_no_finding() -> None:
    assert found(answered(200), recorded=True) == []
    assert found(answered(409)) == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (answered(500), "500 was answered"),
        (answered(201), "the description has no 201"),
        (
            answered(200, **{"content-type": "text/html"}),
            "the description has no text/html for 200",
        ),
        (answered(200, etag='"v1"'), "the description has no header etag for 200"),
        (
            answered(200, **{"x-correlation-id": "7"}),
            "the header x-correlation-id is not as described",
        ),
        (answered(200, {}), "$: not required ['version']"),
        (answered(200, {"version": "1"}), "$.version: not type integer"),
        (answered(200, {"version": True}), "$.version: not type integer"),
        (answered(409, {"status": 404}), "the problem tells another status"),
        (
            answered(409, {"status": 409, "detail": "see services.api.authentication"}),
            "a problem tells what is inside: services.a",
        ),
        (
            answered(409, {"status": 409, "detail": f"no {CANARY}"}),
            "a problem repeats what was sent",
        ),
        (
            answered(404, {"status": 404, "detail": "5705c143-486e-51c5-9e1e-8becb5abc7d8"}),
            "a 404 tells ids that were not asked with",
        ),
    ],
)
def test_a_wrong_answer_is_found(answer: Answer, sentence: str) -> None:
    assert sentence in found(answer)


def test_a_refusal_that_records_something_is_found() -> None:
    assert found(answered(409), recorded=True) != []


@pytest.mark.parametrize(
    "wrong",
    [
        RIGHT.but("no note", told={}),
        RIGHT.but("an empty note", told={"note": ""}),
        RIGHT.but("a note that is a number", told={"note": 1}),
        RIGHT.but("a field too many", told={"note": "x", "more": 1}),
        RIGHT.but("too large a number", query=(("limit", "10"),)),
        RIGHT.but("an unknown parameter", query=(("most", "1"),)),
        RIGHT.but("a parameter twice", query=(("limit", "1"), ("limit", "2"))),
        RIGHT.but("another type", headers=(("Content-Type", "text/plain"),)),
    ],
)
def test_what_is_taken_against_the_description_is_found(wrong: Ask) -> None:
    assert "the description forbids it, and it was taken" in found(answered(200), wrong)


def test_a_keyword_that_says_nothing_is_found() -> None:
    assert [*DESCRIBED.schemas.faults({"type": "integer", "ge": 1}, 1)] != []
