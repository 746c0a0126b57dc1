"""What a command must be before it may wait for the record: whole and free of contradiction."""

from collections.abc import Container
from uuid import UUID

from adapters.octets import UNPUBLISHED, leaf, seed
from adapters.record import Append, EventToAppend, Expectation
from domain.slices import MANAGEMENT, SLICES

MOST_OCTETS = 256 * 1024


class UnfitCommand(ValueError):
    """The command contradicts itself; it would be wrong whatever the record holds."""


def admit(command: Append) -> int:
    """The size of the command in octets. Raises UnfitCommand with the rule and the values."""
    expected = {stream.stream_id: stream for stream in command.streams}
    if len(expected) != len(command.streams):
        raise UnfitCommand(f"a stream is expected twice ({command.command_id}): name it once")
    if len(set(command.claims)) != len(command.claims):
        raise UnfitCommand(f"a value is claimed twice ({command.command_id}): claim it once")
    for claim in command.claims:
        _admit_text(claim.kind, claim.value)
    reached = {stream.stream_id: stream.version for stream in command.streams}
    return sum(_admit_event(event, expected, reached) for event in command.events)


def _admit_event(
    event: EventToAppend, expected: dict[UUID, Expectation], reached: dict[UUID, int]
) -> int:
    if event.version != reached.get(event.stream_id, -1) + 1:
        raise UnfitCommand(f"versions follow the one expected ({_named(event)}): number them so")
    reached[event.stream_id] = event.version
    if event.version == 1 and expected[event.stream_id].prev != _seed_of(event):
        raise UnfitCommand(f"prev of a new stream is its seed ({_named(event)}): take octets.seed")
    if event.slice not in _slices_of(event.stream_kind):
        raise UnfitCommand(
            f"complaints have a slice below {SLICES}, the management system {MANAGEMENT}, "
            f"others none ({_named(event)}): {event.slice}"
        )
    if event.leaf != leaf(event.public):
        raise UnfitCommand(f"leaf is not that of the octets ({_named(event)}): take octets.leaf")
    _admit_text(event.stream_kind, event.type)
    sizes = [len(event.public), *map(len, event.sealed)]
    if max(sizes) > MOST_OCTETS:
        where = f"{_named(event)}: {max(sizes)}"
        raise UnfitCommand(f"at most {MOST_OCTETS} octets ({where}): shorten it")
    if len(set(event.sealed)) != len(event.sealed):
        raise UnfitCommand(f"a sealed blob comes twice ({_named(event)}): give it once")
    return sum(sizes)


def _slices_of(stream_kind: str) -> Container[int | None]:
    if stream_kind in UNPUBLISHED:
        return (None,)
    return range(SLICES) if stream_kind == "complaint" else (MANAGEMENT,)


def _named(event: EventToAppend) -> str:
    return f"{event.type}, stream {event.stream_id}, version {event.version}"


def _seed_of(event: EventToAppend) -> bytes:
    return seed(event.stream_kind, event.stream_id)


def _admit_text(*texts: str) -> None:
    for text in texts:
        # Neither U+0000 nor a lone surrogate is printable, so most texts need no closer look.
        if not text.isprintable() and ("\x00" in text or not _encodable(text)):
            raise UnfitCommand(f"text that the record cannot hold ({text!r}): remove it")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
