"""All views fed from Kafka by one worker, beside a bare loop of the consumer below it."""

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from adapters.kafka.clients import Kafka
from adapters.kafka.feed import AT_A_TIME, KafkaFeed
from adapters.postgres.roles import PROJECTOR
from adapters.postgres.views import PostgresViews
from projections import discover
from services.streaming.projector import Projecting
from tests.bench.ground import Ground
from tests.bench.history import history
from tests.bench.published import Topic, published
from tests.bench.rows import Against, Row
from tests.support.fix_kafka import unused_name
from tests.support.servers import FreshDatabases

PATIENCE = 600.0


def _fed(ground: Ground) -> float:
    topic = ground.kept(published)
    with ground.fresh(of=ground.kept(history).database) as database:
        return _fed_into(database, Kafka(ground.broker()), topic)


def _fed_into(database: FreshDatabases, kafka: Kafka, topic: Topic) -> float:
    with closing(PostgresViews.open(database.dsn(PROJECTOR))) as views:
        worker = Projecting(views, discover(), topic.log_id, "kafka")
        worker.prepare()
        feed = KafkaFeed(kafka, topic.name, resume=worker.resume, group=unused_name())
        with closing(feed):
            return _rate(lambda: worker.step(feed, 0.5), topic.records)


def _consumed(ground: Ground) -> float:
    topic = ground.kept(published)
    consumer: Any = Kafka(ground.broker()).consumer(group=unused_name(), at_a_time=AT_A_TIME)
    consumer.subscribe([topic.name])

    def step() -> int:
        came = consumer.poll(timeout_ms=500)
        return sum(1 for records in came.values() for record in records if record.value)

    with closing(consumer):
        return _rate(step, topic.records)


def _rate(step: Callable[[], int], records: int) -> float:
    """Records a second; the time begins when the first have come, so that joining is not in it."""
    deadline = time.monotonic() + PATIENCE
    while not (first := step()):
        _must_be_before(deadline)
    start, came = time.perf_counter(), first
    while came < records:
        came += step()
        _must_be_before(deadline)
    return (came - first or came) / (time.perf_counter() - start)


def _must_be_before(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise RuntimeError(f"the topic did not come within {PATIENCE:.0f} s")


ROWS = (
    Row(
        name="live views from Kafka",
        unit="records/s",
        how="One worker folds the history from Kafka into every view. The peer polls the same "
        "records and looks at none.",
        ours=_fed,
        against=Against(
            "bare kafka-python consumer",
            _consumed,
            "The peer keeps nothing. Ours stores rows and places together, and does not wait for "
            "the disk: what a crash takes comes again from Kafka.",
            0.35,
        ),
    ),
)
