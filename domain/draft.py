"""A command being decided: the facts so far, what follows from each, and the state as it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from domain.decision_context import DecisionContext, NewEvent
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.stream_state import StreamState
from domain.system_actors import SYSTEM
from domain.values import Actor, When

S = TypeVar("S", bound=StreamState)


@dataclass(slots=True)
class Draft(Generic[S]):
    """The facts of one command in the making. state: None before the stream begins.

    An aggregate's own draft says its KIND, how it evolves, and what follows by the rules alone.
    """

    KIND: ClassVar[str]

    context: DecisionContext
    state: S | None
    occurred: When
    facts: list[NewEvent] = field(default_factory=list)
    _made: Counter[str] = field(default_factory=Counter)
    _others: dict[UUID, S] = field(default_factory=dict)

    def evolved(self, before: S | None, recorded: Recorded) -> S:
        """The state after one more event."""
        raise NotImplementedError

    def following(self, _before: S | None, _after: S, _event: DomainEvent) -> Iterable[DomainEvent]:
        """What an event brings about by the rules alone."""
        return ()

    @property
    def actor(self) -> Actor:
        """Who gives the command."""
        return self.context.actor

    @property
    def zone(self) -> str:
        """The zone in which the days of what is decided on are meant."""
        return self.context.zone_of(self.state)

    @property
    def now(self) -> When:
        """The present instant in that zone."""
        return When(at=self.context.now, zone=self.zone)

    def new_id(self, what: str) -> UUID:
        """A fresh id for something that this command makes."""
        self._made[what] += 1
        return self.context.new_id(what, self._made[what])

    def add(self, event: DomainEvent, *, caused_by: int | None = None) -> UUID:
        """Add a fact with all that follows from it by the rules; its event id."""
        actor = None if caused_by is None else SYSTEM
        fact = NewEvent(event=event, occurred=self.occurred, actor=actor, caused_by=caused_by)
        index = len(self.facts)
        before, after, recorded = self._record(fact)
        for each in self.following(before, after, event):
            self.add(each, caused_by=index)
        return recorded.event_id

    def _record(self, fact: NewEvent) -> tuple[S | None, S, Recorded]:
        """Take a fact in: the state of its stream before and after, and the fact enveloped."""
        before = self._standing(fact.stream_id)
        recorded = self.context.enveloped(fact, len(self.facts), before, kind=self.KIND)
        self.facts.append(fact)
        after = self.evolved(before, recorded)
        if recorded.stream_id == self.context.complaint_id:
            self.state = after
        else:
            self._others[recorded.stream_id] = after
        return before, after, recorded

    def _standing(self, stream_id: UUID | None) -> S | None:
        """What a stream is as the facts so far leave it; None means the command's own."""
        if stream_id is None or stream_id == self.context.complaint_id:
            return self.state
        return self._others.get(stream_id) or self.context.others.get(stream_id)  # type: ignore
