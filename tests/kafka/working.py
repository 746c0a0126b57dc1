"""A projection worker as far as the feed sees one, for tests of the feed."""

import time
from collections.abc import Callable, Mapping

from adapters.feed import Delivery, Mark
from adapters.kafka.clients import Kafka
from adapters.kafka.feed import KafkaFeed
from domain.slices import SLICES

ALL = frozenset(range(SLICES))


class Worker:
    """What a projection worker does with a feed: marks in a place that all workers share."""

    def __init__(self, kafka: str, topic: str, marks: dict[int, Mark]) -> None:
        self.marks = marks
        self.asked: list[frozenset[int]] = []
        self.applied: list[Delivery] = []
        self.too_early: list[Delivery] = []
        self.feed = KafkaFeed(Kafka(kafka), topic, resume=self.resume, group=f"{topic}-group")

    def resume(self, slices: frozenset[int]) -> Mapping[int, Mark]:
        self.asked.append(slices)
        return {slice_: self.marks[slice_] for slice_ in slices if slice_ in self.marks}

    def work(self, seconds: float = 0.1) -> int:
        """Apply what comes once; how many came."""
        came = self.feed.poll(seconds)
        for delivery in came:
            self._apply(delivery)
        return len(came)

    def _apply(self, delivery: Delivery) -> None:
        mark = self.marks.get(delivery.slice, Mark())
        if delivery.prevposition > mark.position:
            self.too_early.append(delivery)
        elif delivery.position > mark.position:
            self.applied.append(delivery)
            self.marks[delivery.slice] = Mark(
                delivery.position, self.feed.topic_id, delivery.offset
            )


def until(condition: Callable[[], bool], *workers: Worker, seconds: float = 40.0) -> None:
    """Lets the workers work, turn by turn, until it is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        told = [(sorted(one.feed.slices), len(one.applied)) for one in workers]
        assert time.monotonic() < deadline, told
        for worker in workers:
            worker.work()


def positions(worker: Worker) -> list[int]:
    return sorted(delivery.position for delivery in worker.applied)
