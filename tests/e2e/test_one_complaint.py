"""From intake to topic, views and ombudsman, on the parts that users get, with parts killed."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.operations.up import SAMPLES
from tests.e2e.first_steps import first_steps
from tests.e2e.from_the_letter import allowed, answered, data_of, history
from tests.e2e.installation import Running, fresh_folder
from tests.e2e.over_http import Caller
from tests.golden_numbers import compared, figures, read
from tests.golden_of_plaint import figures_of_plaint

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

DETERMINED = "ExternalDeterminationReceived"


@pytest.fixture(scope="module")
def plaint() -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(folder)
        running.up("--sample")
        yield running
        running.down()


def views_have_caught_up(plaint: Running) -> bool:
    return max(plaint.lags()) == 0


def references(plaint: Running) -> set[str]:
    return {line.split("\t")[0] for line in plaint.run("queue", "--limit", "200").splitlines()}


def log(plaint: Running, narrative: str) -> str:
    told = plaint.json("log", "--narrative", narrative, "--complainant", "name=Ada Smith")
    return str(told["reference"])


def test_the_first_start_says_what_it_did_and_what_to_type_next(plaint: Running) -> None:
    said = plaint.said()
    assert "sample complaints: 450 added, 0 already there" in said
    assert "API keys are in" in said
    kept = plaint.folder / "secrets" / "first-keys"
    assert kept.stat().st_mode & 0o777 == 0o600
    keys = plaint.first_keys()
    assert list(keys) == ["handler", "approver", "auditor"]
    assert not any(key in said for key in keys.values())
    assert "plaint queue --data" in said
    assert "key.made" not in said
    assert (plaint.folder / "log" / "keyboard.log").read_text().count('"key.made"') == 3


def test_what_readme_tells_to_type_next_works_in_its_order(plaint: Running, tmp_path: Path) -> None:
    (letter := tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    stands_for = {"letter.pdf": str(letter), "FILE.csv.gz": str(min(SAMPLES.glob("*.csv.gz")))}
    stands_for |= {"TRIAL": str(plaint.folder.parent / "trial"), "100": "5"}
    steps = list(first_steps())
    assert len(steps) > 12
    for words in steps:
        told = plaint.run(*(stands_for.get(word, word) for word in words))
        if words[0] == "log":
            stands_for["C-…"] = re.findall(r"C-[0-9A-Z]{9}", told)[0]


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.csv.gz")), ids=lambda path: path.stem)
def test_trends_of_the_samples_are_those_of_another_path(plaint: Running, file: Path) -> None:
    plaint.wait_until(lambda: views_have_caught_up(plaint))
    expected = figures(read(file))

    def ask(question: Any) -> Any:
        return plaint.json("trends", *question)["figures"][0]["rows"]

    lines = compared(expected, figures_of_plaint(expected, ask))
    assert len(lines) > 100
    assert [line for agrees, line in lines if not agrees] == []


def test_a_logged_complaint_reaches_queue_and_trail_through_kafka(plaint: Running) -> None:
    reference = log(plaint, "The kettle exploded.")
    plaint.wait_until(lambda: reference in references(plaint))
    types = [entry["type"] for entry in plaint.json("history", reference)["entries"]]
    assert types[0] == "ComplaintReceived"
    assert {"DeadlineSet", "ComplaintAcknowledged", "ComplaintAssessed"} <= set(types)


def test_with_the_relay_stopped_commands_go_on_and_the_queue_stands_still(plaint: Running) -> None:
    plaint.wait_until(lambda: views_have_caught_up(plaint))
    relay = plaint.part("relay")
    os.kill(relay, signal.SIGSTOP)
    try:
        reference = log(plaint, "The relay stands still.")
        assert plaint.json("show", reference)["reference"] == reference
        standings = plaint.json("projections")
        assert all(view["lag"] > 0 for view in standings["views"])
        assert {worker["feed"] for worker in standings["workers"]} == {"kafka plaint.complaints.v1"}
        assert reference not in references(plaint)
    finally:
        os.kill(relay, signal.SIGCONT)
    plaint.wait_until(lambda: reference in references(plaint))


def test_from_the_letter_to_the_determination_implemented(plaint: Running) -> None:
    handler, approver = Caller(plaint, "handler"), Caller(plaint, "approver")
    here = answered(handler, approver)
    assert "reject_decision" in allowed(handler, here) - {"close"}
    handler.post(f"{here}/reject-decision", means_code="letter")
    referred = handler.post(
        f"{here}/register-referral",
        body_code="financial_ombudsman",
        referred_by="complainant",
        body_reference="FO-12345",
    )
    assert referred["state"] == "EXTERNAL"
    assert "close" not in allowed(approver, here)
    referral = data_of(plaint, handler, here, "ExternalReferralRegistered")["referral_id"]
    paid = {"kind_code": "compensation", "money": {"amount": "250.00", "currency": "GBP"}}
    handler.post(
        f"{here}/record-determination",
        referral_id=referral,
        result_code="upheld",
        is_binding=True,
        directions=[paid, {"kind_code": "apology"}],
    )
    not_yet = {"basis_code": "determination_implemented"}
    assert approver.refused(f"{here}/close", **not_yet)["clause"] == "ISO 10002:2018, 7.9"
    money, apology = data_of(plaint, handler, here, DETERMINED)["directions"]
    handler.post(f"{here}/accept-remedy", remedy_id=money["action_id"])
    beyond = handler.refused(f"{here}/fulfil-remedy", remedy_id=money["action_id"])
    assert beyond["code"] == "NotConfirmed"
    confirmed = {"answered_by": "organisation", "answer_code": "accepted"}
    approver.post(f"{here}/answer-determination", **confirmed)
    handler.post(f"{here}/fulfil-remedy", remedy_id=money["action_id"])
    assert approver.refused(f"{here}/close", **not_yet)["clause"] == "ISO 10002:2018, 7.9"
    handler.post(f"{here}/complete-action", action_id=apology["action_id"])
    assert approver.post(f"{here}/close", **not_yet)["state"] == "CLOSED"
    types = [entry["type"] for entry in history(plaint, handler, here)]
    assert types[0] == "ComplaintReceived"
    assert types.index("ComplaintClosed") > types.index(DETERMINED)


@pytest.mark.parametrize("part", ["relay", "projections", "api", "tick"])
def test_a_killed_part_comes_back_and_goes_on(plaint: Running, part: str) -> None:
    before = plaint.part(part)
    os.kill(before, signal.SIGKILL)
    reference = log(plaint, f"Killed: {part}.")
    plaint.wait_until(lambda: reference in references(plaint))
    plaint.wait_until(lambda: plaint.part(part) != before)


@pytest.mark.parametrize("name", ["audit_trail", "case_queue", "deadlines", "trends"])
def test_after_all_the_kills_each_view_is_what_the_store_gives(plaint: Running, name: str) -> None:
    plaint.wait_until(lambda: views_have_caught_up(plaint))
    assert plaint.json("projections", "rebuild", name)["is_same"] is True


def test_one_person_needs_another_to_approve_under_the_default_policy(plaint: Running) -> None:
    reference = log(plaint, "Wrong invoice.")
    told = plaint.refused(
        "answer", reference, "--finding", "finding=upheld", "--recourse", "kind=none_available"
    )
    assert "[ISO 10002:2018, " in told


def test_a_second_start_over_the_same_folder_says_who_holds_it(plaint: Running) -> None:
    told = plaint.refused("up")
    assert "is in use by process" in told
