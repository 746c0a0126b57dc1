"""One complaint over HTTP: from the letter to the ombudsman's determination, carried out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.installation import Running, fresh_folder
from tests.e2e.over_http import Caller

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

DETERMINED = "ExternalDeterminationReceived"
RECOURSE = [{"kind": "external", "body_code": "financial_ombudsman"}]


@pytest.fixture(scope="module")
def plaint() -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(folder)
        running.up()
        yield running
        running.down()


def answered(handler: Caller, approver: Caller) -> str:
    """A letter that was received, looked into and answered: its address."""
    received = handler.post(
        "complaints/receive",
        narrative="You refused my claim.",
        complainant={"name": "Ada Byron", "address": "1 Cheyne Row"},
        channel_code="letter",
        issues=[{"category_code": "compensation"}],
    )
    here = f"complaints/{received['complaint_id']}"
    handler.post(f"{here}/assign")
    handler.post(f"{here}/acknowledge", channel_code="letter")
    handler.post(f"{here}/assess", severity_code="medium", is_safety=False)
    handler.post(f"{here}/open-investigation")
    handler.post(f"{here}/record-finding", finding_code="not_upheld", reasons="Not covered")
    handler.post(f"{here}/propose-decision")
    problem = handler.refused(f"{here}/approve-decision")
    assert (problem["status"], problem["clause"]) == (403, "ISO 10002:2018, 4.7")
    approver.post(f"{here}/approve-decision")
    handler.post(f"{here}/send-response", channel_code="letter", recourse=RECOURSE)
    return here


def allowed(caller: Caller, here: str) -> set[str]:
    """The commands that the complaint offers to this caller now."""
    return {one["command"] for one in caller.get(here)["next"]}


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


def history(plaint: Running, caller: Caller, here: str) -> list[dict[str, Any]]:
    """The trail, once the view has all of it."""
    version: int = caller.get(here)["fold_of"]["version"]
    entries: list[dict[str, Any]] = []

    def is_whole() -> bool:
        entries[:] = caller.get(f"{here}/history")["entries"]
        return len(entries) == version

    plaint.wait_until(is_whole)
    return entries


def data_of(plaint: Running, caller: Caller, here: str, type_: str) -> dict[str, Any]:
    """The payload of the only event of a type, as the complaint's trail holds it."""
    told = [one for one in history(plaint, caller, here) if one["type"] == type_]
    data: dict[str, Any] = json.loads(told[0]["public"])["data"]
    return data
