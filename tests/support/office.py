"""Several complaints handled side by side, as services handle them: look up, decide, record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid5

from domain.complaint.fold import evolve
from domain.complaint.linking.split_family import kin
from domain.complaint.receipt.importing import take_over
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.decision_context import CalendarVersion, Command, DecisionContext, HeldKey, NewEvent
from domain.policy import Calendar, Policy
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.values import Actor, When
from tests.support.asking import Present
from tests.support.controls import (
    LONDON,
    POLICY,
    T0,
    context,
    imported,
    issue,
    named,
    received,
)
from tests.support.people import CLOCK
from tests.support.story import enveloped

NIL = UUID(int=0)
IMPORTER = Actor(kind="system", id=named("importer"), role="importer")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One command that was accepted, with the complaints around it and what it made of them.

    before, after: all complaints that there were. recorded: in order, of whichever complaint.
    """

    kind: AnyDecider
    command: Command
    context: DecisionContext
    before: Mapping[UUID, Complaint]
    after: Mapping[UUID, Complaint]
    recorded: Sequence[Recorded]

    @property
    def own(self) -> Complaint | None:
        """The command's own complaint before it."""
        return self.before.get(self.context.complaint_id)

    @property
    def policy(self) -> Policy:
        """The policy that it was decided under."""
        return self.context.policy

    @cached_property
    def steps(self) -> Sequence[tuple[Complaint | None, Recorded, Complaint]]:
        """Each event with its complaint before and after it."""
        now, steps = dict(self.before), []
        for one in self.recorded:
            before = now.get(one.stream_id)
            now[one.stream_id] = evolve(before, one)
            steps.append((before, one, now[one.stream_id]))
        return steps

    def touched(self) -> Iterable[tuple[Complaint | None, Complaint]]:
        """Each complaint that the command touched, before and after it."""
        for stream_id in dict.fromkeys(one.stream_id for one in self.recorded):
            yield self.before.get(stream_id), self.after[stream_id]


@dataclass
class Office:
    """The complaints so far, their events, what was told, and what time it is."""

    policy: Policy = POLICY
    now: datetime = T0
    complaints: dict[UUID, Complaint] = field(default_factory=dict)
    events: dict[UUID, list[Recorded]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    stored: list[Recorded] = field(default_factory=list)
    given: int = 0
    calendars: dict[CalendarVersion, Calendar] = field(default_factory=dict)

    def context(self, command: Command, by: Actor, of: UUID | None) -> DecisionContext:
        """The situation in which a command comes. of: None begins a complaint."""
        name = f"command {self.given}"
        own_id = of or uuid5(named(name), "complaint")
        own = self.complaints.get(own_id)
        needs_own = command.reads_history or command.NEEDS_HISTORIES
        present = context(self._at(own), by=by, under=self.policy, command=name)
        return replace(
            present,
            complaint_id=own_id,
            others=self._others(command, own),
            history=tuple(self.events.get(own_id, ())) if needs_own else (),
            histories=self._histories(command, own) if command.NEEDS_HISTORIES else {},
            held_keys=_keys(own) if command.NEEDS_KEYS and own else (),
            keys_of=self._keys_of(command, own) if command.NEEDS_KEYS_OF else {},
            calendars=self.calendars if command.NEEDS_CALENDARS else {},
        )

    def give(self, kind: AnyDecider, command: Command, *, by: Actor, of: UUID | None) -> Told:
        """Give a command, a minute after the last; what it yields is recorded. Raises Refusal."""
        self.now += timedelta(minutes=1)
        self.given += 1
        present = self.context(command, by, of)
        facts = kind(self.complaints.get(present.complaint_id), command, present)
        before = dict(self.complaints)
        recorded = [self._record(fact, index, present) for index, fact in enumerate(facts)]
        told = Told(
            kind=kind,
            command=command,
            context=present,
            before=before,
            after=dict(self.complaints),
            recorded=recorded,
        )
        self.told.append(told)
        return told

    def take_over(self, known_state: str) -> None:
        """Import a complaint of which another system asserts this state."""
        self.now += timedelta(minutes=1)
        self.given += 1
        present = self.context(Command(), IMPORTER, None)
        issues = (issue().model_copy(update={"issue_id": present.new_id("issue")}),)
        party_id = present.new_id("party")
        receipt = received(*issues, reference=present.reference, party_id=party_id)
        when = When(at=self.now, zone=LONDON)
        facts = [NewEvent(event=event, occurred=when) for event in (receipt, imported(known_state))]
        for index, fact in enumerate(take_over(facts)):
            self._record(fact, index, present)

    def wait(self, days: int) -> None:
        """Let time pass, and the clock turn what was due meanwhile into facts."""
        self.now += timedelta(days=days)
        for complaint in list(self.complaints.values()):
            for due in list(complaint.deadlines.values()):
                if due.status == "running" and due.due_at < self.now:
                    kind = COMMANDS["pass_deadline"]
                    command = kind.model.model_validate({"deadline_id": due.fact.deadline_id})
                    self.give(kind, command, by=CLOCK, of=complaint.complaint_id)

    def present(self, of: UUID) -> Present:
        """What somebody knows of a complaint who would give a command."""
        return Present(
            complaint=self.complaints[of],
            events=self.events[of],
            others=[each for each in self.complaints if each != of],
            now=self.now,
        )

    @property
    def recorded(self) -> list[Recorded]:
        """All events of all complaints, in the order and at the place in which they were stored."""
        return [one.changed(position=place) for place, one in enumerate(self.stored, start=1)]

    def _at(self, own: Complaint | None) -> datetime:
        return max(self.now, own.recorded_at) if own else self.now

    def _others(self, command: Command, own: Complaint | None) -> dict[UUID, Complaint]:
        """The others, until those that are known name no further one (services.gathering)."""
        known: dict[UUID, Complaint] = {}
        asked = {own.complaint_id} if own else set()
        while missing := {*command.others(own, known), *kin(own, known)} - asked:
            asked |= missing
            known |= {each: self.complaints[each] for each in missing & self.complaints.keys()}
        return known

    def _histories(
        self, command: Command, own: Complaint | None
    ) -> dict[UUID, tuple[Recorded, ...]]:
        named = command.read_whole(own, self.complaints)
        return {each: tuple(self.events[each]) for each in named if each in self.events}

    def _keys_of(self, command: Command, own: Complaint | None) -> dict[UUID, tuple[HeldKey, ...]]:
        others = [self.complaints[each] for each in command.read_whole(own, self.complaints)]
        return {one.complaint_id: _keys(one) for one in (own, *others) if one and others}

    def _record(self, fact: NewEvent, index: int, present: DecisionContext) -> Recorded:
        stream_id = fact.stream_id or present.complaint_id
        events = self.events.setdefault(stream_id, [])
        draft = enveloped(fact, index, present, events)
        after = evolve(self.complaints.get(stream_id), draft)
        recorded = draft.changed(state=after.state)
        events.append(recorded)
        self.stored.append(recorded)
        self.complaints[stream_id] = after
        return recorded


def _keys(complaint: Complaint) -> tuple[HeldKey, ...]:
    """The keys of a complaint that has some sealed content of every class."""
    named_for = [("P3", NIL), *((each, one) for one in complaint.parties for each in ("P2", "P4"))]
    return tuple(
        HeldKey(
            key_id=uuid5(complaint.complaint_id, f"{class_code} {party_id}").hex,
            class_code=class_code,
            party_id=party_id,
        )
        for class_code, party_id in named_for
    )
