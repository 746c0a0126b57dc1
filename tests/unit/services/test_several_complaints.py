"""Commands on several complaints: stored whole or not at all, and on what all of them are."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import pytest

from adapters import event_json, octets
from adapters.policy_files import preset
from adapters.record import Append, Claim, Expectation, StoredEvent
from domain.complaint.events import ComplaintReceived
from domain.complaint.fold import fold
from domain.complaint.preconditions import NoSuchComplaint
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.registry import COMMANDS
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.policies.policy_in_force import publish
from services.queries.unsealing import open_sealed
from tests.support.controls import HANDLER, named
from tests.support.keys import SameKey
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = bytes(range(32))
KEY = ("http", str(HANDLER.id), "the first")
ISSUES = [{"category_code": "delay"}, {"category_code": "damage"}]
RECEIPT: dict[str, Any] = {
    "narrative": "No answer.",
    "complainant": {"name": "Ada"},
    "issues": ISSUES,
}
OFFER: dict[str, Any] = {"kind_code": "refund", "money": {"amount": "60.00", "currency": "GBP"}}

pytestmark = pytest.mark.anyio


class ReadsCounted(RecordInMemory):
    """A record that counts how often a complaint's stream was read."""

    reads = 0

    async def stream(
        self, stream_id: UUID, *, since: int = 1, upto: int | None = None
    ) -> list[StoredEvent]:
        self.reads += 1
        return await super().stream(stream_id, since=since, upto=upto)


def process(record: RecordInMemory) -> CommandService:
    """One more process on the same record."""
    book = LatestOf(record, policy_id="iso10002_default", legal_entity="main", zone="UTC")
    return CommandService(record, keys=SameKey(), policies=book, secret=SECRET)


async def ask(
    process: CommandService, name: str, of: UUID | None = None, *, once: bool = False, **fields: Any
) -> CommandResult:
    command = COMMANDS[name].model.model_validate(fields)
    key = KEY if once else None
    return await process.run(
        CommandRequest(name=name, command=command, actor=HANDLER, stream_id=of, key=key)
    )


@pytest.fixture
async def record() -> ReadsCounted:
    made = ReadsCounted(now=lambda: datetime.now(UTC))
    await publish(made, preset("iso10002_default"), secret=SECRET)
    return made


async def received(here: CommandService) -> UUID:
    return (await ask(here, "receive", **RECEIPT)).stream_id


async def complaint(record: RecordInMemory, complaint_id: UUID) -> Complaint:
    """The complaint as the record tells it, whose chain and places hold."""
    stored = await record.stream(complaint_id)
    prev = octets.seed("complaint", complaint_id)
    for version, one in enumerate(stored, start=1):
        told = event_json.recorded(one.public)
        assert (told.version, told.prev, told.stream_id) == (version, prev.hex(), complaint_id)
        prev = one.leaf
    folded = fold(event_json.recorded(one.public) for one in stored)
    assert folded is not None
    return folded


async def test_a_command_writes_to_both_complaints_at_once(record: ReadsCounted) -> None:
    here = process(record)
    source, target = await received(here), await received(here)

    done = await ask(here, "merge_complaint", source, into_id=target)

    assert (done.stream_id, done.state) == (source, await complaint(record, source))
    assert done.version == len(await record.stream(source))
    assert {one.stream_id for one in done.events} == {source, target}
    assert [one.event_id for one in done.events] == [
        octets.event_id(done.command_id, index) for index in range(len(done.events))
    ]
    assert len((await complaint(record, target)).open_issues) == 4


async def test_the_next_command_on_either_reads_nothing(record: ReadsCounted) -> None:
    here = process(record)
    source, target = await received(here), await received(here)
    await ask(here, "merge_complaint", source, into_id=target)
    reads = record.reads
    noted = [await ask(here, "add_note", each, note="Called.") for each in (source, target)]
    assert record.reads == reads
    assert [one.state for one in noted] == [
        await complaint(record, source),
        await complaint(record, target),
    ]


async def test_a_repeat_answers_for_the_command_s_own_complaint(record: ReadsCounted) -> None:
    here, there = process(record), process(record)
    source, target = await received(here), await received(here)
    first = await ask(here, "merge_complaint", source, once=True, into_id=target)
    await ask(here, "add_note", source, note="x")
    again = await ask(there, "merge_complaint", source, once=True, into_id=target)
    assert (again.is_repeat, again.state, again.version) == (
        True,
        first.state,
        first.version,
    )
    assert [one.event_id for one in again.events] == [one.event_id for one in first.events]


