"""A part that stands still is told with why, and commands go on; health tells the whole."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg
import pytest

from adapters.postgres import system_status
from adapters.postgres.heartbeats import CLOCK, PROJECTIONS, RELAY, STANDBY, Beat, beat
from adapters.postgres.roles import RELAY as RELAY_ROLE
from adapters.postgres.system_status import Seen
from domain.slices import SLICES
from services.access.principals import Principals
from services.api.app import create_app
from services.api.problems import MEDIA_TYPE, ProblemDetails
from tests.api.conftest import House, installed
from tests.support.poison import poison
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

LIMIT = 60.0
"""So long may a part be silent: no test waits for it, and none takes as long to ask."""
TOPIC = "plaint.complaints.v1"
ALL = tuple(map(str, range(SLICES)))
PUBLISH = (
    "INSERT INTO relay (topic, topic_id, log_id, position) "
    "SELECT %s, '', log_id, (SELECT coalesce(max(position), 0) FROM event) FROM log "
    "ON CONFLICT (topic) DO UPDATE SET position = excluded.position"
)


class Later:
    """How much later than by the machine's clocks a house looks at its parts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.by = timedelta()
        look = system_status.look

        async def later(*where: Any) -> Seen:
            found = await look(*where)
            return replace(found, at=found.at + self.by)

        monkeypatch.setattr("services.operations.health_watch.system_status.look", later)
        monkeypatch.setattr(
            "services.operations.health_watch.monotonic",
            lambda: monotonic() + self.by.total_seconds(),
        )

    def passes(self) -> None:
        """Every part is silent for longer than it may be."""
        self.by += timedelta(seconds=LIMIT + 1)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    return Later(monkeypatch)


@pytest.fixture
async def strict(
    database: FreshDatabases, monkeypatch: pytest.MonkeyPatch, later: Later
) -> AsyncIterator[House]:
    """A house that says of each part whether it is silent too long, each request looking anew."""
    monkeypatch.setattr("services.operations.health_watch.FRESH_SECONDS", 0.0)
    async with installed(database, stalled_after=LIMIT) as installation:
        new = await Principals(installation.record.pool).new("handler")
        app = create_app(installation)
        yield House(app, installation, database, {"handler": new.key}, {"handler": new.principal})


def live(
    database: FreshDatabases, *but: str, publishing: bool = True, later: Later | None = None
) -> None:
    """A sign of life of every part, but for these, now or later; publishing: all there is, too."""
    beats = [
        Beat(part=RELAY, instance="vm:1", places=(TOPIC,)),
        Beat(part=CLOCK, instance="vm:2"),
        Beat(part=PROJECTIONS, instance="vm:3", places=ALL),
    ]
    with psycopg.connect(database.dsn(RELAY_ROLE), autocommit=True) as connection:
        for one in beats:
            if one.part not in but:
                beat(connection, one)
        if publishing:
            connection.execute(PUBLISH, [TOPIC])
    if later is not None:
        parts_heard = [one.part for one in beats if one.part not in but]
        with database.superuser() as superuser:
            superuser.execute(
                "UPDATE heartbeat SET beat_at = clock_timestamp() + %s WHERE part = ANY(%s)",
                [later.by, parts_heard],
            )


async def well(house: House) -> tuple[int, dict[str, Any]]:
    """What ``/wellz`` says, to somebody without a key; readiness is green all the while."""
    async with house.client(None) as client:
        answer = await client.get("/wellz")
        assert (await client.get("/readyz")).status_code == 200
    if answer.status_code == 503:
        assert answer.headers["Content-Type"] == MEDIA_TYPE
        assert answer.headers["Retry-After"] == "2"
        ProblemDetails.model_validate(answer.json())
    told: dict[str, Any] = answer.json()
    return answer.status_code, told


def parts(told: dict[str, Any]) -> list[str]:
    return [fault["part"] for fault in told["faults"]]


async def test_nobody_is_missed_before_he_had_time_to_be_heard_of(
    strict: House, later: Later
) -> None:
    status, told = await well(strict)
    assert (status, told["is_well"]) == (200, True)
    later.passes()
    status, told = await well(strict)
    assert (status, told["type"]) == (503, "urn:plaint:problem:stalled")
    assert parts(told) == ["relay", "clock", "projections"]
    assert told["detail"] == "stands still: relay, clock, projections"
    assert all(fault["reason"] and fault["instead"] for fault in told["faults"])
    live(strict.database, later=later)
    assert (await well(strict))[0] == 200


