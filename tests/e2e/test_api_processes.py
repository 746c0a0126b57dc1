"""Several processes serve the API on one port: one may be killed, and the record decides races."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.hammering import CALLERS, Hammer, said
from tests.e2e.installation import Running, fresh_folder
from tests.e2e.test_stalls import faults, frozen, turns_green
from tests.support.door import Door

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

PARTS = ("api", "api-2")
SOME = 5 * CALLERS
STALLED_AFTER = 6.0
ROUNDS = 10


@pytest.fixture(scope="module")
def plaint() -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(folder, kafka="off", PLAINT_STALLED_AFTER=str(STALLED_AFTER))
        running.up("--api-processes", "2")
        yield running
        running.down()


@pytest.fixture(scope="module")
def key(plaint: Running) -> str:
    return plaint.first_keys()["handler"]


def answered(plaint: Running) -> list[int]:
    """How many requests each process has answered."""
    logs = [plaint.folder / "log" / f"{part}.log" for part in PARTS]
    return [log.read_text().count('"api.answered"') for log in logs]


def received(plaint: Running) -> int:
    """How many complaints the views count, once they have all."""
    plaint.wait_until(lambda: max(plaint.lags()) == 0)
    rows = plaint.json("trends", "--figure", "received", "--by", "month", "--limit", "0")
    return sum(int(row["count"]) for row in rows["figures"][0]["rows"])


def at_once(plaint: Running, command: Callable[[HTTPConnection], Any]) -> list[Any]:
    """What a command is answered that many give at one instant, over connections of their own."""
    ready = Barrier(CALLERS)

    def give(_caller: int) -> Any:
        line = HTTPConnection("127.0.0.1", plaint.note()["port"], timeout=30)
        line.connect()
        ready.wait(30)
        return command(line)

    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(give, range(CALLERS)))


def test_each_is_shown_with_its_sign_of_life(plaint: Running) -> None:
    plaint.wait_until(lambda: "api-2\tanswers" in plaint.run("status", check=False))
    assert "api\tanswers" in plaint.run("status")
    assert plaint.note()["parts"].keys() >= set(PARTS)


def test_one_that_is_killed_under_load_loses_no_acknowledged_command_and_comes_back(
    plaint: Running, key: str
) -> None:
    hammer = Hammer(plaint.note()["port"], key)
    killed = plaint.part("api-2")
    with hammer.blows():
        plaint.wait_until(lambda: len(hammer.acknowledged) > SOME)
        os.kill(killed, signal.SIGKILL)
        before = len(hammer.acknowledged)
        plaint.wait_until(lambda: plaint.part("api-2") != killed)
        assert len(hammer.acknowledged) > before, "the sister did not serve on"
        plaint.wait_until(lambda: len(hammer.acknowledged) > before + SOME)
    assert len(set(hammer.acknowledged.values())) == len(hammer.acknowledged)
    assert received(plaint) == len(hammer.acknowledged)
    assert min(answered(plaint)) > SOME / 10
    assert "api-2 has ended" in plaint.said()
    plaint.run("check")


def test_whichever_is_asked_tells_what_all_have_counted(plaint: Running, key: str) -> None:
    known = received(plaint)
    before, door = answered(plaint), Door(plaint.note()["port"], {"handler": key})
    counted = {commands_counted(door.ask("/metrics").text) for _ in range(CALLERS)}
    (count,) = counted
    assert count >= known
    plaint.wait_until(lambda: sum(answered(plaint)) >= sum(before) + CALLERS)


def commands_counted(text: str) -> float:
    families = {family.name: family for family in text_string_to_metric_families(text)}
    results = {one.labels["result"]: one.value for one in families["plaint_commands"].samples}
    return float(results["done"] + results["repeated"])


def test_a_command_that_many_give_at_once_under_one_key_is_carried_out_once(
    plaint: Running, key: str
) -> None:
    known, before = received(plaint), answered(plaint)
    for _ in range(ROUNDS):
        name = str(uuid4())
        answers = at_once(plaint, partial(said, key=key, name=name))
        assert {status for status, _ in answers} == {201}
        assert len({(one["complaint_id"], one["command_id"]) for _, one in answers}) == 1
    assert received(plaint) == known + ROUNDS
    both_answered(plaint, before)


def test_of_many_who_decide_on_the_same_version_one_is_carried_out(
    plaint: Running, key: str
) -> None:
    before = answered(plaint)
    door = Door(plaint.note()["port"], {"handler": key})
    first = door.post("/complaints/receive", {"narrative": "It exploded."})
    note = partial(
        said, key=key, path=f"complaints/{first['complaint_id']}/add-note", body={"note": "x"}
    )
    version = first["version"]
    for _ in range(ROUNDS):
        answers = at_once(plaint, partial(note, match=f'"v{version}"'))
        (version,) = [answer["version"] for status, answer in answers if status == 200]
        assert sorted(status for status, _ in answers) == [200] + [412] * (CALLERS - 1)
    both_answered(plaint, before)


def both_answered(plaint: Running, before: list[int]) -> None:
    """What was raced for was raced for across processes."""
    assert all(now > then for now, then in zip(answered(plaint), before, strict=True))


def test_one_that_is_frozen_is_named_while_its_sister_serves(plaint: Running, key: str) -> None:
    door = Door(plaint.note()["port"], {"handler": key})
    turns_green(door)
    with frozen(plaint.part("api-2")):
        plaint.wait_until(lambda: "api-2" in faults(door), 4 * STALLED_AFTER)
        assert f":{plaint.part('api-2')}" in faults(door)["api-2"]
        door.post("/complaints/receive", {"narrative": "It is served all the same."})
    turns_green(door)


def test_when_all_are_stopped_under_load_what_was_acknowledged_is_there(
    plaint: Running, key: str
) -> None:
    known = received(plaint)
    hammer = Hammer(plaint.note()["port"], key)
    with hammer.blows():
        plaint.wait_until(lambda: len(hammer.acknowledged) > SOME)
        plaint.down()
    acknowledged = known + len(hammer.acknowledged)
    plaint.up("--api-processes", "2")
    assert acknowledged <= received(plaint) <= acknowledged + CALLERS
    for part in PARTS:
        lines = (plaint.folder / "log" / f"{part}.log").read_text().splitlines()
        assert "api.stopped" in {json.loads(line)["event"] for line in lines}
