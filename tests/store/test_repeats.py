"""A command is done once: its repeat is answered from its first events, whatever came between."""

import asyncio
from dataclasses import replace
from datetime import date
from time import monotonic

import pytest

from adapters import event_json
from adapters.postgres.reading import PostgresRecord
from adapters.record import StoredEvent
from domain.errors import Refusal
from domain.policy import Policy
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.policies.policy_in_force import NoPolicy, PolicyInForce
from tests.api.policy import POLICY
from tests.support.deciding import SECRET, Instance, Step, asked, instance, stored
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

RECEIVE: Step = ("receive", {"narrative": "The kettle came without a lid."})
ASSESS: Step = ("assess", {"severity_code": "medium", "is_safety": False})
FIND: Step = ("record_finding", {"finding_code": "upheld"})
OFFER: Step = ("offer_remedy", {"kind_code": "replacement"})
ASSIGN: Step = ("assign", {})
NOTE: Step = ("add_note", {"note": "The lid is on its way."})
OPEN: Step = ("open_investigation", {})
ACKNOWLEDGE: Step = ("acknowledge", {})
SAID = POLICY.model_dump()
STRICTER = Policy.model_validate(
    {
        **SAID,
        "deadlines": [{**rule, "amount": 9} for rule in SAID["deadlines"]],
        "severity": {"version": 2, "steps": SAID["severity"]["steps"][:1]},
        "authority": [{"rule_id": "few", "role": "approver", "is_unlimited": True}],
    }
)
"""Other due dates, no severity of the middle, and handlers grant nothing."""
UNDER_BOTH = {
    "a receipt sets other due dates": ([], RECEIVE, ""),
    "an assessment has no such severity": ([RECEIVE], ASSESS, "UnknownCode"),
    "a remedy is beyond a handler": ([RECEIVE, ASSESS], OFFER, "BeyondAuthority"),
}
ROUNDS = 30


async def under_second_version(at: Instance) -> None:
    """Wait until the process decides under version 2 of the policy."""
    deadline = monotonic() + 10
    while (await at.policies.in_force()).ref.version != 2:
        assert monotonic() < deadline
        await asyncio.sleep(0.05)


def facts(done: CommandResult) -> list[tuple[str, date | None]]:
    """What was recorded, and what made due when."""
    return [(one.event.TYPE, getattr(one.event, "due_on", None)) for one in done.events]


async def outcome(at: Instance, command: CommandRequest) -> list[tuple[str, date | None]] | str:
    """What a command comes to when it is decided now: the facts, or the rule against it."""
    try:
        return facts(await at.complaints.run(command))
    except Refusal as refusal:
        return refusal.code


def same(first: CommandResult, repeat: CommandResult) -> bool:
    """Whether the second is the first, told again from the record: the very octets."""
    assert (first.is_repeat, repeat.is_repeat) == (False, True)
    before, after = ([event_json.public(one) for one in done.events] for done in (first, repeat))
    return before == after and replace(repeat, events=first.events, is_repeat=False) == first


@pytest.mark.parametrize("case", UNDER_BOTH)
async def test_a_repeat_after_a_change_of_policy_is_told_the_first_events(
    database: FreshDatabases, case: str
) -> None:
    before, step, rule = UNDER_BOTH[case]
    async with instance(database) as here:
        await here.publish(POLICY)
        of = await here.told(*before) if before else None
        twin = await here.told(*before) if before else None
        command = asked(step, of=of, key="the first", insists=True)
        first = await here.complaints.run(command)
        await here.complaints.run(asked(NOTE, of=first))
        await here.publish(STRICTER)
        await under_second_version(here)
        counted = stored(database)

        assert same(first, await here.complaints.run(command))
        async with instance(database) as restarted:
            await under_second_version(restarted)
            assert same(first, await restarted.complaints.run(command))

        assert stored(database) == counted
        assert {one.policy.version for one in first.events if one.policy} == {1}
        # Made for the first time now, the same command is refused or comes to something else.
        now = await outcome(here, asked(step, of=twin, key="another", insists=True))
        assert now == rule or (not rule and now != facts(first))


async def test_a_repeat_after_a_restart_is_told_the_first_events(database: FreshDatabases) -> None:
    steps = [ACKNOWLEDGE, ASSIGN, ASSESS, OPEN, NOTE, FIND]
    async with instance(database) as here:
        await here.publish(POLICY)
        commands = [asked(RECEIVE, key="receipt")]
        firsts = [await here.complaints.run(commands[0])]
        for step in steps:
            commands.append(asked(step, of=firsts[-1], key=step[0], insists=True))
            firsts.append(await here.complaints.run(commands[-1]))
    counted = stored(database)
    async with instance(database) as restarted:
        for command, first in zip(commands, firsts, strict=True):
            assert same(first, await restarted.complaints.run(command))
    assert stored(database) == counted


