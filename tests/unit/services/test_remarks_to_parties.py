"""4.9: beside the answer a party hears how the times that they gave count, and nothing inside."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from domain.registry import COMMANDS
from domain.values import Actor
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.dispatch import Carrying
from tests.support.clocks_told import begun, correct, receipt
from tests.support.controls import HANDLER, PARTY
from tests.support.story import Story

IN_TOKYO = {"occurred": {"on": "2026-11-10", "zone": "Asia/Tokyo"}}
COUNTS = "occurred: 2026-11-10 in Asia/Tokyo counts as that day in Europe/London"


class Moving:
    """Whatever is asked of it, due dates move by it."""

    def __init__(self, story: Story, since: int) -> None:
        self.story, self.events = story, tuple(story.events[since:])

    async def run(self, _asked: CommandRequest) -> CommandResult:
        """What came of it."""
        state, own_id = self.story.present, self.story.present.complaint_id
        return CommandResult(state, own_id, state.version, own_id, self.events, is_repeat=False)

    async def roles(self) -> Mapping[UUID, frozenset[str]]:
        """Nobody works here."""
        return {}


@pytest.mark.anyio
@pytest.mark.parametrize("by", [Actor(kind="party", id=PARTY, role="party"), HANDLER])
async def test_how_due_dates_stand_is_remarked_to_staff_alone(by: Actor) -> None:
    story = begun("2026-11-16")
    since = len(story.events)
    correct(story, receipt(story), "2026-11-12")
    moving: Any = Moving(story, since)
    kind = COMMANDS["record_information"]
    asked = CommandRequest(
        name=kind.name, command=kind.model(request_id=PARTY), actor=by, field_values=IN_TOKYO
    )
    remarks = (await Carrying(moving, moving, moving).run(asked)).remarks
    assert COUNTS in remarks
    assert any("response is due on" in one for one in remarks) == (by.kind == "staff")
