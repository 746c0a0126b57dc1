"""Every aggregate that there is, and so every command: the doors and the pages are made of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.aggregate import AnyAggregate
from domain.complaint.aggregate import COMPLAINT
from domain.decider import AnyDecider
from domain.event import DomainEvent
from domain.event_types import TYPES
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
    return next(each for each in AGGREGATES.values() if kind in each.deciders)


def kinds_of(event: type[DomainEvent]) -> tuple[str, ...]:
    """The kinds of streams that can hold events of this type."""
    if issubclass(event, PolicyEvent):
        return (event.STREAM_KIND,)
    return tuple(kind for kind, each in AGGREGATES.items() if event in each.events)


@contextmanager
def registered(aggregate: AnyAggregate) -> Iterator[None]:
    """One aggregate more, for as long as it is wanted.

    Raises ValueError for a name that another one has.
    """
    names = {decider.name: decider for decider in aggregate.deciders}
    types = {event.TYPE: event for event in aggregate.events}
    others = [name for name, event in types.items() if TYPES.get(name, event) is not event]
    if taken := [*(names.keys() & COMMANDS), *({aggregate.stream_kind} & {*AGGREGATES}), *others]:
        raise ValueError(f"{aggregate.stream_kind}: {', '.join(taken)} is another's name")
    new = types.keys() - TYPES
    AGGREGATES[aggregate.stream_kind] = aggregate
    COMMANDS.update(names)
    TYPES.update(types)
    try:
        yield
    finally:
        del AGGREGATES[aggregate.stream_kind]
        for name in names:
            del COMMANDS[name]
        for name in new:
            del TYPES[name]
