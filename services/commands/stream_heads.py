"""The heads of streams: read from the record, or remembered from the last command on them."""

from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from adapters import event_json
from adapters.record import Record, StoredEvent
from domain.aggregate import AnyAggregate
from domain.errors import ErrorCategory
from services.commands.event_assembly import Head

MOST = 4096


class NotFound(LookupError):
    """There is none of this id or reference, or none for whoever asks: both sound alike."""

    category = ErrorCategory.NOT_FOUND

    def __init__(self, message: str | None = None, *, noun: str = "complaint") -> None:
        self.noun = noun
        also = ", or look in the queue" if noun == "complaint" else ""
        super().__init__(
            message or f"no {noun} that you may see has this id or reference: check it{also}"
        )


class Heads:
    """At most ``most`` heads of one aggregate in memory; another process may move any of them on.

    A remembered head is good for deciding, since appending checks its version and last leaf;
    whoever would refuse a command on the ground of one reads the record first. That reads what
    came since: the last leaf that is remembered stands for all before it.
    """

    def __init__(self, record: Record, of: AnyAggregate, *, most: int = MOST) -> None:
        self._record = record
        self.of = of
        self._most = most
        self._heads: OrderedDict[UUID, Head] = OrderedDict()

    def remembered(self, stream_id: UUID) -> Head | None:
        """The head as this process last knew it, None if it does not."""
        return self._heads.get(stream_id)

    async def known(self, stream_id: UUID) -> Head:
        """The head as remembered, or else from the record. Raises NotFound."""
        return self.remembered(stream_id) or await self.read(stream_id)

    async def read(self, stream_id: UUID, *, upto: int | None = None) -> Head:
        """The head from the record, or as it was at version ``upto``. Raises NotFound."""
        if upto is None:
            return (await self.latest(stream_id))[0]
        return head_of(self.of, stream_id, await self._record.stream(stream_id, upto=upto))

    async def latest(self, stream_id: UUID) -> tuple[Head, StoredEvent]:
        """The head from the record, and its last event as it is stored. Raises NotFound."""
        known = self.remembered(stream_id)
        stored = await self._record.stream(stream_id, since=known.version) if known else []
        if known and stored and stored[0].leaf == known.prev:
            head = _after(known, stored[1:])
        else:
            stored = await self._record.stream(stream_id)
            head = head_of(self.of, stream_id, stored)
        self.remember(head)
        return head, stored[-1]

    def remember(self, head: Head) -> None:
        """Keep a head that is stored; the one kept longest ago goes when there are too many."""
        self._heads[head.stream_id] = head
        self._heads.move_to_end(head.stream_id)
        if len(self._heads) > self._most:
            self._heads.popitem(last=False)


def head_of(of: AnyAggregate, stream_id: UUID, history: Sequence[StoredEvent]) -> Head:
    """The head of a stream. Raises NotFound when it has no events, or is of another aggregate."""
    if not history or history[0].stream_kind != of.stream_kind:
        raise NotFound(noun=of.noun)
    return _after(Head.new(of, stream_id), history)


def _after(head: Head, stored: Sequence[StoredEvent]) -> Head:
    """The head after these events of its stream."""
    if not stored:
        return head
    state = head.state
    for one in stored:
        recorded = event_json.recorded(one.public, one.position)
        state = head.of.evolve(state, recorded)
    return Head(
        head.of, head.stream_id, state, recorded.version, stored[-1].leaf, recorded.recorded_at
    )
