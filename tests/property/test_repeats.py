"""A command that comes again, by any way through the services, is answered and does nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from adapters import event_json
from domain.complaint.fold import evolve, fold
from domain.complaint.preconditions import NoSuchComplaint
from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.policy import Policy
from domain.values import Actor
from services.access.sight import Sight
from services.commands.command_request import CommandRequest
from services.commands.command_service import CommandService
from services.commands.stream_heads import NotFound
from services.policies.policy_in_force import publish
from tests.support.courses import POLICIES, Move, courses, follow
from tests.support.keys import KeysInMemory
from tests.support.office import Office, Told
from tests.support.policies import LatestOf
from tests.support.record_in_memory import RecordInMemory

SECRET = bytes(range(32))
RULES = st.sampled_from(POLICIES)


@dataclass
class Served(Office):
    """An office whose commands go through the services into a record, each of them twice."""

    record: RecordInMemory = field(default_factory=RecordInMemory)
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def __post_init__(self) -> None:
        self.record = RecordInMemory(now=lambda: self.now)
        self.runner.run(publish(self.record, self.policy, secret=SECRET))
        book = LatestOf(
            self.record,
            policy_id=self.policy.policy_id,
            legal_entity="main",
            zone="Europe/London",
        )
        keys = KeysInMemory()
        self.served = CommandService(
            self.record, keys=keys, policies=book, secret=SECRET, now=lambda: self.now
        )

    def give(self, kind: AnyDecider, command: Command, *, by: Actor, of: UUID | None) -> Told:
        """Give a command and give it again; what it yields is recorded once. Raises Refusal."""
        self.now += timedelta(minutes=1)
        self.given += 1
        asked = CommandRequest(
            name=kind.name,
            command=command,
            actor=by,
            stream_id=of,
            key=("http", str(by.id), str(self.given)),
        )
        context, before = self.context(command, by, of), dict(self.complaints)
        try:
            done = self.runner.run(self.served.run(asked))
        except NotFound as refused:
            assert of is not None and not Sight(by, self.now).of(before[of])
            raise NoSuchComplaint(complaint_id=of) from refused
        head = self.runner.run(self.record.head())
        again = self.runner.run(self.served.run(asked))
        assert again.is_repeat and self.runner.run(self.record.head()) == head
        assert [one.event_id for one in again.events] == [one.event_id for one in done.events]
        assert not done.events or again.state == done.state
        for one in done.events:
            self.complaints[one.stream_id] = evolve(self.complaints.get(one.stream_id), one)
            self.events.setdefault(one.stream_id, []).append(one)
            self.stored.append(one)
        told = Told(
            kind=kind,
            command=command,
            context=context,
            before=before,
            after=dict(self.complaints),
            recorded=done.events,
        )
        self.told.append(told)
        return told

    def take_over(self, known_state: str) -> None:
        """An import has repeats of its own kind: it is no command."""


@given(RULES, courses(longest=30))
def test_a_repeated_command_does_nothing_more_and_says_what_the_first_did(
    rules: Policy, course: Sequence[Move]
) -> None:
    office = Served(policy=rules)
    with office.runner:
        follow(office, course)
        for complaint_id, complaint in office.complaints.items():
            stored = office.runner.run(office.record.stream(complaint_id))
            assert fold(event_json.recorded(one.public) for one in stored) == complaint
