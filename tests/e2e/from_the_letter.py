"""A complaint over HTTP alone, from the letter to its answer, and what its trail holds."""

import json
from typing import Any

from tests.e2e.installation import Running
from tests.e2e.over_http import Caller

RECOURSE = [{"kind": "external", "body_code": "financial_ombudsman"}]


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
