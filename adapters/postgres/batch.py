"""One call of the append function: many commands as parallel arrays, and its answer read back."""

from collections.abc import Iterable, Sequence
from typing import Any

from adapters.postgres.arrays import Array, integers, octets, small_integers, texts, uuids
from adapters.record import Append, Appended, Claim, EventToAppend, Expectation, Outcome

APPEND = (
    "SELECT outcome, first_position, last_position FROM append("
    "%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b)"
)


def arguments(commands: Sequence[Append]) -> list[Array]:
    """The arguments of the function append for these commands, in its order."""
    numbered = list(enumerate(commands, start=1))
    events = [(number, event) for number, command in numbered for event in command.events]
    return [
        uuids(command.command_id for command in commands),
        octets(command.request for command in commands),
        integers(len(command.events) for command in commands),
        *_streams([(number, stream) for number, command in numbered for stream in command.streams]),
        *_claims([(number, claim) for number, command in numbered for claim in command.claims]),
        *_events(events),
        *_blobs(event for _, event in events),
    ]


def answers(rows: Iterable[Sequence[Any]]) -> list[Appended]:
    """What the function answered, one for each command in order."""
    return [Appended(Outcome(outcome), first, last) for outcome, first, last in rows]


def _streams(streams: Sequence[tuple[int, Expectation]]) -> list[Array]:
    return [
        integers(number for number, _ in streams),
        uuids(stream.stream_id for _, stream in streams),
        integers(stream.version for _, stream in streams),
        octets(stream.prev for _, stream in streams),
    ]


def _claims(claims: Sequence[tuple[int, Claim]]) -> list[Array]:
    return [
        integers(number for number, _ in claims),
        texts(claim.kind for _, claim in claims),
        texts(claim.value for _, claim in claims),
    ]


def _events(events: Sequence[tuple[int, EventToAppend]]) -> list[Array]:
    return [
        integers(number for number, _ in events),
        uuids(event.stream_id for _, event in events),
        integers(event.version for _, event in events),
        texts(event.stream_kind for _, event in events),
        small_integers(event.slice for _, event in events),
        texts(event.type for _, event in events),
        octets(event.public for _, event in events),
        octets(event.leaf for _, event in events),
    ]


def _blobs(events: Iterable[EventToAppend]) -> list[Array]:
    blobs = [(n, blob) for n, event in enumerate(events, start=1) for blob in event.sealed]
    return [integers(number for number, _ in blobs), octets(blob for _, blob in blobs)]
