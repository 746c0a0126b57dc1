"""A world in which complaints are told: the services over a record in memory, its time given."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from adapters import event_json
from adapters.cfpb import CfpbFile
from adapters.imported import ImportedComplaint
from adapters.policy_files import preset
from domain.complaint.fold import fold
from domain.complaint.lifecycle import State
from domain.complaint.state import Complaint, DeadlineState
from domain.errors import Refusal
from domain.policy import Policy
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.system_actors import system_actor
from domain.values import Actor
from projections.audit_trail.names import named_told
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.importing import Importer
from services.commands.stream_heads import NotFound
from services.operations.up import SAMPLES
from services.policies.publish_policy import publish
from tests.stories.lines import Line, PolicyGiven, Refused, Step, sentence_of
from tests.stories.people import HANDLER, SECOND_APPROVER
from tests.support.keys import SameKey
from tests.support.record_in_memory import RecordInMemory

SECRET = bytes(range(32))
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When every story begins that is told on the page."""
MANY = 100_000
OLDER = "cfpb-sample-2013.csv.gz"


class World:
    """Everything that a story is told in: one record, one policy, one clock."""

    def __init__(
        self, policy: str | Policy = "iso10002_default", begins: datetime = MONDAY
    ) -> None:
        self.now = begins
        given = preset(policy, year=begins.year) if isinstance(policy, str) else policy
        self.policies = PolicyGiven(given)
        self.record = RecordInMemory(now=lambda: self.now)
        self.steps: list[Step] = []
        self.told: list[Told] = []
        self._shown = 0
        self._complaints = CommandService(
            self.record,
            keys=SameKey(),
            policies=self.policies,
            secret=SECRET,
            now=lambda: self.now,
        )

    def publish(self) -> None:
        """Put the policy into the record, where it is no part of the story."""
        asyncio.run(publish(self.record, self.policies.policy, secret=SECRET))
        self._new()

    def begin(self, command: str, *, called: str = "", by: Actor = HANDLER, **asked: Any) -> "Told":
        """A complaint begins with this command. called: its name in the story."""
        complaint = self.known(None, called)
        complaint.do(command, by=by, **asked)
        return complaint

    def known(self, complaint_id: UUID | None, called: str = "") -> "Told":
        """A complaint of the story, such as one that a split has made."""
        complaint = Told(self, called or f"complaint {len(self.told) + 1}", complaint_id)
        self.told.append(complaint)
        return complaint

    def import_row(self, **known: object) -> "Told":
        """A complaint from the shipped rows of the older file, of which the source knows this."""
        rows = CfpbFile(SAMPLES / OLDER, secret=SECRET)
        row = next(
            each for each in rows if isinstance(each, ImportedComplaint) and _is(each, known)
        )
        importer = Importer(self.record, keys=SameKey(), secret=SECRET, now=lambda: self.now)
        asyncio.run(importer.run([row], on_rejected=print))
        told = self.known(row.complaint_id)
        self.note(told, "import", system_actor("importer"))
        return told

    def ask(self, told: "Told", command: str, by: Actor, asked: Mapping[str, Any]) -> CommandResult:
        """Give one command, a minute after the last. Raises Refusal."""
        self.now += timedelta(minutes=1)
        request = CommandRequest(
            name=command,
            command=COMMANDS[command].model.model_validate(asked),
            actor=by,
            stream_id=told.complaint_id,
            key=("story", str(len(self.steps))),
        )
        return asyncio.run(self._complaints.run(request))

    def note(self, told: "Told", command: str, by: Actor, refusal: Refused | None = None) -> None:
        """Keep what a command recorded, in whichever complaints, or why it was refused."""
        lines = tuple(map(self._line, self._new()))
        self.steps.append(Step(command, by.role, self.now, told.name, lines, refusal))

    def wait(self, **time: float) -> None:
        """Let time pass; the clock turns what was due meanwhile into facts, as on every day."""
        until = self.now + timedelta(**time)
        while due := self._next_due(until):
            complaint, deadline = due
            self.now = max(self.now, deadline.fact.due_at)
            complaint.do(
                "pass_deadline", by=system_actor("clock"), deadline_id=deadline.fact.deadline_id
            )
        self.now = max(self.now, until)

    def history(self, complaint_id: UUID) -> list[Recorded]:
        """The events of one complaint, in order."""
        stored = asyncio.run(self.record.stream(complaint_id))
        return [event_json.recorded(one.public, one.position) for one in stored]

    def _next_due(self, until: datetime) -> "tuple[Told, DeadlineState] | None":
        due = [
            (each, deadline)
            for each in self.told
            for deadline in each.complaint.deadlines.values()
            if deadline.status == "running"
            and deadline.fact.party != "nobody"
            and deadline.fact.due_at < until
        ]
        return min(due, key=lambda one: one[1].fact.due_at, default=None)

    def _new(self) -> list[Recorded]:
        stored = asyncio.run(self.record.after(self._shown, MANY))
        self._shown += len(stored)
        return [event_json.recorded(one.public, one.position) for one in stored]

    def _line(self, recorded: Recorded) -> Line:
        names = {each.complaint_id: each.name for each in self.told}
        name = names.get(recorded.stream_id, f"another, {str(recorded.stream_id)[:8]}")
        day = recorded.occurred.day
        occurred = day.isoformat() if day else "unknown"
        told = named_told(self.history(recorded.stream_id)[: recorded.version])
        return Line(name, told.get(recorded.event_id) or sentence_of(recorded), occurred)


