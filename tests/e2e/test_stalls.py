"""Nothing stands still in silence: each part is stopped, and ``/wellz`` says which and why."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.local.cluster import SUPERUSER
from adapters.local.kafka_server import KafkaServer
from tests.e2e.installation import Running, fresh_folder
from tests.kafka.running import kill_pid
from tests.support.door import Door
from tests.support.fix_kafka import broker_of_our_own
from tests.support.poison import UNKNOWN, poison

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

STALLED_AFTER = 6.0
PATIENCE = 4 * STALLED_AFTER
CANARY = "Aurelia Featherstonehaugh"


@pytest.fixture(scope="module")
def broker() -> Iterator[KafkaServer]:
    """A broker that nobody starts again when it is killed."""
    with broker_of_our_own() as made:
        made.start()
        yield made


@pytest.fixture(scope="module")
def plaint(broker: KafkaServer) -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(
            folder,
            PLAINT_KAFKA_BOOTSTRAP_SERVERS=broker.start(),
            PLAINT_STALLED_AFTER=str(STALLED_AFTER),
        )
        running.up()
        yield running
        running.down()


@pytest.fixture(scope="module")
def door(plaint: Running) -> Door:
    return Door(plaint.note()["port"], plaint.first_keys())


def faults(door: Door) -> dict[str, str]:
    """What stands still by what ``/wellz`` says, with the reason; nobody needs a key for that."""
    answer = door.ask("/wellz", role=None)
    if answer.status == 200:
        return {}
    told = json.loads(answer.text)
    assert (answer.status, told["type"]) == (503, "urn:plaint:problem:stalled"), answer.text
    return {fault["part"]: fault["reason"] for fault in told["faults"]}


def turns_red(plaint: Running, door: Door, part: str) -> str:
    """Wait until ``/wellz`` names the part, and it alone; why."""
    plaint.wait_until(lambda: faults(door) != {}, PATIENCE)
    found = faults(door)
    assert set(found) == {part}
    return found[part]


def turns_green(door: Door, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while found := faults(door):
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize(
    ("process", "part"), [("relay", "relay"), ("projections", "projections"), ("tick", "clock")]
)
def test_a_frozen_part_turns_wellness_red_and_green_when_it_goes_on(
    plaint: Running, door: Door, process: str, part: str
) -> None:
    turns_green(door)
    with frozen(plaint.part(process)):
        assert f":{plaint.part(process)}" in turns_red(plaint, door, part)
    turns_green(door)


def test_a_broker_that_was_killed_is_named_by_the_relay_that_waits_for_it(
    plaint: Running, door: Door, broker: KafkaServer
) -> None:
    turns_green(door)
    assert broker.pid is not None
    kill_pid(broker.pid)
    door.post("/complaints/receive", {"narrative": "The broker is gone."})
    assert "the broker" in turns_red(plaint, door, "relay")
    broker.start()
    # A feed that hears nothing more from a broker that came back begins anew after a minute.
    turns_green(door, 120)


def test_everything_that_was_logged_is_a_line_of_json_without_a_word_of_anybody(
    plaint: Running, door: Door
) -> None:
    done = door.post("/complaints/receive", {"narrative": CANARY, "complainant": {"name": CANARY}})
    log = plaint.folder / "log"
    # The answer is with the caller before the line about it is written.
    plaint.wait_until(lambda: done["command_id"] in (log / "api.log").read_text(), PATIENCE)
    found = {name: lines(log / f"{name}.log") for name in ("api", "relay", "projections", "tick")}
    assert all(found.values())
    for line in (line for part in found.values() for line in part):
        assert {"event", "timestamp", "level"} <= set(line)
    about = [line for line in found["api"] if line.get("command_id") == done["command_id"]]
    assert about and all(UUID(line["correlation_id"]) for line in about)
    stalls = {line["part"] for line in found["api"] if line["event"] == "health.stalled"}
    assert stalls == {"relay", "projections", "clock"}
    assert "featherstonehaugh" not in "".join(p.read_text() for p in log.glob("*.log")).lower()


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_an_event_that_nobody_can_tell_turns_wellness_red_with_its_position(
    plaint: Running, door: Door
) -> None:
    turns_green(door)
    complaint = door.post("/complaints/receive", {"narrative": "x"})["complaint_id"]
    secret = (plaint.folder / "secrets" / "postgres-superuser").read_text().strip()
    address = make_conninfo(plaint.note()["database"], user=SUPERUSER, password=secret)
    with psycopg.connect(address, autocommit=True) as superuser:
        position = poison(superuser, UUID(complaint))
    reason = turns_red(plaint, door, "audit_trail")
    assert reason.startswith(f"stopped at position {position}: ") and UNKNOWN in reason
    told = plaint.run("status", check=False)
    assert f"audit_trail: {reason}" in told
    assert told.splitlines()[-1] == "stands still: audit_trail"
