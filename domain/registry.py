"""Every aggregate that there is, and so every command: the doors and the pages are made of it."""

from collections.abc import Iterable

from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from domain.decider import AnyDecider
from domain.event import DomainEvent
from domain.policy.events import PolicyEvent

AGGREGATES: dict[str, AnyAggregate] = {each.stream_kind: each for each in (COMPLAINT,)}
"""By the kind of their streams."""

COMMANDS: dict[str, AnyDecider] = {
    decider.name: decider for each in AGGREGATES.values() for decider in each.deciders
}
"""The commands by their names, in the order of the clauses."""


def aggregate_of(command: str) -> AnyAggregate:
    """The aggregate that a command of this name is on. Raises KeyError for no command."""
    kind = COMMANDS[command]
    every = AGGREGATES.values()
    return next(each for each in every if any(one is kind for one in each.deciders))


def claims_of(event: DomainEvent, stream_kind: str) -> Iterable[tuple[str, str]]:
    """What only the stream that an event begins may have: kind and value."""
    if isinstance(event, PolicyEvent):
        return [(event.STREAM_KIND, event.named)]
    return AGGREGATES[stream_kind].claims(event) if stream_kind in AGGREGATES else ()


def kinds_of(event: type[DomainEvent]) -> tuple[str, ...]:
    """The kinds of streams that can hold events of this type."""
    if issubclass(event, PolicyEvent):
        return (event.STREAM_KIND,)
    return tuple(kind for kind, each in AGGREGATES.items() if event in each.events)