@dataclass
class Told:
    """One complaint of a story."""

    world: World
    name: str
    complaint_id: UUID | None = None

    def do(self, command: str, *, by: Actor = HANDLER, **asked: Any) -> CommandResult:
        """Give a command; what it recorded is told. Raises Refusal."""
        done = self.world.ask(self, command, by, asked)
        self.complaint_id = done.stream_id
        self.world.note(self, command, by)
        return done

    def approved(self, command: str, *, by: Actor = HANDLER, **asked: Any) -> CommandResult:
        """Give a command that takes two people, and have it approved by another."""
        self.do(command, by=by, **asked)
        return self.do("grant_approval", by=SECOND_APPROVER)

    def refuses(self, command: str, *, by: Actor = HANDLER, **asked: Any) -> str:
        """Give a command that is not allowed: the name of the rule, told in the story."""
        try:
            self.do(command, by=by, **asked)
        except Refusal as refusal:
            self.world.note(self, command, by, refusal)
            return refusal.code
        except NotFound as unseen:
            self.world.note(self, command, by, unseen)
            return type(unseen).__name__
        raise AssertionError(f"{command} was not refused")

    @property
    def history(self) -> list[Recorded]:
        """Its events, in order."""
        assert self.complaint_id is not None
        return self.world.history(self.complaint_id)

    @property
    def complaint(self) -> Complaint:
        """The complaint as its own history makes it."""
        complaint = fold(self.history)
        assert complaint is not None
        return complaint

    @property
    def state(self) -> State:
        """The state that it is in."""
        return self.complaint.state

    def is_in(self, state: State) -> bool:
        """Whether it is in this state now."""
        return self.state == state

    def event(self, type_: str) -> UUID:
        """The id of its latest event of this type."""
        return [one.event_id for one in self.history if type_ == one.event.TYPE][-1]

    def types(self) -> list[str]:
        """The types of its events in order, those about due dates left out."""
        types = [one.event.TYPE for one in self.history]
        return [each for each in types if not each.startswith("Deadline")]

    def due(self, kind: str) -> str:
        """What became of the latest due date of a kind, and its day."""
        deadlines = self.complaint.deadlines.values()
        latest = [each for each in deadlines if each.fact.kind == kind][-1]
        return f"{latest.status} {latest.fact.due_on}"


def _is(row: ImportedComplaint, known: Mapping[str, object]) -> bool:
    event = row.facts[1].event
    return all(getattr(event, name) == value for name, value in known.items())
