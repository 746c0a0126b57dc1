"""Where the API has each stream and takes each command, for the API and for whoever asks it."""

from urllib.parse import quote

from domain.aggregate import AnyAggregate
from domain.decider import AnyDecider
from domain.registry import aggregate_of


def route_of(of: AnyAggregate) -> str:
    """The route of one stream, the kind in braces in the place of its id or reference."""
    return f"/v1/{of.collection}/{{{of.stream_kind}}}"


def path_of(decider: AnyDecider) -> str:
    """The route of a command."""
    of = aggregate_of(decider.name)
    where = f"/v1/{of.collection}" if decider.begins else route_of(of)
    return f"{where}/{decider.address}"


def address_of(of: AnyAggregate, word: str) -> str:
    """The address of one stream. word: its id or reference."""
    return f"/v1/{of.collection}/{quote(word, safe=':')}"
