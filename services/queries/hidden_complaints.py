"""Complaints that are hidden from whoever reads, and the events that would name them (4.7)."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from adapters.clock import now
from adapters.record import Record
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.events import ComplaintLinked, ComplaintUnlinked
from domain.recorded import Recorded
from domain.values import Actor
from services.access.sight import Sight
from services.commands.stream_heads import Heads, NotFound

OF_LINKS = ComplaintLinked | ComplaintUnlinked


async def events_unsaid(
    record: Record, history: Iterable[Recorded], reader: Actor
) -> frozenset[UUID]:
    """The events of a complaint that name, as linked, one that is hidden from the reader."""
    linked = {
        one.event_id: one.event.other_id for one in history if isinstance(one.event, OF_LINKS)
    }
    hidden = await hidden_from(record, linked.values(), reader)
    return frozenset(event_id for event_id, other in linked.items() if other in hidden)


async def hidden_from(record: Record, named: Iterable[UUID], reader: Actor) -> frozenset[UUID]:
    """Which of these complaints the reader may not see, as they stand now."""
    heads, sight, found = Heads(record, COMPLAINT), Sight(reader, now()), set[UUID]()
    for other_id in set(named):
        with suppress(NotFound):
            if not sight.of((await heads.read(other_id)).state):
                found.add(other_id)
    return frozenset(found)
