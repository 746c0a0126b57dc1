"""What may be done next with a complaint that was parted counts what the others were granted."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters.policy_files import preset
from domain.complaint.aggregate import COMPLAINT
from domain.registry import COMMANDS
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.decision_inputs import Gathering
from services.commands.stream_heads import Heads
from services.policies.policy_in_force import publish
from services.queries.next_steps import next_steps
from tests.support.controls import HANDLER
from tests.support.keys import SameKey
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = bytes(range(32))
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.anyio


async def test_a_remedy_may_still_be_offered_on_either_part_of_a_split_complaint() -> None:
    record, keys = RecordInMemory(now=lambda: NOW), SameKey()
    await publish(record, preset("iso10002_default"), secret=SECRET)
    book = LatestOf(record, policy_id="iso10002_default", legal_entity="main", zone="UTC")
    here = CommandService(record, keys=keys, policies=book, secret=SECRET, now=lambda: NOW)

    async def ask(name: str, of: UUID | None = None, **fields: Any) -> CommandResult:
        command = COMMANDS[name].model.model_validate(fields)
        return await here.run(
            CommandRequest(name=name, command=command, actor=HANDLER, stream_id=of)
        )

    whole = await ask("receive", narrative="Late and broken.", issues=[{}, {}])
    assert whole.state is not None
    issue_ids = list(whole.state.issues)[:1]
    parted = await ask("split_complaint", whole.stream_id, issue_ids=issue_ids)
    assert parted.state is not None

    for complaint_id in (whole.stream_id, *parted.state.split_into):
        head = await Heads(record, COMPLAINT).read(complaint_id)
        assert head.state is not None
        kindred = await Gathering(Heads(record, COMPLAINT), record, keys).kindred(head.state)
        steps = next_steps(
            head.state, by=HANDLER, in_force=await book.in_force(), now=NOW, kindred=kindred
        )
        assert len(kindred) == 1
        assert "offer_remedy" in {one.command for one in steps.next}
