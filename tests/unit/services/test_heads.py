"""A remembered head saves reading, and never decides where another process knows more."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters import event_json
from adapters.policy_files import preset
from adapters.record import StoredEvent
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.fold import fold
from domain.errors import Refusal
from domain.registry import COMMANDS
from domain.values import Actor
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.event_assembly import Head
from services.commands.not_stored import VersionMoved
from services.commands.stream_heads import Heads, NotFound
from services.policies.policy_in_force import publish
from tests.support.keys import SameKey
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = b"s" * 32
HANDLER = Actor(kind="staff", id=UUID(int=1), role="handler")

pytestmark = pytest.mark.anyio


class ReadsCounted(RecordInMemory):
    """A record that counts how often a complaint's stream was read, and how many events of it."""

    reads = 0
    events_read = 0

    async def stream(
        self, stream_id: UUID, *, since: int = 1, upto: int | None = None
    ) -> list[StoredEvent]:
        self.reads += 1
        found = await super().stream(stream_id, since=since, upto=upto)
        self.events_read += len(found)
        return found


def process(record: RecordInMemory) -> CommandService:
    """One more process on the same record."""
    book = LatestOf(record, policy_id="iso10002_default", legal_entity="main", zone="UTC")
    return CommandService(record, keys=SameKey(), policies=book, secret=SECRET)


async def ask(
    process: CommandService, name: str, of: CommandResult | None = None, **fields: Any
) -> CommandResult:
    expected = fields.pop("expected_version", None)
    command = COMMANDS[name].model.model_validate(fields)
    complaint_id = of.stream_id if of else None
    return await process.run(
        CommandRequest(
            name=name,
            command=command,
            actor=HANDLER,
            stream_id=complaint_id,
            expected_versions=None if expected is None else frozenset({expected}),
        )
    )


@pytest.fixture
async def record() -> ReadsCounted:
    made = ReadsCounted(now=lambda: datetime.now(UTC))
    await publish(made, preset("iso10002_default"), secret=SECRET)
    return made


async def test_the_next_command_on_a_complaint_reads_nothing(record: ReadsCounted) -> None:
    here = process(record)
    received = await ask(here, "receive", narrative="No answer.")
    reads = record.reads

    noted = [await ask(here, "add_note", received, note="Called.") for _ in range(3)]

    assert record.reads == reads
    assert noted[-1].state == await state(record, received)


async def test_what_another_process_stored_is_read_before_a_command_is_refused(
    record: ReadsCounted,
) -> None:
    here, there = process(record), process(record)
    received = await ask(here, "receive", narrative="No answer.")
    with pytest.raises(Refusal):
        await ask(here, "open_investigation", received)

    await ask(there, "assess", received, severity_code="low", is_safety=False)

    opened = await ask(here, "open_investigation", received)
    assert opened.state == await state(record, received)
    assert opened.state is not None
    assert opened.state.state == "INVESTIGATING"


async def test_what_another_process_stored_is_read_before_a_command_is_stored(
    record: ReadsCounted,
) -> None:
    here, there = process(record), process(record)
    received = await ask(here, "receive", narrative="No answer.")
    await ask(there, "add_note", received, note="From there.")

    noted = await ask(here, "add_note", received, note="From here.")

    assert noted.version == len(await record.stream(received.stream_id))


async def test_a_caller_who_insists_on_a_version_is_judged_by_the_record(
    record: ReadsCounted,
) -> None:
    here, there = process(record), process(record)
    received = await ask(here, "receive", narrative="No answer.")
    elsewhere = await ask(there, "add_note", received, note="From there.")

    with pytest.raises(VersionMoved):
        await ask(here, "add_note", received, note="x", expected_version=received.version)
    await ask(here, "add_note", received, note="x", expected_version=elsewhere.version)


async def test_at_most_so_many_heads_are_kept() -> None:
    heads = Heads(RecordInMemory(now=lambda: datetime.now(UTC)), COMPLAINT, most=2)
    for number in range(3):
        heads.remember(Head.new(COMPLAINT, UUID(int=number)))

    assert heads.remembered(UUID(int=0)) is None
    assert heads.remembered(UUID(int=2)) is not None
    with pytest.raises(NotFound):
        await heads.read(UUID(int=0))


async def test_a_head_that_is_remembered_reads_what_came_since(record: ReadsCounted) -> None:
    elsewhere, heads = process(record), Heads(record, COMPLAINT)
    received = await ask(elsewhere, "receive", narrative="No answer.")
    assert (await heads.read(received.stream_id)).version == received.version
    noted = await ask(elsewhere, "add_note", received, note="From there.")

    record.events_read = 0
    head, last = await heads.latest(received.stream_id)

    assert record.events_read == noted.version - received.version + 1
    assert (head.version, head.prev) == (noted.version, last.leaf)
    assert head.state == await state(record, noted)


async def test_a_head_of_another_history_is_not_gone_on_from(record: ReadsCounted) -> None:
    heads = Heads(record, COMPLAINT)
    received = await ask(process(record), "receive", narrative="No answer.")
    head = await heads.read(received.stream_id)

    for otherwise in (replace(head, state=None, prev=bytes(32)), replace(head, version=99)):
        heads.remember(otherwise)
        assert await heads.read(received.stream_id) == head


async def state(record: RecordInMemory, of: CommandResult) -> object:
    """The complaint as the record tells it."""
    history = await record.stream(of.stream_id)
    return fold(event_json.recorded(one.public) for one in history)
