"""6.2: what was over before a command is the clock's, whoever's command finds it so."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from domain.complaint.events import DeadlineMissed
from domain.registry import COMMANDS
from domain.system_actors import SYSTEM, system_actor
from domain.values import Actor
from services.api.commands import answer_of
from services.cli.carrying import plain
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.policies.policy_in_force import publish
from tests.support.controls import HANDLER, PARTY, POLICY, T0
from tests.support.keys import KeysInMemory
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

pytestmark = pytest.mark.anyio

SECRET = bytes(range(32))
TOLD = {"narrative": "The bill is wrong.", "complainant": {"name": "Ada"}}


@dataclass
class Late:
    """A complaint that nobody has looked at since, not even the clock."""

    complaints: CommandService = field(init=False)
    asked: list[CommandRequest] = field(default_factory=list)
    received: CommandResult | None = None
    now: datetime = T0

    async def done(self, name: str, by: Actor, **told: object) -> CommandResult:
        """What a command comes to, with a key by which it can be repeated."""
        asked = CommandRequest(
            name=name,
            command=COMMANDS[name].model.model_validate(told),
            actor=by,
            stream_id=self.received.stream_id if self.received else None,
            key=("http", str(by.id), str(len(self.asked))),
        )
        self.asked.append(asked)
        return await self.complaints.run(asked)


@pytest.fixture
async def late() -> AsyncIterator[Late]:
    known = Late()
    record = RecordInMemory(now=lambda: known.now)
    await publish(record, POLICY, secret=SECRET)
    book = LatestOf(record, policy_id=POLICY.policy_id, legal_entity="main", zone="Europe/London")
    keys = KeysInMemory()
    known.complaints = CommandService(
        record, keys=keys, policies=book, secret=SECRET, now=lambda: known.now
    )
    known.received = await known.done("receive", HANDLER, **TOLD)
    known.now += timedelta(days=200)
    yield known


async def test_the_miss_comes_first_and_is_the_clocks_at_the_time_when_it_was_over(
    late: Late,
) -> None:
    """Not of whoever acts, staff or a party, nor what follows from it."""
    assert late.received is not None and late.received.state is not None
    party = Actor(kind="party", id=late.received.state.party_id or PARTY, role="party")
    for by, name, told in (
        (party, "record_contact", {"direction": "inbound"}),
        (HANDLER, "acknowledge", {}),
    ):
        done = await late.done(name, by, **told)
        missed = [one for one in done.events if isinstance(one.event, DeadlineMissed)]
        for one in missed:
            assert one.actor == system_actor("clock")
            assert one.occurred.at == one.event.due_at  # type: ignore[attr-defined]
            assert one.on_behalf_of is None and one.entered_from is None
        if by is party:
            assert missed and done.events[0] is missed[0]
            assert {one.actor for one in done.events} >= {party, system_actor("clock")}
        own = [one for one in done.events if one.actor not in (SYSTEM, system_actor("clock"))]
        assert [one.actor for one in own] == [by]


async def test_the_answer_is_that_of_the_command_at_both_doors_and_when_it_is_repeated(
    late: Late,
) -> None:
    done = await late.done("acknowledge", HANDLER)
    assert isinstance(done.events[0].event, DeadlineMissed)
    again = await late.complaints.run(late.asked[-1])
    assert (done.is_repeat, again.is_repeat) == (False, True)
    for one in (done, again):
        answer = answer_of(late.asked[-1], one)
        assert (answer.status_code, "Location" in answer.headers) == (200, False)
        told = json.loads(bytes(answer.body))
        types = [each["type"] for each in told["events"]]
        assert types[0] == "DeadlineMissed" and "ComplaintAcknowledged" in types
        assert told["version"] == told["events"][-1]["version"] == one.version
        assert [each["type"] for each in plain(one)["events"]] == types
    assert [one.event_id for one in again.events] == [one.event_id for one in done.events]