class NoneYet:
    """Where no policy can be read."""

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        raise NoPolicy


async def test_a_repeat_needs_no_policy(database: FreshDatabases) -> None:
    async with instance(database) as here:
        await here.publish(POLICY)
        commands = [asked(RECEIVE, key="receipt")]
        firsts = [await here.complaints.run(commands[0])]
        commands.append(asked(ACKNOWLEDGE, of=firsts[0], key="acknowledgement"))
        firsts.append(await here.complaints.run(commands[1]))
    async with instance(database, NoneYet()) as restarted:
        for command, first in zip(commands, firsts, strict=True):
            assert same(first, await restarted.complaints.run(command))
        with pytest.raises(NoPolicy):
            await restarted.complaints.run(asked(RECEIVE, key="another"))


async def test_a_repeat_of_what_made_no_events_makes_none_after_a_restart_either(
    database: FreshDatabases,
) -> None:
    async with instance(database) as here:
        await here.publish(POLICY)
        received = await here.told(RECEIVE, ASSIGN)
        command = asked(ASSIGN, of=received, key="again")
        assert (await here.complaints.run(command)).events == ()
        relieved = asked(("unassign", {"ground_code": "absence"}), of=received)
        await here.complaints.run(relieved)
    counted = stored(database)
    async with instance(database) as restarted:
        repeat = await restarted.complaints.run(command)
    assert (repeat.events, repeat.is_repeat) == ((), True)
    assert stored(database) == counted


OVERLAPPING = {
    "a receipt": ([], RECEIVE, False),
    "what is refused the second time": ([RECEIVE], ASSESS, False),
    "what insists on a version": ([RECEIVE], ACKNOWLEDGE, True),
    "what could be done twice": ([RECEIVE, ASSESS], OPEN, False),
    "what makes events once alone": ([RECEIVE], ASSIGN, False),
}


@pytest.mark.parametrize("doors", ["the same process", "another process"])
@pytest.mark.parametrize("case", OVERLAPPING)
async def test_a_retry_that_overlaps_its_original_is_told_the_same(
    database: FreshDatabases, case: str, doors: str
) -> None:
    before, step, insists = OVERLAPPING[case]
    async with (
        instance(database) as here,
        instance(database) as elsewhere,
    ):
        await here.publish(POLICY)
        other = here if doors == "the same process" else elsewhere
        lasted = 0.01
        for number in range(ROUNDS):
            of = await here.told(*before) if before else None
            command = asked(step, of=of, key=f"round {number}", insists=insists)
            head, began = await here.record.head(), monotonic()
            original = asyncio.create_task(here.complaints.run(command))
            # From together with the original to just after it, in so many steps.
            await asyncio.sleep(1.2 * lasted * number / ROUNDS)
            both = await asyncio.gather(original, other.complaints.run(command))
            lasted = monotonic() - began
            first, repeat = sorted(both, key=lambda done: done.is_repeat)
            assert same(first, repeat)
            assert await here.record.head() - head == len(first.events) > 0


class SlowReader(PostgresRecord):
    """A record whose readers of streams are held up until they may read."""

    reads: asyncio.Event
    may_read: asyncio.Event

    async def stream(self, *args: object, **named: object) -> list[StoredEvent]:
        self.reads.set()
        await self.may_read.wait()
        return await super().stream(*args, **named)  # type: ignore[arg-type]


@pytest.mark.parametrize("insists", [False, True], ids=["any version", "its version"])
@pytest.mark.parametrize("step", [ASSESS, ACKNOWLEDGE, OPEN], ids=lambda step: str(step[0]))
async def test_a_retry_that_reads_only_after_its_original_was_stored_is_told_the_same(
    database: FreshDatabases, step: Step, insists: bool
) -> None:
    async with instance(database) as here:
        await here.publish(POLICY)
        of = await here.told(RECEIVE, ASSESS) if step is OPEN else await here.told(RECEIVE)
        command = asked(step, of=of, key="the first", insists=insists)
        record = await SlowReader.open(database.dsn())
        record.reads, record.may_read = asyncio.Event(), asyncio.Event()
        slow = CommandService(record, keys=here.keys, policies=here.policies, secret=SECRET)
        retry = asyncio.create_task(slow.run(command))
        await asyncio.wait_for(record.reads.wait(), 10)

        first = await here.complaints.run(command)
        counted = stored(database)
        record.may_read.set()

        assert same(first, await retry)
        assert stored(database) == counted
        await record.aclose()