async def test_what_another_process_stored_of_the_other_is_read_before_it_is_stored(
    record: ReadsCounted,
) -> None:
    here, there = process(record), process(record)
    source, target = await received(here), await received(here)
    await ask(there, "add_issue", target, category_code="payment")

    await ask(here, "merge_complaint", source, into_id=target)

    issues = (await complaint(record, target)).open_issues
    assert [issue.issue_no for issue in issues] == [1, 2, 3, 4, 5]


async def test_what_another_process_stored_of_the_other_is_read_before_it_is_refused(
    record: ReadsCounted,
) -> None:
    here, there = process(record), process(record)
    source, target = await received(here), await received(here)
    safety: dict[str, Any] = {"severity_code": "high", "is_safety": True}
    await ask(here, "assess", source, **safety)
    await ask(there, "assess", target, **safety)
    done = await ask(here, "merge_complaint", source, into_id=target)
    assert done.state is not None and done.state.state == "MERGED"


async def test_what_was_only_read_to_decide_has_not_moved_when_it_is_stored(
    record: ReadsCounted,
) -> None:
    here, there = process(record), process(record)
    whole = await received(here)
    issue = next(iter((await complaint(record, whole)).issues))
    done = await ask(here, "split_complaint", whole, issue_ids=[issue])
    part = uuid5(done.command_id, "complaint-1")
    await ask(there, "add_note", whole, note="There knows both.")
    await ask(there, "offer_remedy", part, kind_code="apology")

    await ask(here, "offer_remedy", whole, **OFFER)
    with pytest.raises(Refusal) as refused:
        await ask(there, "offer_remedy", part, **OFFER)

    assert refused.value.code == "BeyondAuthority"
    assert refused.value.values["sums"] == "120.00 GBP"


async def test_a_complaint_that_there_is_not_is_refused(record: ReadsCounted) -> None:
    here = process(record)
    of = await received(here)
    with pytest.raises(NoSuchComplaint):
        await ask(here, "link_complaint", of, other_id=named("nobody's"))


async def test_a_part_is_sealed_under_keys_of_its_own_and_has_its_reference(
    record: ReadsCounted,
) -> None:
    here = process(record)
    whole = await received(here)
    before = await complaint(record, whole)
    done = await ask(here, "split_complaint", whole, once=True, issue_ids=list(before.issues)[:1])
    part = uuid5(done.command_id, "complaint-1")

    told = [event_json.recorded(one.public, one.position) for one in await record.stream(part)]
    (opened, *_) = await open_sealed(told, record=record, keys=SameKey())
    receipt = opened.recorded.event
    assert isinstance(receipt, ComplaintReceived)
    assert receipt.narrative == RECEIPT["narrative"]
    assert receipt.complainant is not None and receipt.complainant.name == "Ada"
    assert receipt.reference == octets.reference(part)
    new = await complaint(record, part)
    assert (new.received, new.split_from) == (before.received, whole)
    due = {each.fact.kind: each.due_at for each in before.deadlines.values()}
    assert {each.fact.kind: each.due_at for each in new.deadlines.values()} == due


async def test_a_reference_that_is_taken_is_not_given_to_a_part(record: ReadsCounted) -> None:
    here = process(record)
    whole = await received(here)
    part = uuid5(octets.command_id(SECRET, *KEY), "complaint-1")
    taken = Claim("reference", f"main\n{octets.reference(part)}")
    await record.append(Append(named("another"), b"asked", (), (taken,)))
    issue = next(iter((await complaint(record, whole)).issues))

    await ask(here, "split_complaint", whole, once=True, issue_ids=[issue])

    assert (await complaint(record, part)).reference == octets.reference(part, 1)


async def test_a_reader_of_one_complaint_needs_no_other(record: ReadsCounted) -> None:
    here = process(record)
    source, target = await received(here), await received(here)
    await ask(here, "merge_complaint", source, into_id=target)
    await ask(here, "withdraw", source, means_code="phone")
    told = await complaint(record, target)
    assert [issue.status for issue in told.issues.values()] == [*["open"] * 2, *["withdrawn"] * 2]
    assert not (await complaint(record, source)).needs_decision
    expected = Expectation(target, told.version, (await record.stream(target))[-1].leaf)
    stored = await record.append(Append(named("next"), b"asked", (expected,)))
    assert stored.outcome.name == "STORED"
