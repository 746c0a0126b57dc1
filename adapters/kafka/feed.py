"""The live feed: deliveries from the topic, shared among the workers of one group."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import structlog
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.errors import InvalidMetadataError
from kafka.structs import OffsetAndMetadata, TopicPartition

from adapters.feed import Delivery, Mark, Resume
from adapters.kafka.clients import Kafka
from adapters.kafka.consumer_stall import Watch
from adapters.kafka.continuity import Continuity
from adapters.kafka.headers import GROUP, place
from adapters.kafka.topic import TopicDiffers, TopicMissing, describe
from domain.slices import MANAGEMENT, SLICES

AT_A_TIME = 5000
STALLED_SECONDS, TICK_SECONDS = 60.0, 5.0
JOIN_SECONDS = 0.1
LEARNING_SECONDS = 15.0

Between = Callable[[int, int, int], list[Delivery]]
"""What a store holds of a slice between two positions, both excluded."""

logger = structlog.get_logger(__name__)


class KafkaFeed:
    """The port adapters.feed.Feed over one topic or two; made in and used by one thread.

    Where to go on is asked of ``resume`` alone. Offsets are committed for those who watch the
    group's lag, and never read.
    """

    def __init__(
        self,
        kafka: Kafka,
        topic: str | tuple[str, str],
        *,
        resume: Resume,
        between: Between | None = None,
        group: str = GROUP,
        stalled_after: float = STALLED_SECONDS,
    ) -> None:
        """Joins the group. Raises BrokerAway, TopicMissing, and TopicDiffers.

        stalled_after: seconds without a record, while there are some, that are too many.
        topic: of the complaints, or of them and of the management system, which is slice 12.
        """
        names = (topic,) if isinstance(topic, str) else topic
        self._topics = dict(zip(names, (SLICES, 1), strict=False))
        self._management = names[1] if len(names) > 1 else None
        self._resume = resume
        self._between = between
        self._admin = kafka.admin()
        self._ids = self._present_ids()
        self._log_id: UUID | None = None
        self._unplaced: set[TopicPartition] = set()
        self._continuity = Continuity()
        self._delivered: dict[TopicPartition, int] = {}
        self._ticked = time.monotonic()
        self._consumer = kafka.consumer(group=group, at_a_time=AT_A_TIME)
        self._consumer.subscribe([*self._topics], listener=_Arrivals(self._arrived, self._left))
        for each in self._topics:
            _learn(self._consumer, each)
        self._watch = Watch(self._consumer, stalled_after=stalled_after)

    @property
    def log_id(self) -> UUID | None:
        """The incarnation of the log that came last, None until the first delivery."""
        return self._log_id

    @property
    def topic_id(self) -> str:
        """The topic's own id in Kafka."""
        return next(iter(self._ids.values()))

    @property
    def management_id(self) -> str | None:
        """The id of the management system's topic, where it is read."""
        return self._ids[self._management] if self._management else None

    @property
    def slices(self) -> frozenset[int]:
        """The slices that this worker serves at the moment."""
        return frozenset(map(self._slice, self._consumer.assignment()))

    def poll(self, seconds: float) -> list[Delivery]:
        """The next deliveries, in order within a slice; [] when none came within so long.

        Raises FeedStalled, and NotOurs for a record that Plaint did not write.
        """
        deadline = time.monotonic() + seconds
        while True:
            wait = max(deadline - time.monotonic(), 0.0)
            # A longer wait for records would not end when slices come, which must be placed.
            if self._unplaced or not self._consumer.assignment():
                wait = min(wait, JOIN_SECONDS)
            records = self._consumer.poll(timeout_ms=wait * 1000)
            self._place()
            came = [each for one in records.items() for each in self._deliveries(*one)]
            self._look(moved=bool(came))
            if came or time.monotonic() >= deadline:
                return came

    def between(self, slice_: int, after: int, before: int) -> list[Delivery] | None:
        """What lies between two positions of a slice, both excluded; None without a store."""
        return None if self._between is None else self._between(slice_, after, before)

    def close(self) -> None:
        """Leave the group; its slices go to the other members."""
        self._commit()
        self._consumer.close()
        self._admin.close()

    def _arrived(self, partitions: Iterable[TopicPartition]) -> None:
        """Nothing is fetched of new partitions until their marks are known. In Kafka's thread."""
        self._consumer.pause(*partitions)
        self._unplaced.update(partitions)

    def _left(self, partitions: Iterable[TopicPartition]) -> None:
        for each in partitions:
            self._unplaced.discard(each)
            self._continuity.forget(self._slice(each))
            self._delivered.pop(each, None)

    def _place(self) -> None:
        """Ask where to go on in slices that are new here, and go there."""
        new = {self._slice(each): each for each in self._unplaced & self._consumer.assignment()}
        if not new:
            return
        self._ids = self._present_ids()
        marks = self._resume(frozenset(new))
        for slice_, partition in new.items():
            self._seek(partition, marks.get(slice_, Mark()))
            self._unplaced.discard(partition)
            self._consumer.resume(partition)
        logger.info("feed.slices", count=len(self.slices), reason=f"new here: {sorted(new)}")

    def _seek(self, partition: TopicPartition, mark: Mark) -> None:
        if mark.offset is not None and mark.topic_id == self._ids[partition.topic]:
            self._continuity.reached(self._slice(partition), mark.position)
            self._consumer.seek(partition, mark.offset + 1)
        else:
            self._begin(partition)

    def _begin(self, partition: TopicPartition) -> None:
        self._continuity.begins(self._slice(partition))
        self._consumer.seek_to_beginning(partition)

    def _deliveries(self, partition: TopicPartition, records: Sequence[Any]) -> list[Delivery]:
        if self._between is None and self._leaves_out(partition, records[0]):
            return []
        made, slice_ = [], self._slice(partition)
        for record in records:
            at, where = place(record.headers), (record.value, record.offset)
            made.append(Delivery(at.log_id, slice_, at.position, at.prevposition, *where))
        self._log_id = made[-1].log_id
        self._continuity.reached(slice_, made[-1].position)
        self._delivered[partition] = records[-1].offset
        return made

    def _leaves_out(self, partition: TopicPartition, first: Any) -> bool:
        """Whether something is missing before this record; then the partition is read again.

        Where a store is at hand, it fills the gap.
        """
        prevposition = place(first.headers).prevposition
        if not self._continuity.is_broken(self._slice(partition), prevposition):
            return False
        logger.warning("feed.reads_again", slice=self._slice(partition), position=prevposition)
        self._begin(partition)
        return True

    def _look(self, *, moved: bool) -> None:
        self._watch.look(moved=moved)
        if time.monotonic() - self._ticked > TICK_SECONDS:
            self._ticked = time.monotonic()
            self._watch.same(self._ids)
            self._commit()

    def _commit(self) -> None:
        """For those who watch the group; without an answer nothing is lost."""
        offsets = {
            each: OffsetAndMetadata(offset + 1, "", -1) for each, offset in self._delivered.items()
        }
        self._delivered.clear()
        if offsets:
            self._consumer.commit_async(offsets)

    def _slice(self, partition: TopicPartition) -> int:
        """Its number in the topic of complaints; the one of the other topic is slice 12."""
        return MANAGEMENT if partition.topic == self._management else int(partition.partition)

    def _present_ids(self) -> dict[str, str]:
        found = {name: describe(self._admin, name) for name in self._topics}
        for name, partitions in self._topics.items():
            if len(found[name]["partitions"]) != partitions:
                raise TopicDiffers(
                    f"topic {name} has {len(found[name]['partitions'])} partitions, must have "
                    f"{partitions}: name the topic that the relay fills"
                )
        return {name: str(one["topic_id"]) for name, one in found.items()}


def _learn(consumer: Any, topic: str) -> None:
    """Know the subscribed topic before joining.

    Who divides a group's work without, divides nothing; who learns of a topic before subscribing
    to it hears of it as news afterwards, and divides it a second time. A topic that was made a
    moment ago is not known at once. Raises TopicMissing.
    """
    deadline = time.monotonic() + LEARNING_SECONDS
    while not _known(consumer, topic):
        if time.monotonic() > deadline:
            raise TopicMissing(f"Kafka tells nothing of the topic {topic}: see that it is there")
        time.sleep(0.1)


def _known(consumer: Any, topic: str) -> bool:
    try:
        return bool(consumer.partitions_for_topic(topic))
    except InvalidMetadataError:
        # So answers a broker that has not heard of the topic, or of its leaders, yet.
        return False


class _Arrivals(ConsumerRebalanceListener):
    """Hands on what the group decides."""

    def __init__(
        self,
        arrived: Callable[[Iterable[TopicPartition]], None],
        left: Callable[[Iterable[TopicPartition]], None],
    ) -> None:
        self._arrived = arrived
        self._left = left

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._arrived(assigned)

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._left(revoked)

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        self._left(lost)
