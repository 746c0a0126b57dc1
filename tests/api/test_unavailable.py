"""The database goes away and comes back: 503 with Retry-After meanwhile, nothing done twice."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from services.access.principals import Principals
from services.api.app import create_app
from tests.api.conftest import House, installed
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]


@pytest.fixture
async def own_house(
    database: FreshDatabases, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setattr("services.api.middleware.REQUEST_SECONDS", 1.0)
    async with installed(database) as installation:
        new = await Principals(installation.record.pool).new("handler")
        app = create_app(installation)
        yield House(app, installation, database, {"handler": new.key}, {"handler": new.principal})


def admit(database: FreshDatabases, *, is_open: bool) -> None:
    """Let nobody into the record, or let them in again."""
    name = database.names.record
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(
                sql.Identifier(name), sql.Literal(is_open)
            )
        )
        if not is_open:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )


async def test_while_the_database_is_away_everything_is_a_503_and_then_goes_on(
    own_house: House, database: FreshDatabases
) -> None:
    told = await own_house.received()
    note = f"{told['links']['self']}/add-note"
    key = {"Idempotency-Key": str(uuid4()), "If-Match": "*"}
    async with own_house.client() as client:
        admit(database, is_open=False)
        away = [
            await client.get("/readyz"),
            await client.get("/wellz"),
            await client.get(told["links"]["self"]),
            await client.post(note, json={"note": "x"}, headers=key),
        ]
        alive = await client.get("/livez")
        admit(database, is_open=True)
        for _ in range(100):
            if (await client.get("/readyz")).status_code == 200:
                break
            await asyncio.sleep(0.1)
        answers = [await client.post(note, json={"note": "x"}, headers=key) for _ in range(2)]
    for answer in away:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2"), answer.text
        assert answer.json()["type"] == "urn:plaint:problem:unavailable"
    assert alive.status_code == 200
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    stream = await own_house.installation.record.stream(told["complaint_id"])
    assert [event.type for event in stream].count("NoteAdded") == 1


async def test_a_view_that_no_worker_has_made_is_not_there_yet(own_house: House) -> None:
    async with own_house.client() as client:
        answers = [
            await client.get("/v1/queue"),
            await client.get("/v1/trends?figure=received"),
        ]
        none = await client.get("/v1/projections")
    assert [answer.status_code for answer in answers] == [503, 503]
    assert none.json() == {"views": [], "workers": []}
