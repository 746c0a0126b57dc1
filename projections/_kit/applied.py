"""An event on its way into the views: decoded once, applied by every projection."""

from uuid import UUID

from msgspec import Struct

from domain.recorded import Recorded


class Applied(Struct, frozen=True):
    """A readable event with its very octets and their leaf (SHA-256(0x00 ‖ public))."""

    recorded: Recorded
    public: bytes
    leaf: bytes
    position: int


class Arrived(Struct, frozen=True, kw_only=True):
    """What a feed brought for one complaint: an event to apply, or the trouble with it.

    prevposition: the position before it in the slice, 0 for the first. Exactly one of applied
    and trouble is given. offset: where it lay in Kafka, None from the store.
    """

    slice: int
    position: int
    prevposition: int
    stream_id: UUID
    applied: Applied | None = None
    trouble: str | None = None
    offset: int | None = None
