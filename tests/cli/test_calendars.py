"""6.2 at the keyboard: a corrected calendar moves due dates only when somebody records it."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.policy_files import preset
from domain.policy import Policy
from services import wiring
from services.policies import calendar_recount
from services.policies.adopt_policy import adopt_calendars
from services.policies.publish_policy import publish
from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers


async def _corrected(keyboard: Keyboard, holiday: date) -> None:
    """Publish the policy in force with one holiday more."""
    said = preset("small_organisation").model_dump()
    for calendar in said["calendars"]:
        calendar["holidays"] = (*calendar["holidays"], {"on": holiday, "name": "Mourning"})
    async with wiring.installation(keyboard.settings) as parts:
        policy = Policy.model_validate(said)
        assert await publish(parts.record, policy, secret=parts.secrets.installation)
        assert await adopt_calendars(parts.record, secret=parts.secrets.installation)


OF_NOW = ("budget", "sentences")


def explained(keyboard: Keyboard, reference: str) -> list[dict[str, Any]]:
    """The due dates of the response; how much of them is used depends on the present instant."""
    told = keyboard.json("explain", reference, "response")["deadlines"]
    return [{name: said for name, said in one.items() if name not in OF_NOW} for one in told]


def test_what_a_corrected_calendar_moves_is_shown_and_then_recorded(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = keyboard.json("log", "--narrative", "The kettle has no lid.")["reference"]
    (before,) = explained(keyboard, reference)
    holiday = next(one["on"] for one in before["days"] if one["number"] == 5)
    keyboard.project()
    assert keyboard.json("calendar", "preview") == {"due_dates": []}
    asyncio.run(_corrected(keyboard, date.fromisoformat(holiday)))

    moving = keyboard.json("calendar", "preview")["due_dates"]
    (response,) = [one for one in moving if one["kind"] == "response"]
    assert (response["reference"], response["old_due_on"]) == (reference, before["due_on"])
    assert response["new_due_on"] > before["due_on"]
    assert explained(keyboard, reference) == [before]
    shown = keyboard.types("calendar", "preview").stdout
    assert reference in shown
    assert "past" not in shown
    with monkeypatch.context() as later:
        later.setattr(calendar_recount, "now", lambda: datetime(2999, 1, 1, tzinfo=UTC))
        assert f"{response['new_due_on']}, past" in keyboard.types("calendar", "preview").stdout

    assert keyboard.json("calendar", "recount")["due_dates"] == moving
    keyboard.project()
    after = explained(keyboard, reference)[-1]
    assert (after["due_on"], after["calendar_version"]) == (
        response["new_due_on"],
        response["new_version"],
    )
    assert after["days"][-1]["on"] == after["due_on"]
    assert "no due date moves" in keyboard.types("calendar", "recount").stdout
