"""4.10 What was copied of people is gone for good once their complaint is unmerged."""

from typing import Any
from uuid import UUID

import pytest

from adapters import event_json
from adapters.policy_files import preset
from domain.complaint.events import ComplainantJoined, PersonalDataErased
from domain.registry import COMMANDS
from domain.values import Actor
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.erasing import Erasures, NotErased
from services.policies.policy_in_force import publish
from services.queries.unsealing import Opened, open_sealed
from tests.support.controls import HANDLER, PRIVACY_OFFICER
from tests.support.keys import KeysInMemory
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = bytes(range(32))

pytestmark = pytest.mark.anyio


class Desk:
    """Commands on a record and a key store in memory, as services carry them out."""

    def __init__(self) -> None:
        self.record, self.keys = RecordInMemory(), KeysInMemory()
        book = LatestOf(self.record, policy_id="iso10002_default", legal_entity="main", zone="UTC")
        complaints = CommandService(self.record, keys=self.keys, policies=book, secret=SECRET)
        self.carrying = Erasures(complaints, self.record, self.keys)

    async def ask(
        self, name: str, of: UUID | None = None, *, by: Actor = HANDLER, **told: Any
    ) -> CommandResult:
        command = COMMANDS[name].model.model_validate(told)
        return await self.carrying.run(
            CommandRequest(name=name, command=command, actor=by, stream_id=of)
        )

    async def joined(self, complaint_id: UUID) -> Opened:
        """How the one who came with a merged complaint joined, with what can be opened of it."""
        stored = await self.record.stream(complaint_id)
        events = [event_json.recorded(one.public, one.position) for one in stored]
        opened = await open_sealed(events, record=self.record, keys=self.keys)
        (found,) = [one for one in opened if isinstance(one.recorded.event, ComplainantJoined)]
        return found


async def test_the_copy_cannot_be_opened_any_more_and_the_original_can() -> None:
    desk = Desk()
    await publish(desk.record, preset("iso10002_default"), secret=SECRET)
    told: dict[str, Any] = {"narrative": "No answer."}
    anns = (await desk.ask("receive", **told, complainant={"name": "Ann"})).stream_id
    bobs = (await desk.ask("receive", **told, complainant={"name": "Bob"})).stream_id
    group: dict[str, Any] = {"into_id": bobs, "ground_code": "represented_group"}
    await desk.ask("merge_complaint", anns, **group)
    assert (await desk.joined(bobs)).erased == ()
    before = await desk.keys.held(bobs)
    done = await desk.ask("unmerge_complaint", anns, by=PRIVACY_OFFICER, ground_code="mistake")
    assert (await desk.joined(bobs)).erased == ("P2",)
    gone = before.keys() - (await desk.keys.held(bobs)).keys()
    assert {before[each].scope for each in gone} == {"P2"}
    assert "P2" in {name.scope for name in (await desk.keys.held(anns)).values()}
    erased = [one.event for one in done.events if isinstance(one.event, PersonalDataErased)]
    with pytest.raises(NotErased):
        await desk.carrying.certificate(bobs, erased[0].request_id)
