"""What the relay does when the broker dies, comes back, or comes back with less than it had."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.kafka.clients import Kafka
from adapters.kafka.publisher import Publisher
from adapters.local.kafka_server import KafkaServer
from domain.slices import SLICES
from services.run_relay import STOPPED
from services.streaming.relay import number
from tests.kafka.publishing import LOG, whole
from tests.kafka.running import Relaying, judged, kill_pid, relaying, stop
from tests.support.fix_kafka import broker_of_our_own, checkpoints_of, fresh_topic, unused_name
from tests.support.published import complaints, store, stored_by_hand
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

BATCH_HEADER = struct.Struct(">qi")


@pytest.fixture(scope="module")
def broker() -> Iterator[KafkaServer]:
    with broker_of_our_own() as made:
        made.start()
        yield made


@pytest.fixture
def relay(broker: KafkaServer, database: FreshDatabases, tmp_path: Path) -> Iterator[Relaying]:
    with relaying(database, tmp_path, address=broker.start(), topic=unused_name()) as made:
        yield made


def power_cut(broker: KafkaServer) -> None:
    assert broker.pid is not None
    kill_pid(broker.pid)
    broker.stop()


def cut(log: Path, keep: int) -> None:
    """Leave only so many batches of a partition's file, as if the rest had not reached the disk."""
    octets, end = log.read_bytes(), 0
    for _ in range(keep):
        _, length = BATCH_HEADER.unpack_from(octets, end)
        end += BATCH_HEADER.size + length
    assert end < len(octets)
    with log.open("r+b") as file:
        file.truncate(end)


def partition_log(broker_folder: Path, relay: Relaying, slice_: int) -> Path:
    return broker_folder / f"data/{relay.settings.topic}-{slice_}/00000000000000000000.log"


def test_a_broker_killed_and_started_again_under_load_leaves_no_hole(
    broker: KafkaServer, relay: Relaying
) -> None:
    streams = complaints(300)
    relay.start()
    store(relay.database.dsn(), streams, rounds=2)
    relay.wait(lambda: relay.head() > 0)

    power_cut(broker)
    store(relay.database.dsn(), streams, rounds=2)
    broker.start()
    store(relay.database.dsn(), streams, rounds=2)
    relay.supervise(relay.reached)

    judged(relay)


def test_an_idle_relay_outlives_a_restart_of_the_broker(
    broker: KafkaServer, relay: Relaying
) -> None:
    streams = complaints(50)
    store(relay.database.dsn(), streams, rounds=2)
    process = relay.start()
    relay.wait(relay.reached)

    broker.stop()
    broker.start()
    store(relay.database.dsn(), streams, rounds=2)
    relay.supervise(relay.reached)

    assert judged(relay) == 0
    assert relay.processes == [process]
    assert "connection_changed" in relay.said(process)


def test_a_topic_cut_by_a_power_failure_is_filled_where_it_was_cut(
    broker: KafkaServer, relay: Relaying
) -> None:
    streams = complaints(200)
    process = relay.start()
    for _ in range(3):
        store(relay.database.dsn(), streams)
        relay.wait(relay.reached)
    assert stop(process) == STOPPED
    folder = broker._folder
    power_cut(broker)
    for slice_, keep in ((2, 1), (5, 0), (9, 2)):
        cut(partition_log(folder, relay, slice_), keep)

    broker.start()
    second = relay.start()
    store(relay.database.dsn(), streams)
    relay.supervise(relay.reached)

    assert "topic_ends_early" in relay.said(second)
    assert judged(relay) == 0


def test_a_topic_cut_while_the_relay_runs_is_filled_before_anything_new_is_sent(
    broker: KafkaServer, relay: Relaying
) -> None:
    streams = complaints(200)
    relay.start()
    for _ in range(3):
        store(relay.database.dsn(), streams)
        relay.wait(relay.reached)
    power_cut(broker)
    for slice_ in range(SLICES):
        cut(partition_log(broker._folder, relay, slice_), slice_ % 2)
    store(relay.database.dsn(), streams, rounds=2)

    broker.start()
    relay.supervise(relay.reached)

    assert any("topic_ends_early" in relay.said(each) for each in relay.processes)
    judged(relay)


def test_a_producer_never_sends_over_a_connection_that_was_not_checked(
    broker: KafkaServer,
) -> None:
    address = broker.start()
    topic = fresh_topic(address)
    events = stored_by_hand(complaints(60), rounds=2)
    doubts: list[str] = []
    to = Publisher(Kafka(address), topic, checkpoints=checkpoints_of(topic), doubt=doubts.append)
    to.trust(30)
    prev = [0] * SLICES
    assert to.send(LOG, number(events[:60], prev)).acknowledged(30)
    assert to.trusted()

    power_cut(broker)
    broker.start()
    assert not to.trusted()
    sent = to.send(LOG, number(events[60:], prev))

    assert not sent.acknowledged(5)
    assert doubts and "not the one that was checked" in doubts[0]
    assert whole(address, topic, events[:60], LOG).records == 60
    to.trust(30)
    assert sent.acknowledged(30)
    assert whole(address, topic, events, LOG).repeats == 0
