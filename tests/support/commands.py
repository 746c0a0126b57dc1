"""Commands for tests of the record: streams that know their head, and what is written to them."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from adapters.canonical import canonical
from adapters.octets import leaf, seed, slice_of
from adapters.record import Append, Claim, EventToAppend, Expectation

TESTS = UUID("2f0f6a54-8a3c-5c41-9d57-6d1a3b6ef001")


def named(name: str) -> UUID:
    """The same id for the same name, in every run."""
    return uuid5(TESTS, name)


class Stream:
    """A stream as one writer knows it: where it stands, and what it would write next."""

    def __init__(self, name: str, kind: str = "complaint") -> None:
        self.stream_id = named(name)
        self.kind = kind
        self.version = 0
        self.prev = seed(kind, self.stream_id)

    def expectation(self) -> Expectation:
        """The stream as this writer believes it to be."""
        return Expectation(self.stream_id, self.version, self.prev)

    def next_event(
        self, command_id: UUID, *, text: str, sealed: Sequence[bytes] = ()
    ) -> EventToAppend:
        """The stream's next event; the writer now believes it to be stored."""
        self.version += 1
        envelope = {
            "command_id": str(command_id),
            "data": {"text": text},
            "prev": self.prev.hex(),
            "stream_id": str(self.stream_id),
            "stream_kind": self.kind,
            "version": self.version,
        }
        public = canonical(envelope)
        self.prev = leaf(public)
        return EventToAppend(
            stream_id=self.stream_id,
            version=self.version,
            stream_kind=self.kind,
            slice=slice_of(self.stream_id) if self.kind == "complaint" else None,
            type="NoteAdded",
            public=public,
            leaf=self.prev,
            sealed=tuple(sealed),
        )


def command(
    name: str,
    *streams: Stream,
    events: int = 1,
    claims: Sequence[Claim] = (),
    request: bytes = b"asked",
    sealed: Sequence[bytes] = (),
) -> Append:
    """A command that writes so many events to each stream, which then stand at the last of them.

    sealed: blobs of the first event of each stream.
    """
    command_id = named(name)
    expectations = tuple(stream.expectation() for stream in streams)
    written = [
        stream.next_event(command_id, text=f"{name} {number}", sealed=sealed if not number else ())
        for stream in streams
        for number in range(events)
    ]
    return Append(command_id, request, expectations, tuple(claims), tuple(written))


def blob(text: str) -> bytes:
    """Octets that stand for a sealed blob."""
    return text.encode().ljust(300, b".")
