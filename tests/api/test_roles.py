"""Who may do what: every route for every role, and a door that is shut unless a rule opens it."""

from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from domain.registry import COMMANDS
from services.access.rights import (
    COMPARERS,
    FOLLOWERS,
    OPENERS,
    ROLES,
    SERVICE_ROLES,
    WATCHERS,
    WITNESSES,
)
from services.api.authentication import RouteWithoutRule, must_have_rules
from services.representations.addresses import path_of
from tests.api.conftest import House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

READING = {
    "/v1/complaints/{complaint}": ROLES,
    "/v1/complaints/{complaint}/history": ROLES,
    "/v1/complaints/{complaint}/opened": OPENERS,
    "/v1/complaints/{complaint}/deadlines/{deadline_id}": ROLES,
    "/v1/complaints/{complaint}/likely-duplicates": COMPARERS,
    "/v1/complaints": ROLES,
    "/v1/views": ROLES,
    "/v1/views/{view}": ROLES,
    "/v1/queue": ROLES,
    "/v1/policies/adoptions": ROLES,
    "/v1/trends": ROLES,
    "/v1/projections": FOLLOWERS,
    "/health": WATCHERS,
    "/metrics": WATCHERS,
}
OF_A_DOCUMENT = "/v1/complaints/{complaint}/documents/{document}"
"""Who may read a document, its own tests ask."""
OF_AN_ERASURE = "/v1/complaints/{complaint}/erasures/{request_id}"
LISTS = ("/v1/queue", "/v1/views/{view}")
OPEN = {"/livez", "/readyz", "/wellz", "/openapi.json"}


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_is_reached_by_its_roles_and_by_no_other(
    house: House, name: str
) -> None:
    kind = COMMANDS[name]
    told = await house.received()
    address = path_of(kind).replace("{complaint}", told["complaint_id"])
    for role in FOLLOWERS:
        async with house.client(role) as client:
            answer = await client.post(address, json={}, headers={"If-Match": "*"})
        if role in kind.roles:
            of_a_rule = answer.status_code == 403 and "code" in answer.json()
            assert of_a_rule or answer.status_code in (200, 201, 409, 415, 422), (role, answer.text)
        else:
            assert answer.status_code == 403, role
            assert answer.json()["type"] == "urn:plaint:problem:forbidden", role


@pytest.mark.parametrize("path", READING)
async def test_every_question_is_answered_to_its_roles(house: House, path: str) -> None:
    told = await house.received()
    house.project()
    parameters = {"figure": "received"} if path == "/v1/trends" else {}
    async with house.client("auditor") as client:
        (deadline, *_) = (await client.get(told["links"]["self"])).json()["deadlines"]
    known = {
        "complaint": told["complaint_id"],
        "deadline_id": deadline["fact"]["deadline_id"],
        "view": "audit_trail",
    }
    for role in FOLLOWERS:
        async with house.client(role) as client:
            answer = await client.get(path.format(**known), params=parameters)
        expected = 200 if role in READING[path] else 403
        assert (role, answer.status_code) == (role, expected), answer.text


@pytest.mark.parametrize("role", FOLLOWERS)
async def test_a_certificate_is_shown_to_its_witnesses(house: House, role: str) -> None:
    told = await house.received()
    address = OF_AN_ERASURE.format(complaint=told["complaint_id"], request_id=uuid4())
    async with house.client(role) as client:
        assert (await client.get(address)).status_code == (404 if role in WITNESSES else 403)


def test_a_program_that_watches_reads_no_complaint_and_commands_nothing() -> None:
    """Its key lies in a file of another program, so it opens nothing of anybody."""
    of_complaints = [path for path in READING if "/complaints" in path or path in LISTS]
    assert of_complaints
    for role in SERVICE_ROLES:
        assert not any(role in READING[path] for path in of_complaints)
        assert not any(role in kind.roles for kind in COMMANDS.values())


def test_an_auditor_commands_nothing() -> None:
    assert [name for name, kind in COMMANDS.items() if "auditor" in kind.roles] == []


async def test_the_tables_above_name_every_route(house: House) -> None:
    paths = {route.path for route in house.app.routes if isinstance(route, APIRoute)}
    told = {OF_A_DOCUMENT, OF_AN_ERASURE}
    assert paths == {*OPEN, *READING, *told, *map(path_of, COMMANDS.values())}


async def test_only_health_and_the_description_need_no_key(house: House) -> None:
    async with house.client(None) as client:
        for route in house.app.routes:
            assert isinstance(route, APIRoute)
            (method,) = route.methods or {"none"}
            answer = await client.request(method, route.path.replace("{complaint}", "x"))
            expected = 200 if route.path in OPEN else 401
            assert (route.path, answer.status_code) == (route.path, expected)


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer plaint_0", "Bearer \u00e9"],
)
async def test_what_is_no_key_is_refused(house: House, authorization: str) -> None:
    async with house.client(None) as client:
        answer = await client.get(
            "/v1/queue", headers={b"Authorization": authorization.encode("latin-1")}
        )
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="plaint"')


def test_a_route_without_a_rule_stops_the_start() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/v1/forgotten", lambda: None)
    with pytest.raises(RouteWithoutRule, match="/v1/forgotten"):
        must_have_rules(app.routes)
