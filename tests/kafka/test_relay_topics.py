"""The relay before topics that were made anew, that somebody else fills, or of another shape."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka.structs import TopicPartition
from typer.testing import CliRunner

from adapters.kafka.clients import Kafka
from adapters.kafka.topic import checkpoints_topic, complaints_topic, ensure_topic
from adapters.settings import environment_for
from services.cli.app import make_app
from services.run_relay import REFUSED, START_AGAIN
from tests.kafka.publishing import publish
from tests.kafka.running import Relaying, judged, relaying, stop
from tests.support.fix_kafka import checkpoints_of, unused_name
from tests.support.published import complaints, store, stored_by_hand
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers


@pytest.fixture
def relay(kafka: str, database: FreshDatabases, tmp_path: Path) -> Iterator[Relaying]:
    with relaying(database, tmp_path, address=kafka, topic=unused_name()) as made:
        yield made


def test_a_topic_made_anew_and_empty_is_filled_again(relay: Relaying) -> None:
    store(relay.database.dsn(), complaints(40), rounds=3)
    process = relay.start()
    relay.wait(relay.reached)
    stop(process)
    before = relay.row().topic_id
    admin = Kafka(str(relay.settings.kafka_bootstrap_servers)).admin()
    admin.delete_topics([relay.settings.topic])
    admin.close()

    relay.supervise(lambda: relay.row().topic_id != before and relay.reached())

    assert judged(relay) == 0


def test_a_topic_made_anew_under_a_running_relay_is_never_filled_from_the_middle(
    relay: Relaying,
) -> None:
    store(relay.database.dsn(), complaints(40), rounds=3)
    process = relay.start()
    relay.wait(relay.reached)
    before = relay.row().topic_id
    admin = Kafka(str(relay.settings.kafka_bootstrap_servers)).admin()
    admin.delete_topics([relay.settings.topic])
    ensure_topic(admin, complaints_topic(relay.settings.topic))
    admin.close()
    relay.wait(lambda: process.poll() is not None or "checked" in relay.said(process)[-400:])

    relay.supervise(lambda: relay.row().topic_id != before and relay.reached())

    assert judged(relay) == 0


def test_a_topic_that_is_deleted_under_an_idle_relay_is_filled_anew_within_seconds(
    relay: Relaying,
) -> None:
    """Nothing is sent that would show that it is gone, and the client would wait for a minute."""
    store(relay.database.dsn(), complaints(10))
    process = relay.start()
    relay.wait(relay.reached)
    before, began = relay.row().topic_id, time.monotonic()
    told = CliRunner().invoke(
        make_app(), ["topic", "refill", "--yes"], env=environment_for(relay.settings)
    )
    assert told.exit_code == 0, told.stderr
    assert process.wait(30) == START_AGAIN
    assert "was deleted" in relay.said(process)
    relay.supervise(lambda: relay.row().topic_id != before and relay.reached())
    assert time.monotonic() - began < 45
    assert judged(relay) == 0


def test_a_topic_that_somebody_else_fills_is_refused(relay: Relaying) -> None:
    address, topic = str(relay.settings.kafka_bootstrap_servers), relay.settings.topic
    admin = Kafka(address).admin()
    ensure_topic(admin, complaints_topic(topic))
    ensure_topic(admin, checkpoints_topic(checkpoints_of(topic)))
    admin.close()
    publish(address, topic, stored_by_hand(complaints(5)))
    store(relay.database.dsn(), complaints(20))

    process = relay.start()

    assert process.wait(30) == REFUSED
    assert "not ours" in relay.said(process)


def test_a_topic_that_lost_its_beginning_is_refused_and_filled_again_after_it_was_deleted(
    relay: Relaying,
) -> None:
    store(relay.database.dsn(), complaints(40), rounds=3)
    process = relay.start()
    relay.wait(relay.reached)
    stop(process)
    before = relay.row().topic_id
    address, topic = str(relay.settings.kafka_bootstrap_servers), relay.settings.topic
    admin = Kafka(address).admin()
    admin.delete_records({TopicPartition(topic, 3): 2})
    admin.close()

    process = relay.start()

    assert process.wait(30) == REFUSED
    assert "partition 3 begins at offset 2" in relay.said(process)
    assert "plaint topic refill" in relay.said(process)

    told = CliRunner().invoke(make_app(), ["topic", "refill"], env=environment_for(relay.settings))
    assert told.exit_code == 2 and "--yes" in told.stderr
    told = CliRunner().invoke(
        make_app(), ["topic", "refill", "--yes"], env=environment_for(relay.settings)
    )
    assert told.exit_code == 0, told.stderr
    relay.supervise(lambda: relay.row().topic_id != before and relay.reached())
    assert judged(relay) == 0


def test_a_topic_of_another_shape_is_refused(relay: Relaying) -> None:
    admin = Kafka(str(relay.settings.kafka_bootstrap_servers)).admin()
    admin.create_topics({relay.settings.topic: {"num_partitions": 4}}, wait_for_metadata=True)
    admin.close()

    process = relay.start()

    assert process.wait(30) == REFUSED
    assert "4 partitions, must be 12" in relay.said(process)
