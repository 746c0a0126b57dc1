"""The clock turns stored due dates into facts, once each, however often and late it looks."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from adapters import event_json
from adapters.policy_files import preset
from domain.complaint.events import DeadlineLapsed, DeadlineMissed, DeadlineSet
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.values import Actor
from services.commands.command_request import CommandRequest
from services.commands.command_service import CommandService
from services.commands.deadline_clock import Clock, DueDeadline
from services.policies.policy_in_force import publish
from tests.support.keys import SameKey
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = b"s" * 32
HANDLER = Actor(kind="staff", id=UUID(int=1), role="handler")
LONG_AGO = (datetime.now(UTC) - timedelta(days=400)).isoformat()

pytestmark = pytest.mark.anyio


class Office:
    """A record in memory with the services over it, and a view of due dates that never moves."""

    def __init__(self) -> None:
        self.record = RecordInMemory(now=lambda: datetime.now(UTC))
        book = LatestOf(self.record, policy_id="iso10002_default", legal_entity="main", zone="UTC")
        self.policies = book
        self.complaints = CommandService(self.record, keys=SameKey(), policies=book, secret=SECRET)
        self.due: list[DueDeadline] = []
        self.near: list[DueDeadline] = []

    async def passed(self, at: datetime, limit: int) -> Sequence[DueDeadline]:
        return self.due[:limit]

    async def warned(self, at: datetime, kinds: Collection[str]) -> AsyncIterator[DueDeadline]:
        for deadline in self.near:
            yield deadline

    async def received_long_ago(self) -> UUID:
        await publish(self.record, preset("iso10002_default"), secret=SECRET)
        body = {"narrative": "No answer.", "occurred": {"at": LONG_AGO, "zone": "UTC"}}
        command = COMMANDS["receive"].model.model_validate(body)
        done = await self.complaints.run(
            CommandRequest(name="receive", command=command, actor=HANDLER)
        )
        self.due = [
            DueDeadline(done.stream_id, one.event.deadline_id, one.event.party)
            for one in done.events
            if isinstance(one.event, DeadlineSet)
        ]
        return done.stream_id

    async def events(self, complaint_id: UUID) -> list[Recorded]:
        return [event_json.recorded(one.public) for one in await self.record.stream(complaint_id)]


async def test_a_due_date_of_ours_that_passed_is_missed_and_of_others_lapses() -> None:
    office = Office()
    complaint = await office.received_long_ago()
    assert await Clock(office.complaints, office, office.policies).tick() == len(office.due)
    kinds = {type(one.event) for one in await office.events(complaint)}
    parties = {deadline.party for deadline in office.due}
    assert (DeadlineMissed in kinds) == ("organisation" in parties)
    assert (DeadlineLapsed in kinds) == bool(parties - {"organisation", "nobody"})
    missed = [
        one for one in await office.events(complaint) if isinstance(one.event, DeadlineMissed)
    ]
    assert {one.actor.role for one in missed} == {"clock"}
    assert all(one.occurred.at == one.event.due_at for one in missed)  # type: ignore[attr-defined]


async def test_two_clocks_and_many_looks_make_one_fact_of_each() -> None:
    office = Office()
    complaint = await office.received_long_ago()
    await Clock(office.complaints, office, office.policies).tick()
    once = len(await office.events(complaint))
    assert await Clock(office.complaints, office, office.policies).tick() == 0
    assert await Clock(office.complaints, office, office.policies).tick() == 0
    assert len(await office.events(complaint)) == once


async def test_a_complaint_that_cannot_be_found_does_not_stop_the_others() -> None:
    office = Office()
    await office.received_long_ago()
    many = len(office.due)
    office.due.insert(0, DueDeadline(UUID(int=404), UUID(int=1), "organisation"))
    assert await Clock(office.complaints, office, office.policies).tick() == many
