"""The relay between the real store and the real Kafka: no hole, whatever dies."""

import json
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from kafka import TopicPartition

from adapters.kafka.clients import Kafka
from adapters.kafka.reading import read_topic
from adapters.postgres.relay_state import RelayState
from services.run_relay import START_AGAIN, STOPPED
from tests.kafka.running import SILENT_AFTER, Relaying, judged, kill, relaying, stop
from tests.support.fix_kafka import unused_name
from tests.support.published import Complaint, complaints, store
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

AT_A_LOCK = (
    "SELECT pid FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def relay(kafka: str, database: FreshDatabases, tmp_path: Path) -> Iterator[Relaying]:
    with relaying(database, tmp_path, address=kafka, topic=unused_name()) as made:
        yield made


def test_all_is_published_in_order_and_the_checkpoint_says_so(relay: Relaying) -> None:
    streams = [*complaints(60), Complaint("rules", kind="policy")]
    store(relay.database.dsn(), streams, rounds=5)
    process = relay.start()
    relay.wait(relay.reached)
    store(relay.database.dsn(), streams, rounds=5, events=3)
    relay.wait(relay.reached)

    assert stop(process) == STOPPED

    assert judged(relay) == 0
    row = relay.row()
    address = str(relay.settings.kafka_bootstrap_servers)
    *_, last = read_topic(Kafka(address), relay.settings.checkpoints_topic)
    assert json.loads(last.value) == {
        "log_id": str(row.log_id),
        "position": relay.head(),
        "prev": list(row.prev),
        "management_prev": 0,
    }


def test_a_relay_killed_between_acknowledgement_and_row_repeats_what_the_row_misses(
    relay: Relaying,
) -> None:
    streams = complaints(60)
    process = relay.start()
    store(relay.database.dsn(), streams, rounds=2)
    relay.wait(relay.reached)
    address = str(relay.settings.kafka_bootstrap_servers)
    with relay.database.superuser() as admin, relay.database.superuser() as holder:
        holder.execute("BEGIN")
        holder.execute("SELECT FROM relay FOR UPDATE")
        store(relay.database.dsn(), streams, rounds=2)
        # It waits for its row only after the broker has acknowledged a stretch.
        relay.wait(lambda: bool(admin.execute(AT_A_LOCK).fetchall()))
        kill(process)
        unmarked = records_in(address, relay.settings.topic) - 120
        # PostgreSQL would still carry out what it was asked by the dead.
        admin.execute(f"SELECT pg_terminate_backend(pid) FROM ({AT_A_LOCK}) AS waiting")

    relay.start()
    relay.wait(relay.reached)

    assert judged(relay) == unmarked > 0


def records_in(address: str, topic: str) -> int:
    """How many records a topic holds."""
    reader = Kafka(address).consumer()
    try:
        places = [TopicPartition(topic, number) for number in reader.partitions_for_topic(topic)]
        return sum(reader.end_offsets(places).values())
    finally:
        reader.close()


def test_no_hole_however_often_the_relay_is_killed_under_load(relay: Relaying) -> None:
    streams = complaints(400)
    moments = random.Random(20260302)
    for _ in range(5):
        process = relay.start()
        store(relay.database.dsn(), streams, rounds=4)
        # It is killed at any moment, whatever it is doing.
        time.sleep(moments.uniform(0.0, 0.3))
        kill(process)

    relay.start()
    relay.wait(relay.reached)

    repeats = judged(relay)
    assert relay.head() == 8000
    assert repeats < 8000


def test_a_second_relay_stands_by_while_the_first_works(relay: Relaying) -> None:
    first = relay.start()
    store(relay.database.dsn(), complaints(20))
    relay.wait(relay.reached)
    second = relay.start()
    relay.wait(lambda: "stands_by" in relay.said(second))
    # Time is the matter: longer than the second one takes silence for death.
    time.sleep(SILENT_AFTER + 1)
    store(relay.database.dsn(), complaints(20, start=20))
    relay.wait(relay.reached)
    assert relay.row().epoch == 1

    kill(first)
    relay.wait(lambda: relay.row().epoch == 2)
    with psycopg.connect(relay.database.dsn(), autocommit=True) as writer:
        assert RelayState(writer, relay.settings.topic).active()
        assert not RelayState(writer, "another-topic").active()
    store(relay.database.dsn(), complaints(20, start=40))
    relay.wait(relay.reached)

    assert relay.row().epoch == 2
    assert stop(second) == STOPPED
    assert judged(relay) == 0


def test_a_frozen_relay_is_replaced_and_leaves_when_it_wakes(relay: Relaying) -> None:
    streams = complaints(300)
    first = relay.start()
    relay.wait(lambda: "checked" in relay.said(first))
    load = threading.Thread(
        target=store, args=(relay.database.dsn(), streams), kwargs={"rounds": 8}
    )
    load.start()
    relay.wait(lambda: relay.row().position > 300)
    first.send_signal(signal.SIGSTOP)
    load.join()
    store(relay.database.dsn(), streams, rounds=1)
    assert not relay.reached()

    second = relay.start()
    relay.wait(relay.reached)
    assert "takes_over" in relay.said(second)
    first.send_signal(signal.SIGCONT)

    assert first.wait(30) == START_AGAIN
    store(relay.database.dsn(), streams, rounds=1)
    relay.wait(relay.reached)
    assert second.poll() is None
    judged(relay)


def test_a_relay_whose_epoch_has_passed_is_fenced(relay: Relaying) -> None:
    process = relay.start()
    store(relay.database.dsn(), complaints(20))
    relay.wait(relay.reached)
    with relay.database.superuser() as admin:
        admin.execute("UPDATE relay SET epoch = epoch + 1")

    store(relay.database.dsn(), complaints(20, start=20))

    assert process.wait(30) == START_AGAIN
    assert "Fenced" in relay.said(process)


def test_a_log_renewed_under_a_running_relay_stops_it_and_is_published_anew(
    relay: Relaying,
) -> None:
    process = relay.start()
    store(relay.database.dsn(), complaints(20))
    relay.wait(relay.reached)
    with relay.database.superuser() as admin:
        admin.execute("SELECT renew_log_id()")
    store(relay.database.dsn(), complaints(20, start=20))
    assert process.wait(30) == START_AGAIN

    relay.start()
    relay.wait(relay.reached)

    address = str(relay.settings.kafka_bootstrap_servers)
    of_new = [
        record
        for record in read_topic(Kafka(address), relay.settings.topic)
        if record.headers["ce_source"].endswith(str(relay.row().log_id))
    ]
    assert {int(record.headers["ce_position"]) for record in of_new} == set(range(1, 41))
