"""The relay's records, beside a bare loop of the producer that it is built on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from adapters.kafka.clients import BATCH_OCTETS, LINGER_MS, PRODUCER
from adapters.kafka.headers import Labels
from domain.slices import MANAGEMENT, SLICES
from services.streaming.relay import number
from tests.bench.ground import Ground
from tests.bench.history import events_of, history
from tests.bench.published import beside, new_topics, published, records_of, relayed
from tests.bench.rows import Against, Row

Record = dict[str, Any]


def _relayed(ground: Ground) -> float:
    kept = ground.kept(history)
    with ground.fresh(of=kept.database) as database:
        _, seconds = relayed(ground, database)
    return records_of(kept) / seconds


@contextmanager
def _ready(ground: Ground) -> Iterator[list[Record]]:
    """Everything that is sent, in memory: key, headers, value, partition."""
    kept = ground.kept(history)
    labels = Labels(ground.kept(published).log_id)
    events = number(events_of(kept.database, kept.head), [0] * (SLICES + 1))
    ready = []
    for event, before in events:
        key, headers = labels.keyed(event, before)
        is_beside = event.slice == MANAGEMENT
        ready.append(
            {
                "key": key,
                "headers": headers,
                "value": event.public,
                "partition": 0 if is_beside else event.slice,
                "is_beside": is_beside,
            }
        )
    yield ready


def _bare(ground: Ground) -> float:
    ready, topic = ground.kept(_ready), new_topics(ground)
    producer = PRODUCER(
        bootstrap_servers=ground.broker(),
        acks="all",
        enable_idempotence=True,
        linger_ms=LINGER_MS,
        batch_size=BATCH_OCTETS,
        metrics_enabled=False,
    )
    for each in (topic, beside(topic)):
        producer.partitions_for(each)
    start = time.perf_counter()
    for record in ready:
        named = {name: value for name, value in record.items() if name != "is_beside"}
        producer.send(beside(topic) if record["is_beside"] else topic, **named)
    producer.flush()
    seconds = time.perf_counter() - start
    producer.close()
    return len(ready) / seconds


ROWS = (
    Row(
        name="relay",
        unit="records/s",
        how="The history is read from PostgreSQL, labelled and published, from the first event "
        "until Kafka has acknowledged the last. The peer sends the same records with the same "
        "headers and settings, which are ready in memory.",
        ours=_relayed,
        against=Against(
            "bare kafka-python producer",
            _bare,
            "Nothing in Kafka: both have each record acknowledged by all copies. Ours keeps in "
            "PostgreSQL how far it is, too, so that none is lost or sent behind a hole.",
            0.9,
        ),
    ),
)
