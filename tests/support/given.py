"""Given events, when a command comes, then these events, or this refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from domain.complaint.events import ApprovalRequested
from domain.complaint.fold import evolve, fold
from domain.complaint.linking.split_family import kin
from domain.complaint.state import Complaint
from domain.decision_context import Command, NewEvent
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.policy import Policy
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import HANDLER, POLICY, SECOND_APPROVER, at, context, recorded

SOON = at(hours=1)
E = TypeVar("E", bound=DomainEvent)
R = TypeVar("R", bound=Refusal)
Past = DomainEvent | NewEvent


def history(*past: Past) -> list[Recorded]:
    """These facts as a record holds them; a Fact brings its own time, actor and proof."""
    return [_recorded(one, version) for version, one in enumerate(past, start=1)]


def _recorded(past: Past, version: int) -> Recorded:
    if not isinstance(past, NewEvent):
        return recorded(past, version)
    return recorded(
        past.event,
        version,
        by=past.actor or HANDLER,
        occurred=past.occurred,
        entered_from=past.entered_from,
    )


@dataclass(frozen=True)
class Outcome:
    """What came of a command: facts, or a refusal."""

    before: Complaint | None
    facts: list[NewEvent]
    refusal: Refusal | None
    others: Mapping[UUID, Complaint] = field(default_factory=dict)

    def then(self, *expected: DomainEvent | type[DomainEvent]) -> "Outcome":
        """Exactly these facts, in this order; a type stands for any event of it."""
        assert self.refusal is None, self.refusal
        events = [fact.event for fact in self.facts]
        seen = [
            type(event) if isinstance(wanted, type) else event
            for event, wanted in zip(events, expected, strict=False)
        ]
        assert [*seen, *(type(event) for event in events[len(expected) :])] == list(expected)
        return self

    def refused(self, error: type[R]) -> R:
        """This refusal, with its clause, and no facts."""
        assert isinstance(self.refusal, error), (self.refusal, self.facts)
        assert self.refusal.clause and self.refusal.instead
        return self.refusal

    def the(self, kind: type[E]) -> E:
        """The only fact of this type."""
        (event,) = self.all(kind)
        return event

    def all(self, kind: type[E]) -> list[E]:
        """All facts of this type."""
        assert self.refusal is None, self.refusal
        return [fact.event for fact in self.facts if isinstance(fact.event, kind)]

    @property
    def complaint(self) -> Complaint:
        """The complaint after the facts."""
        return self.other(None)

    def other(self, other_id: UUID | None) -> Complaint:
        """Another complaint after the facts, also one that they begin."""
        assert self.refusal is None, self.refusal
        after = self.before if other_id is None else self.others.get(other_id)
        for number, fact in enumerate(self.facts):
            if fact.stream_id == other_id:
                version = (after.version if after else 0) + 1
                after = evolve(after, self._recorded(fact, version, number))
        assert after is not None
        return after

    def there(self, other_id: UUID) -> list[DomainEvent]:
        """The facts of another complaint."""
        return [fact.event for fact in self.facts if fact.stream_id == other_id]

    def _recorded(self, fact: NewEvent, version: int, number: int) -> Recorded:
        one = _recorded(fact, version).changed(event_id=context().event_id(number))
        return one.changed(stream_id=fact.stream_id or one.stream_id)


@dataclass(frozen=True)
class Given:
    """A history, and the policy that is in force after it."""

    past: tuple[Past, ...]
    policy: Policy = POLICY
    others: Mapping[UUID, Complaint] = field(default_factory=dict)
    histories: Mapping[UUID, tuple[Recorded, ...]] = field(default_factory=dict)

    def under(self, policy: Policy) -> "Given":
        """The same, under another policy."""
        return replace(self, policy=policy)

    def beside(self, other_id: UUID, *past: Past) -> "Given":
        """The same, and another complaint with a history of its own."""
        told = tuple(one.changed(stream_id=other_id) for one in history(*past))
        other = fold(told)
        assert other is not None
        return replace(
            self,
            others={**self.others, other_id: other},
            histories={**self.histories, other_id: told},
        )

    @property
    def complaint(self) -> Complaint:
        """The complaint that this history makes."""
        complaint = fold(history(*self.past))
        assert complaint is not None
        return complaint

    def when(self, name: str, **asked: Any) -> Outcome:
        """A command comes, by the handler and an hour after the receipt unless told.

        by: the actor; now: our instant; command: its name, so that what two commands make has ids
        of its own; staff_roles: of those who work here; all else are the command's fields.
        """
        by: Actor = asked.pop("by", HANDLER)
        now: datetime = asked.pop("now", SOON)
        given_as: str = asked.pop("command", "command")
        staff_roles: Mapping[UUID, frozenset[str]] = asked.pop("staff_roles", {})
        kind = COMMANDS[name]
        past = history(*self.past)
        before = fold(past)
        command = kind.model(**asked)
        present = replace(
            context(now, by=by, under=self.policy, command=given_as),
            history=tuple(past),
            histories=self.histories,
            others=self._read(command, before),
            staff_roles=staff_roles,
        )
        try:
            facts = kind(before, command, present)
        except Refusal as refusal:
            return Outcome(before, [], refusal, self.others)
        return Outcome(before, facts, None, self.others)

    def approved(self, name: str, **asked: Any) -> Outcome:
        """The same where it takes two people: asked for, and approved by a second approver.

        What is asked is as in ``when``; a refusal is that of asking.
        """
        by: Actor = asked.get("by", HANDLER)
        outcome = self.when(name, **{**asked, "command": "asking"})
        if outcome.refusal:
            return outcome
        fact, *more = outcome.facts
        assert isinstance(fact.event, ApprovalRequested)
        past = replace(self, past=(*self.past, replace(fact, actor=by), *more))
        again = {each: asked[each] for each in ("now", "command", "occurred") if each in asked}
        return past.when("grant_approval", by=SECOND_APPROVER, **again)

    def may(self, name: str, *, by: Actor = HANDLER, now: datetime = SOON) -> str:
        """The rule by which every command of this kind is refused now; nothing where some may be.

        It is what a complaint foretells of its next steps.
        """
        refusal = COMMANDS[name].refused(self.complaint, context(now, by=by, under=self.policy))
        return refusal.code if refusal else ""

    def _read(self, command: Command, before: Complaint | None) -> dict[UUID, Complaint]:
        """The other complaints that the command asks for, as services look them up."""
        known: dict[UUID, Complaint] = {}
        wanted: set[UUID] = set()
        while missing := {*command.others(before, known), *kin(before, known)} - wanted:
            wanted |= missing
            known |= {each: self.others[each] for each in missing & self.others.keys()}
        return known


def given(*past: Past) -> Given:
    """A complaint with this history; without one there is no complaint yet."""
    return Given(past)


def types(facts: Iterable[NewEvent]) -> list[str]:
    """The names of the facts, for telling a story."""
    return [fact.event.TYPE for fact in facts]