@pytest.mark.parametrize(("part", "place"), [("reads log", "log"), ("documents", "documents")])
async def test_a_folder_without_which_nobody_reads_or_uploads_is_named(
    strict: House, part: str, place: str
) -> None:
    live(strict.database)
    assert (await well(strict))[0] == 200
    settings = strict.installation.settings
    folder = (settings.data or Path()) / place
    rmtree(folder, ignore_errors=True)
    folder.write_text("no folder")
    status, told = await well(strict)
    assert (status, parts(told)) == (503, [part])
    assert "Not a directory" in told["faults"][0]["reason"]
    assert str(folder) not in str(told)
    folder.unlink()
    assert (await well(strict))[0] == 200


@pytest.mark.parametrize("part", [RELAY, CLOCK, PROJECTIONS])
async def test_one_part_that_falls_silent_is_named_and_greeted_back(
    strict: House, later: Later, part: str
) -> None:
    live(strict.database)
    assert (await well(strict))[0] == 200
    later.passes()
    live(strict.database, part, later=later)
    status, told = await well(strict)
    assert (status, parts(told)) == (503, [part])
    live(strict.database, later=later)
    assert (await well(strict))[0] == 200


async def test_an_event_that_nobody_publishes_turns_it_red(strict: House, later: Later) -> None:
    await strict.received()
    live(strict.database)
    await strict.received()
    later.passes()
    live(strict.database, publishing=False, later=later)
    status, told = await well(strict)
    assert (status, parts(told)) == (503, ["relay"])
    assert "is not published yet" in told["faults"][0]["reason"]
    live(strict.database, later=later)
    assert (await well(strict))[0] == 200


async def test_a_view_that_stopped_turns_it_red_with_the_position_and_why(
    strict: House, database: FreshDatabases
) -> None:
    received = await strict.received()
    live(database)
    strict.project()
    with database.superuser() as superuser:
        position = poison(superuser, UUID(received["complaint_id"]))
    strict.project()
    live(database)
    status, told = await well(strict)
    assert (status, parts(told)) == (503, ["audit_trail"])
    assert told["faults"][0]["reason"].startswith(f"stopped at position {position}: ")
    assert "NeverHeardOf" in told["faults"][0]["reason"]

    async with strict.client() as client:
        whole = (await client.get("/health")).json()
    assert whole["faults"] == told["faults"]
    views = {view["name"]: view for view in whole["projections"]}
    assert views["audit_trail"]["stopped"] and views["audit_trail"]["lag"] > 0
    assert views["case_queue"]["parked"] == 1 and not views["case_queue"]["stopped"]


async def test_health_tells_everything_also_while_something_stands_still(strict: House) -> None:
    received = await strict.received()
    strict.project()
    with psycopg.connect(strict.database.dsn(RELAY_ROLE), autocommit=True) as connection:
        beat(connection, Beat(part=STANDBY, instance="vm:9", places=(TOPIC,)))
        away = Beat(
            part=RELAY, instance="vm:1", places=(TOPIC,), doing="waiting", reason="the broker"
        )
        beat(connection, away)
    async with strict.client() as client:
        answer = await client.get("/health")
        projections = (await client.get("/v1/projections")).json()
    told = answer.json()
    assert answer.status_code == 200
    assert told["is_well"] is (not told["faults"])
    assert told["stalled_after"] == LIMIT
    assert told["position"] > received["version"]
    assert (told["relay"]["position"], told["relay"]["unpublished"]) == (0, told["position"])
    assert told["relay"]["oldest_seconds"] >= 0
    assert (told["relay"]["life"]["doing"], told["relay"]["life"]["reason"]) == (
        "waiting",
        "the broker",
    )
    assert datetime.fromisoformat(told["relay"]["life"]["since"]).tzinfo is not None
    assert told["relay"]["standby"]["instance"] == "vm:9"
    assert told["clock"]["heartbeat_seconds"] is None
    assert told["slices_fed"] == SLICES
    views = {view["name"]: view for view in told["projections"]}
    assert set(views) == {view["projection"] for view in projections["views"]}
    for view in projections["views"]:
        shown = views[view["projection"]]
        assert (shown["position"], shown["lag"]) == (view["complete_upto"], view["lag"])
        assert shown["heartbeat_seconds"] < 60


async def test_without_a_broker_nobody_speaks_of_a_relay(database: FreshDatabases) -> None:
    async with installed(database, kafka="off") as installation:
        new = await Principals(installation.record.pool).new("system")
        house = House(create_app(installation), installation, database, {"system": new.key}, {})
        async with house.client("system") as client:
            told = (await client.get("/health")).json()
            numbers = (await client.get("/metrics")).text
    assert told["relay"] is None
    assert "relay" not in numbers and "plaint_clock_heartbeat_seconds +Inf" in numbers
