"""One person, no broker: a complaint in two commands, and every relaxation on record."""

import json
from collections.abc import Iterator

import pytest

from tests.e2e.installation import Running, fresh_folder

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

COMPLAINANT = ("--complainant", "name=Ada")


@pytest.fixture(scope="module")
def plaint() -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(folder, kafka="off", PLAINT_POLICY="small_organisation")
        running.up()
        yield running
        running.down()


def types(plaint: Running, reference: str) -> list[str]:
    plaint.wait_until(lambda: max(plaint.lags()) == 0)
    return [entry["type"] for entry in plaint.json("history", reference)["entries"]]


def test_a_refund_on_the_spot_is_one_command(plaint: Running) -> None:
    told = plaint.json(
        "settle", "--narrative", "Cold.", *COMPLAINANT, "--remedy", "kind=refund,money=3.50 GBP"
    )
    assert told["state"] == "CLOSED"
    assert types(plaint, told["reference"])[-2] == "ComplaintClosed"


def test_an_answer_is_one_command_more_and_its_relaxation_is_recorded(plaint: Running) -> None:
    reference = plaint.json("log", "--narrative", "Wrong invoice.", *COMPLAINANT)["reference"]
    answer = ("--finding", "finding=upheld", "--recourse", "kind=none_available")
    assert plaint.json("answer", reference, *answer)["state"] == "RESPONDED"
    assert "DecisionApproved" in types(plaint, reference)
    approved = next(
        json.loads(entry["public"])["data"]
        for entry in plaint.json("history", reference)["entries"]
        if entry["type"] == "DecisionApproved"
    )
    assert approved["separation"] == "relaxed" and approved["ground_code"]


def test_a_later_start_with_another_policy_is_refused(plaint: Running) -> None:
    other = Running(plaint.folder, kafka="off", PLAINT_POLICY="iso10002_default")
    plaint.down()
    other.begin()
    other.wait_until(lambda: "what was adopted decides" in other.said(), 120.0)
    assert "plaint policy adopt" in " ".join(other.said().split())
    plaint.up()
    (adopted,) = plaint.json("policy", "list")["adoptions"]
    assert (adopted["policy_id"], adopted["ground_code"]) == ("small_organisation", "first_start")


def test_without_a_broker_the_views_are_fed_from_the_store(plaint: Running) -> None:
    workers = plaint.json("projections")["workers"]
    assert {worker["feed"] for worker in workers} == {"store"}
    assert "no Kafka is running here" in plaint.refused("topic", "tail")
