"""Commands on several complaints, raced by two processes: no half of one, and no rule got round."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid5

import pytest

from domain.complaint.aggregate import COMPLAINT
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.policy import Policy
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.stream_heads import head_of
from tests.api.policy import POLICY
from tests.support.deciding import Instance, Step, asked, instance, stored
from tests.support.servers import FreshDatabases

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

RECEIVE: Step = ("receive", {"narrative": "Late.", "issues": [{}, {}]})
OFFER: Step = (
    "offer_remedy",
    {"kind_code": "refund", "money": {"amount": "40.00", "currency": "EUR"}},
)
NOTE: Step = ("add_note", {"note": "Called."})
LIMIT = Decimal(100)
LIMITED = Policy.model_validate(
    {
        **POLICY.model_dump(),
        "authority": [
            {
                "rule_id": "limits",
                "role": "handler",
                "limits": [{"amount": str(LIMIT) + ".00", "currency": "EUR"}],
            }
        ],
    }
)
ROUNDS = 8


def merge(into: CommandResult) -> Step:
    return "merge_complaint", {"into_id": str(into.stream_id)}


async def outcome(at: Instance, command: CommandRequest) -> str:
    """The state that a command led to, or the rule against it."""
    try:
        done = await at.complaints.run(command)
    except Refusal as refusal:
        return refusal.code
    assert done.state is not None
    return str(done.state.state)


async def complaint(at: Instance, complaint_id: UUID) -> Complaint:
    """The complaint as the record tells it."""
    found = head_of(COMPLAINT, complaint_id, await at.record.stream(complaint_id)).state
    assert isinstance(found, Complaint)
    return found


async def test_two_that_are_merged_into_each_other_at_once_make_no_circle(
    database: FreshDatabases,
) -> None:
    async with (
        instance(database) as here,
        instance(database) as there,
    ):
        await here.publish(POLICY)
        for _ in range(ROUNDS):
            one, two = await here.told(RECEIVE), await there.told(RECEIVE)
            outcomes = await asyncio.gather(
                outcome(here, asked(merge(two), of=one)), outcome(there, asked(merge(one), of=two))
            )
            assert sorted(outcomes) in (["HasEnded", "MERGED"], ["MERGED", "MergedAlready"])
            now = [await complaint(here, each.stream_id) for each in (one, two)]
            assert sorted(each.state for each in now) == ["MERGED", "RECEIVED"]
            assert sorted(len(each.open_issues) for each in now) == [2, 4]
            assert sorted(len(each.absorbed) for each in now) == [0, 1]


async def test_a_merger_is_stored_whole_whatever_is_written_to_both_meanwhile(
    database: FreshDatabases,
) -> None:
    async with (
        instance(database) as here,
        instance(database) as there,
    ):
        await here.publish(POLICY)
        before = stored(database)["command"]
        for _ in range(ROUNDS):
            source, target = await here.told(RECEIVE), await here.told(RECEIVE)
            commands = [asked(NOTE, of=each) for each in (source, target)] * 3
            outcomes = await asyncio.gather(
                outcome(here, asked(merge(target), of=source)),
                *(outcome(there, each) for each in commands),
            )
            assert outcomes[0] == "MERGED"
            whole = await complaint(there, target.stream_id)
            assert (len(whole.open_issues), len(whole.absorbed)) == (4, 1)
        assert stored(database)["command"] - before == ROUNDS * (2 + 1 + 6)


async def test_invariant_9_offers_on_the_parts_at_once_stay_within_the_limit(
    database: FreshDatabases,
) -> None:
    async with (
        instance(database) as here,
        instance(database) as there,
    ):
        await here.publish(LIMITED)
        for _ in range(ROUNDS):
            whole = await here.told(RECEIVE)
            assert whole.state is not None
            issue = next(iter(whole.state.issues))
            split: Step = ("split_complaint", {"issue_ids": [str(issue)]})
            done = await here.complaints.run(asked(split, of=whole))
            part = uuid5(done.command_id, "complaint-1")
            noted = await there.complaints.run(replace(asked(NOTE), stream_id=part))
            outcomes = await asyncio.gather(
                *(outcome(here, asked(OFFER, of=whole)) for _ in range(2)),
                *(outcome(there, asked(OFFER, of=noted)) for _ in range(2)),
            )
            assert sorted(outcomes) == [
                "BeyondAuthority",
                "BeyondAuthority",
                "RECEIVED",
                "RECEIVED",
            ]
            parts = [await complaint(here, each) for each in (whole.stream_id, part)]
            given = [remedy.money for each in parts for remedy in each.remedies.values()]
            assert sum(Decimal(money.amount) for money in given if money) <= LIMIT
