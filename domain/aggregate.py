"""An aggregate: one kind of thing that has a stream of events of its own, as a value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from domain.decider import AnyDecider
from domain.event import DomainEvent
from domain.recorded import Recorded
from domain.stream_state import StreamState
from domain.values import Actor, PolicyRef, Topic

S = TypeVar("S", bound=StreamState)


def _to_staff(_state: Any, actor: Actor, _on: date, _conflicted: bool) -> bool:
    return actor.kind != "party"


def _none(*_: Any) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Generic[S]):
    """All that the services know of an aggregate; they take it from the registry and name none.

    stream_kind, letter: stored for ever; the letter begins its references. collection: what its
    addresses begin with. topic: where its events are published. evolve: its fold, which never
    refuses. events: the types that its streams hold; a type may belong to several aggregates.
    deciders: its commands, in the order of the clauses; what follows from an event by the rules
    alone, their draft says. claims: the kind and value of what only one stream may have, such as
    its reference. subject: of a state, or of the event that begins a stream, the party whose a
    personal field is where the event names none. kin: the ids of others of its kind that every
    decision looks at. sees: for whom it is there on a day, maybe in spite of an exclusion.
    policies: the earlier ones that count in it. erased_keys: the ids of the keys that were ordered
    destroyed.
    """

    stream_kind: str
    letter: str
    collection: str
    topic: Topic
    state: type[S]
    evolve: Callable[[S | None, Recorded], S]
    events: tuple[type[DomainEvent], ...]
    deciders: tuple[AnyDecider, ...]
    claims: Callable[[DomainEvent], Iterable[tuple[str, str]]] = _none
    subject: Callable[[Any], UUID | None] = lambda _: None
    kin: Callable[[S | None, Mapping[UUID, S]], Iterable[UUID]] = _none
    sees: Callable[[S, Actor, date, bool], bool] = _to_staff
    policies: Callable[[S], Iterable[PolicyRef]] = _none
    erased_keys: Callable[[S], Iterable[str]] = _none

    @property
    def noun(self) -> str:
        """What people call it."""
        return self.stream_kind.replace("_", " ")

    def fold(self, events: Iterable[Recorded]) -> S | None:
        """Its state after these events; None where there are none."""
        state: S | None = None
        for recorded in events:
            state = self.evolve(state, recorded)
        return state


AnyAggregate = Aggregate[Any]
