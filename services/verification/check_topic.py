"""The topic compared with the store: each event once or more, in order, with the same octets."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from adapters.kafka import headers
from adapters.kafka.clients import Kafka
from adapters.kafka.reading import Published, read_topic
from adapters.kafka.topic import TopicMissing
from adapters.octets import leaf
from adapters.postgres.log import Log
from adapters.postgres.pages import Due, Pages
from adapters.postgres.relay_state import RelayRow
from domain.slices import MANAGEMENT, SLICES
from services.verification.check_results import Look

ADVANCE_EVERY = 500
PLACE = (headers.SOURCE, headers.POSITION, headers.PREVPOSITION)

Advance = Callable[[int], None]
InSlice = tuple[int, Published]
"""A slice, and a record of it."""


@dataclass(slots=True)
class Slice:
    """One slice of the store, read beside its partition.

    last: the position that its partition has reached; the events after it are fetched in pages.
    """

    number: int
    pages: Pages
    last: int = 0
    _ahead: deque[Due] = field(default_factory=deque)

    def next(self) -> Due | None:
        """The event after ``last``; asked again at the end, for the record grows meanwhile."""
        if not self._ahead:
            self._ahead.extend(self.pages.in_slice(self.number, self.last))
        return self._ahead[0] if self._ahead else None

    def step(self) -> int:
        """Go past the next event; the position that ``last`` had."""
        before, self.last = self.last, self._ahead.popleft().position
        return before


@dataclass(slots=True)
class Comparison:
    """The topic of one log compared with its store."""

    store: Pages
    log: Log
    log_id: UUID
    look: Look = field(default_factory=lambda: Look("topic"))
    _slices: list[Slice] = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is read yet."""
        self._slices = [Slice(number, self.store) for number in range(SLICES + 1)]

    def run(self, records: Iterator[InSlice], row: RelayRow | None, advance: Advance) -> Look:
        """Compare all records; row: how far the relay said, before reading, that it published."""
        number = 0
        for number, (slice_, record) in enumerate(records, 1):
            self._take(record, slice_)
            if number % ADVANCE_EVERY == 0:
                advance(ADVANCE_EVERY)
        advance(number % ADVANCE_EVERY)
        self._ends(row)
        return self.look

    def _take(self, record: Published, number: int) -> None:
        try:
            said = record.headers
            place = headers.place([(name, said[name].encode()) for name in PLACE if name in said])
        except headers.NotOurs as error:
            self._differ(record, None, f"was not written by Plaint: {error}")
            return
        slice_ = self._slices[number]
        if place.log_id != self.log_id:
            self.look.count("other_log")
            if slice_.last:
                self._differ(record, None, f"is of the log {place.log_id} and stands among ours")
            return
        self.look.checked += 1
        if place.position <= slice_.last:
            self._repeat(record, place, number)
        else:
            self._new(record, place, slice_)

    def _new(self, record: Published, place: headers.Place, slice_: Slice) -> None:
        while (due := slice_.next()) is not None and due.position < place.position:
            slice_.step()
            self.look.differ(due.position, f"position {due.position} is missing in the topic")
        if due is None or due.position != place.position:
            self._differ(record, place.position, "is of no event that the store has in this slice")
            return
        self._compare(record, place, due, slice_.step())

    def _repeat(self, record: Published, place: headers.Place, slice_: int) -> None:
        self.look.count("repeats")
        event = self.log.at(place.position)
        if event is None or event.slice != slice_:
            self._differ(record, place.position, "is of no event that the store has in this slice")
            return
        before = self.log.last_in_slice(slice_, place.position - 1)
        due = Due(event.position, str(event.stream_id), event.version, event.leaf)
        self._compare(record, place, due, before)

    def _compare(self, record: Published, place: headers.Place, due: Due, before: int) -> None:
        wrong = []
        if leaf(record.value) != due.leaf:
            wrong.append("other octets")
        if place.prevposition != before:
            wrong.append(f"prevposition {place.prevposition}, not {before},")
        if record.key != due.stream_id:
            wrong.append("another key")
        if record.headers.get(headers.STREAMVERSION) != str(due.version):
            wrong.append("another version")
        said = f'"event_id":"{record.headers.get(headers.ID)}"'.encode()
        if said not in record.value:
            wrong.append("another event id")
        if wrong:
            self._differ(record, due.position, f"has {', '.join(wrong)} than the store")

    def _ends(self, row: RelayRow | None) -> None:
        """How far the topic is behind, and whether it ends before what was said to be in it."""
        ours = row is not None and row.log_id == self.log_id
        reached = (*row.prev, row.management) if row is not None and ours else (0,) * (SLICES + 1)
        for slice_ in self._slices:
            self.look.count("behind", self.store.behind(slice_.number, slice_.last))
            published = reached[slice_.number]
            while slice_.last < published and (due := slice_.next()) is not None:
                slice_.step()
                if due.position <= published:
                    said = f"position {due.position} was published and is missing in the topic"
                    self.look.differ(due.position, said)
        head = self.log.head()
        if row is not None and ours and row.position > head:
            self.look.differ(head + 1, f"published up to {row.position}; the store ends at {head}")
        if self.look.counts.get("other_log") and not self.look.checked:
            self.look.differ(
                None,
                "the topic holds another log's records and none of ours: the relay refuses it; "
                "delete it, or name a new one in PLAINT_TOPIC",
            )

    def _differ(self, record: Published, position: int | None, said: str) -> None:
        where = f"the record at offset {record.offset} of partition {record.partition}"
        self.look.differ(position, f"{where} {said}")


def compare(
    store: Pages,
    log: Log,
    kafka: Kafka,
    *,
    topics: tuple[str, str | None],
    row: RelayRow | None,
    advance: Advance,
) -> Look:
    """Compare the complaints' topic, and the management system's beside it, with the store.

    Raises BrokerAway, TopicMissing.
    """
    topic, management = topics
    records = chain(
        ((record.partition, record) for record in read_topic(kafka, topic)),
        _beside(kafka, management, store),
    )
    return Comparison(store, log, log.log_id()).run(records, row, advance)


def _beside(kafka: Kafka, topic: str | None, store: Pages) -> Iterator[InSlice]:
    """Its records. A relay of before made no such topic, and had nothing for it."""
    if topic is None:
        return
    try:
        for record in read_topic(kafka, topic):
            yield MANAGEMENT, record
    except TopicMissing:
        if store.behind(MANAGEMENT, 0):
            raise
