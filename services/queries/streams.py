"""Streams of any aggregate: as they stand now, with their events, opened for those who may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters import event_json
from domain.aggregate import AnyAggregate
from domain.recorded import Recorded
from domain.values import Actor
from services.access.sight import Sight
from services.commands.event_assembly import Head
from services.commands.stream_heads import head_of
from services.queries.lookup import Lookup
from services.queries.parts import Parts
from services.queries.unsealing import Opened, open_sealed


@dataclass(frozen=True, slots=True)
class StreamRead:
    """A stream as it stands, with the events that made it."""

    head: Head
    events: tuple[Recorded, ...]


class Streams:
    """Asks the record of one stream at a time; no view is asked."""

    def __init__(self, parts: Parts) -> None:
        self._record = parts.record
        self._keys = parts.keys
        self._lookup = Lookup(parts.references, parts.policies)

    async def find(self, of: AnyAggregate, word: str) -> UUID:
        """The stream of an id or a reference, whoever may see it. Raises NotFound, SeveralFound."""
        return await self._lookup.find(word, of)

    async def read(
        self, of: AnyAggregate, stream_id: UUID, reader: Actor, *, now: datetime
    ) -> StreamRead:
        """The stream, if they may see it. Raises NotFound."""
        stored = await self._record.stream(stream_id)
        head = head_of(of, stream_id, stored)
        Sight(reader, now, aggregate=of).check(head.state)
        events = (event_json.recorded(one.public, one.position) for one in stored)
        return StreamRead(head, tuple(events))

    async def opened(self, read: StreamRead) -> tuple[Opened, ...]:
        """Its events with what is sealed in them; to be logged by whoever asks."""
        return tuple(await open_sealed(read.events, record=self._record, keys=self._keys))
