"""Commands on one complaint at the same version, by several processes: one wins, none is lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from adapters import event_json
from domain.complaint.fold import fold
from domain.errors import Refusal
from domain.recorded import Recorded
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.not_stored import TooContended, VersionMoved
from tests.api.policy import POLICY
from tests.support.deciding import Instance, Step, asked, instance, stored
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

RECEIVE: Step = ("receive", {"narrative": "No lid.", "complainant": {"name": "Ada"}})
PHONE: dict[str, Any] = {"means_code": "phone"}
DIFFERENT: Sequence[Step] = (
    ("add_note", {"note": "Called."}),
    ("assign", {"unit": "north"}),
    ("record_contact", {"direction": "outbound"}),
    ("assess", {"severity_code": "high", "is_safety": True, "ground_code": "facts_changed"}),
    ("seek_remedy", {"kinds": ["apology"]}),
    ("reject_decision", PHONE),
    ("offer_remedy", {"kind_code": "apology"}),
    ("request_record", {}),
    ("record_consent", {"purpose_code": "forwarding", "is_given": True}),
)
"""Each is in order and records something, whatever the others have done."""
PROCESSES = 3
ROUNDS = 6


@asynccontextmanager
async def processes(database: FreshDatabases) -> AsyncIterator[list[Instance]]:
    """Several processes on one record."""
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(instance(database)) for _ in range(PROCESSES)]
        await opened[0].publish(POLICY)
        yield opened


async def told(at: Instance, command: CommandRequest) -> CommandResult | str:
    """What came of a command: done, or what stood in its way."""
    try:
        return await at.complaints.run(command)
    except (VersionMoved, TooContended, Refusal) as error:
        return type(error).__name__


async def until_done(at: Instance, command: CommandRequest) -> CommandResult:
    """Give a command until nobody is faster any more."""
    while isinstance(done := await told(at, command), str):
        assert done == TooContended.__name__
    return done


async def history(at: Instance, done: CommandResult) -> list[Recorded]:
    """The complaint's events, in versions without a hole."""
    rows = await at.record.stream(done.stream_id)
    events = [event_json.recorded(one.public, one.position) for one in rows]
    assert [one.version for one in events] == list(range(1, len(events) + 1))
    return events


async def test_of_commands_that_insist_on_one_version_exactly_one_is_done(
    database: FreshDatabases,
) -> None:
    async with processes(database) as at:
        last = await at[0].told(RECEIVE)
        before = stored(database)["command"]
        for _ in range(ROUNDS):
            commands = [asked(step, of=last, insists=True) for step in DIFFERENT]
            outcomes = await asyncio.gather(
                *(told(at[place % PROCESSES], each) for place, each in enumerate(commands))
            )
            (won,) = [one for one in outcomes if isinstance(one, CommandResult)]
            lost = [one for one in outcomes if isinstance(one, str)]
            assert lost == ["VersionMoved"] * (len(DIFFERENT) - 1)
            events = await history(at[0], won)
            assert [one.event_id for one in events[last.version :]] == [
                one.event_id for one in won.events
            ]
            last = won
        assert stored(database)["command"] - before == ROUNDS


async def test_of_commands_that_do_not_insist_none_is_lost_and_none_is_done_twice(
    database: FreshDatabases,
) -> None:
    async with processes(database) as at:
        for number in range(ROUNDS):
            first = await at[0].told(RECEIVE)
            before = stored(database)["command"]
            commands = [
                asked(step, of=first, key=f"{number} {place}")
                for place, step in enumerate(DIFFERENT)
            ]
            done = await asyncio.gather(
                *(until_done(at[place % PROCESSES], each) for place, each in enumerate(commands))
            )
            assert stored(database)["command"] - before == len(DIFFERENT)
            events = await history(at[0], first)
            made = [one.event_id for each in done for one in each.events]
            assert sorted(made) == sorted(one.event_id for one in events[first.version :])
            (latest,) = [one for one in done if one.version == len(events)]
            assert latest.state == fold(events)
            assert len({one.version for one in done}) == len(done)


async def test_who_comes_second_decides_again_on_what_the_first_has_done(
    database: FreshDatabases,
) -> None:
    async with processes(database) as at:
        for _ in range(ROUNDS):
            first = await at[0].told(RECEIVE)
            command = asked(("acknowledge", {}), of=first)
            outcomes = await asyncio.gather(*(told(each, command) for each in at))
            assert sum(isinstance(one, CommandResult) for one in outcomes) == 1
            assert outcomes.count("AlreadyAcknowledged") == PROCESSES - 1
            types = [one.event.TYPE for one in await history(at[0], first)]
            assert types.count("ComplaintAcknowledged") == 1
