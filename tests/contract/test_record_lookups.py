"""What every record tells of commands and streams that are named, in memory and in PostgreSQL."""

import pytest

from adapters.record import Claim, Record
from tests.support.commands import Stream, command, named

pytestmark = pytest.mark.anyio


async def test_a_remembered_command_has_the_digest_of_its_request(record: Record) -> None:
    made = command("receive", Stream("one"))
    await record.append(made)
    known = await record.requests([made.command_id, named("unknown")])
    assert known == {made.command_id: made.request}


async def test_the_ends_of_streams_are_their_first_and_last_events(record: Record) -> None:
    one, two = Stream("one"), Stream("two")
    for number in range(3):
        await record.append(command(f"write {number}", one))
    await record.append(command("write two", two))
    ends = await record.ends([one.stream_id, two.stream_id, named("unknown")])
    versions = {each: (first.version, last.version) for each, (first, last) in ends.items()}
    assert versions == {one.stream_id: (1, 3), two.stream_id: (1, 1)}


async def test_what_was_claimed_of_a_kind_is_told_in_the_order_of_the_commands(
    record: Record,
) -> None:
    for number, word in enumerate(["zeta", "alpha"]):
        claim = Claim("policy", word)
        await record.append(command(f"claim {number}", Stream(word), claims=(claim,)))
    await record.append(command("other", Stream("o"), claims=(Claim("calendar", "beta"),)))
    assert await record.claimed("policy") == ["zeta", "alpha"]
    assert await record.claimed("unknown") == []
