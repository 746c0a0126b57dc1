"""A complaint through the services, with the clock that they ask by themselves, on any day."""

from datetime import datetime, timedelta

import pytest

from adapters.policy_files import preset, preset_ids
from domain.complaint.deadlines.passing import NotYetDue
from domain.complaint.events import DeadlineLapsed, DeadlineMissed, DeadlineSet
from domain.registry import COMMANDS
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.policies.policy_in_force import publish
from services.queries.explaining import explanations
from tests.clocks.moments import ZONE
from tests.clocks.stepping import Stepping
from tests.support.controls import HANDLER
from tests.support.keys import SameKey
from tests.support.people import CLOCK
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = bytes(range(32))

pytestmark = pytest.mark.anyio


class Office:
    """The services over a record in memory, under a policy with the calendars of this day."""

    def __init__(self, policy_id: str) -> None:
        self.policy = preset(policy_id)
        self.record, keys = RecordInMemory(), SameKey()
        book = LatestOf(self.record, policy_id=policy_id, legal_entity="main", zone=ZONE.key)
        self.complaints = CommandService(self.record, keys=keys, policies=book, secret=SECRET)

    async def received(self) -> CommandResult:
        """A complaint that comes in now."""
        await publish(self.record, self.policy, secret=SECRET)
        command = COMMANDS["receive"].model.model_validate({"narrative": "The kettle exploded."})
        return await self.complaints.run(
            CommandRequest(name="receive", command=command, actor=HANDLER)
        )

    async def passed(self, due: DeadlineSet, of: CommandResult) -> CommandResult:
        """The clock finds that a due date has gone by."""
        body = {"deadline_id": due.deadline_id}
        command = COMMANDS["pass_deadline"].model.model_validate(body)
        asked = CommandRequest(
            name="pass_deadline", command=command, actor=CLOCK, stream_id=of.stream_id
        )
        return await self.complaints.run(asked)


def set_by(done: CommandResult) -> list[DeadlineSet]:
    """The due dates that a command set."""
    return [one.event for one in done.events if isinstance(one.event, DeadlineSet)]


@pytest.mark.parametrize("policy_id", preset_ids())
async def test_what_is_due_lies_ahead_on_a_day_that_its_calendar_works(
    policy_id: str, moment: datetime, stepping: Stepping
) -> None:
    office = Office(policy_id)
    done = await office.received()
    day = done.events[0].occurred.day
    assert day == done.events[0].recorded_at.astimezone(ZONE).date()
    assert set_by(done)
    for due in set_by(done):
        assert due.due_at > done.events[0].recorded_at > moment - timedelta(minutes=1)
        rule = next(one for one in office.policy.deadlines if one.rule_id == due.rule_id)
        if rule.unit == "working_days":
            assert office.policy.calendar(rule.calendar_id or "").is_working_day(due.due_on)


@pytest.mark.parametrize("policy_id", preset_ids())
async def test_each_day_to_a_due_date_is_explained(policy_id: str, stepping: Stepping) -> None:
    office = Office(policy_id)
    done = await office.received()
    told = await explanations(office.record, done.stream_id, now=done.events[0].recorded_at)
    assert {one.due_at for one in told} == {due.due_at for due in set_by(done)}
    assert all(one.days[-1].on == one.due_on for one in told if one.days)


@pytest.mark.parametrize("policy_id", preset_ids())
async def test_what_is_due_is_passed_when_its_time_is_over_and_not_before(
    policy_id: str, stepping: Stepping
) -> None:
    office = Office(policy_id)
    done = await office.received()
    first = min(set_by(done), key=lambda one: one.due_at)
    left = first.due_at - done.events[0].recorded_at
    stepping.wait(left - timedelta(minutes=5))
    with pytest.raises(NotYetDue):
        await office.passed(first, done)
    stepping.wait(timedelta(minutes=10))
    (passed, *_) = (await office.passed(first, done)).events
    assert isinstance(passed.event, DeadlineMissed | DeadlineLapsed)
    assert passed.occurred.at == first.due_at
