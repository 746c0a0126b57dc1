"""A command being decided: the facts so far, what follows from each, and the complaint as it is.

A decision is written as a step on a deed, so that a composite command can take several steps, each
on the complaint as the one before has left it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, TypeVar
from uuid import UUID

from domain.actors import SYSTEM
from domain.acts import Act, OutsideAct, check_act
from domain.complaint import evolve
from domain.consequences import consequences
from domain.decision import Command, Fact, Situation
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.state import Complaint
from domain.values import Actor, When

CLOCK_SKEW = timedelta(minutes=5)

__all__ = [
    "Act",
    "Decision",
    "Deed",
    "HasEnded",
    "NotReceived",
    "OutsideAct",
    "ReceivedAlready",
]


class NotReceived(Refusal):
    """Something was asked of a complaint that does not exist."""

    clause = "7.2"
    rule = "there is no complaint yet"
    instead = "receive it first"


class ReceivedAlready(Refusal):
    """A receipt was entered for a complaint that exists."""

    clause = "7.2"
    rule = "the complaint was received before"
    instead = "a new complaint gets an id of its own"


class HasEnded(Refusal):
    """Work on a complaint that has ended."""

    clause = "7.9"
    rule = "the complaint has ended"
    instead = "reopen it with a ground first"


@dataclass(slots=True)
class Deed:
    """The facts of one command in the making. state: None before a receipt."""

    situation: Situation
    state: Complaint | None
    occurred: When
    facts: list[Fact] = field(default_factory=list)
    _made: Counter[str] = field(default_factory=Counter)

    @property
    def complaint(self) -> Complaint:
        """The complaint as the facts so far leave it. Raises NotReceived."""
        if self.state is None:
            raise NotReceived
        return self.state

    @property
    def actor(self) -> Actor:
        """Who gives the command."""
        return self.situation.actor

    @property
    def zone(self) -> str:
        """The zone in which the complaint's days are meant."""
        return (self.state.zone if self.state else None) or self.situation.zone

    @property
    def now(self) -> When:
        """The present instant in the complaint's zone."""
        return When(at=self.situation.now, zone=self.zone)

    def new_id(self, what: str) -> UUID:
        """A fresh id for something that this command makes."""
        self._made[what] += 1
        return self.situation.new_id(what, self._made[what])

    def require_open(self) -> Complaint:
        """The complaint, if it has not ended. Raises HasEnded."""
        complaint = self.complaint
        if not complaint.is_open:
            raise HasEnded(complaint=complaint.reference, state=complaint.state)
        return complaint

    def add(
        self,
        event: DomainEvent,
        *,
        of: Act | OutsideAct | None = None,
        occurred: When | None = None,
        actor: Actor | None = None,
        caused_by: int | None = None,
    ) -> UUID:
        """Add a fact with all that follows from it by the rules; its event id.

        of: the act whose time, proof and party the fact takes.
        """
        fact = Fact(
            event=event,
            occurred=occurred or self.occurred,
            actor=actor,
            caused_by=caused_by,
            on_behalf_of=self._on_behalf_of(of),
            entered_from=of.entered_from if of else None,
        )
        recorded = self._recorded(fact)
        before, index = self.state, len(self.facts)
        self.facts.append(fact)
        self.state = evolve(before, recorded)
        known = recorded.occurred if recorded.occurred.unknown is None else self.now
        for following in consequences(before, self.state, recorded, self.situation, self.new_id):
            self.add(following, occurred=known, actor=SYSTEM, caused_by=index)
        return recorded.event_id

    def _on_behalf_of(self, of: Act | OutsideAct | None) -> UUID | None:
        if not isinstance(of, OutsideAct) or self.actor.kind != "staff":
            return None
        return of.party_id or self.complaint.party_id

    def _recorded(self, fact: Fact) -> Recorded:
        situation, state = self.situation, self.state
        return Recorded(
            event=fact.event,
            event_id=situation.event_id(len(self.facts)),
            stream_kind="complaint",
            stream_id=state.complaint_id if state else situation.complaint_id,
            version=state.version + 1 if state else 1,
            occurred=fact.occurred,
            recorded_at=max(situation.now, state.recorded_at) if state else situation.now,
            actor=fact.actor or situation.actor,
            command_id=situation.command_id,
            correlation_id=situation.command_id,
            prev="",
            policy=situation.policy_ref,
            on_behalf_of=fact.on_behalf_of,
            entered_from=fact.entered_from,
        )


C = TypeVar("C", bound=Command)


@dataclass(frozen=True, slots=True)
class Decision(Generic[C]):
    """A pure decision: from a complaint, a command and a situation to facts or a refusal.

    name: the command's, stable for ever. step: the same on a deed, for commands that are made of
    several decisions.
    """

    name: str
    model: type[C]
    step: Callable[[Deed, C], None]

    def __call__(self, complaint: Complaint | None, command: C, situation: Situation) -> list[Fact]:
        """The facts of the command, in order. Raises a subclass of Refusal."""
        zone = (complaint.zone if complaint else None) or situation.zone
        now = When(at=situation.now, zone=zone)
        deed = Deed(situation, complaint, getattr(command, "occurred", None) or now)
        if isinstance(command, Act):
            check_act(command, complaint, occurred=deed.occurred, now=situation.now)
        self.step(deed, command)
        return deed.facts
