"""The numbers for Prometheus: their names, what they count, and that no label tells of anybody."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.clock import now
from services.access.principals import Principals
from services.api.app import create_app
from services.api.request_counts import RESULTS
from tests.api.conftest import House, installed
from tests.support.controls import POLICY
from tests.support.policies import put_in_force
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
ACCEPT = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
)
"""As Prometheus asks."""

NAMES = {
    "plaint_append_conflicts_total",
    "plaint_clock_heartbeat_seconds",
    "plaint_command_seconds_bucket",
    "plaint_command_seconds_count",
    "plaint_command_seconds_sum",
    "plaint_commands_total",
    "plaint_oldest_unpublished_seconds",
    "plaint_position",
    "plaint_projection_heartbeat_seconds",
    "plaint_projection_lag_events",
    "plaint_projection_lag_seconds",
    "plaint_projection_parked",
    "plaint_projection_stopped",
    "plaint_relay_heartbeat_seconds",
    "plaint_relay_position",
}


@pytest.fixture
async def own(database: FreshDatabases, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr("services.operations.health_watch.FRESH_SECONDS", 0.0)
    async with installed(database) as installation:
        new = await Principals(installation.record.pool).new("handler")
        app = create_app(installation)
        yield House(app, installation, database, {"handler": new.key}, {"handler": new.principal})


async def samples(client: httpx.AsyncClient) -> Samples:
    """Every sample by its name and labels."""
    answer = await client.get("/metrics", headers={"Accept": ACCEPT})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def results(found: Samples) -> dict[str, float]:
    return {
        labels[0][1]: value
        for (name, labels), value in found.items()
        if name == "plaint_commands_total"
    }


async def test_the_names_are_kept_and_labels_are_words_of_ours(own: House) -> None:
    await own.received()
    own.project()
    async with own.client() as client:
        found = await samples(client)
    assert {name for name, _ in found} == NAMES
    labels = {label for _, labels in found for label in labels}
    assert {value for name, value in labels if name == "result"} == set(RESULTS)
    assert {value for name, value in labels if name == "name"} == {
        "audit_trail",
        "case_queue",
        "deadlines",
        "trends",
    }
    assert {name for name, _ in labels} == {"result", "name", "le"}


async def test_commands_are_counted_by_what_came_of_them(own: House) -> None:
    told = await own.received()
    here = told["links"]["self"]
    key = {"Idempotency-Key": str(uuid4()), "If-Match": "*"}
    async with own.client() as client:
        for _ in range(2):
            await client.post(f"{here}/acknowledge", json={}, headers=key)
        await client.post(f"{here}/acknowledge", json={}, headers={"If-Match": "*"})
        await client.post(f"{here}/add-note", json={"note": "x"}, headers={"If-Match": '"v1"'})
        await client.post(f"{here}/add-note", json={"note": 5}, headers={"If-Match": "*"})
        await client.post(f"{here}/add-note", json={"note": "x"})
        await client.get(here)
        found = await samples(client)
    assert results(found) == dict.fromkeys(RESULTS, 0) | {
        "done": 2,
        "repeated": 1,
        "refused": 1,
        "conflict": 1,
        "invalid": 2,
    }
    assert found["plaint_append_conflicts_total", ()] == 1
    assert found["plaint_command_seconds_count", ()] == 7
    assert found["plaint_command_seconds_bucket", (("le", "+Inf"),)] == 7
    assert 0 < found["plaint_command_seconds_sum", ()] < 60
    upto = [value for (name, _), value in found.items() if name == "plaint_command_seconds_bucket"]
    assert upto == sorted(upto)


async def test_positions_and_lags_are_those_of_the_installation(own: House) -> None:
    await own.received()
    own.project()
    async with own.client() as client:
        before = await samples(client)
        await own.received()
        after = await samples(client)
        position = (await client.get("/readyz")).json()["position"]
    assert before["plaint_position", ()] < after["plaint_position", ()] == position
    assert before["plaint_relay_position", ()] == 0
    assert before["plaint_relay_heartbeat_seconds", ()] == float("inf")
    assert before["plaint_oldest_unpublished_seconds", ()] > 0
    queue = (("name", "case_queue"),)
    assert before["plaint_projection_lag_events", queue] == 0
    assert before["plaint_projection_lag_seconds", queue] == 0
    assert after["plaint_projection_lag_events", queue] > 0
    assert after["plaint_projection_lag_seconds", queue] > 0
    assert after["plaint_projection_heartbeat_seconds", queue] < 60


async def test_a_calendar_that_ends_tells_how_many_days_it_knows_still(
    own: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.policies.policy_in_force.FRESH_SECONDS", 0.0)
    own_calendar, *others = POLICY.calendars
    ending = own_calendar.model_copy(update={"first_year": 2020, "last_year": 2199})
    newer = POLICY.model_copy(update={"calendars": (ending, *others)})
    async with own.client() as client:
        before = await samples(client)
        secret = own.installation.secrets.installation
        await put_in_force(own.installation.record, newer, secret=secret)
        after = await samples(client)
    left = "plaint_calendar_days_left", (("calendar", own_calendar.calendar_id),)
    assert left not in before
    assert after[left] == (date(2199, 12, 31) - now().date()).days
