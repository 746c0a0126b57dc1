"""One aggregate more in the registry, for as long as tests want it."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.aggregate import AnyAggregate
from domain.event_types import TYPES
from domain.registry import AGGREGATES, COMMANDS


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
