"""Our own Apache Kafka: formatted once, found again, never two, gone with its supervisor."""

import itertools
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from adapters.local import kafka_server
from adapters.local.account import account_for
from adapters.local.kafka_server import KafkaServer
from adapters.local.ports import choose_port
from adapters.local.programs import aot_cache
from tests.local.ending import is_gone, server_of_a_killed_supervisor

pytestmark = pytest.mark.servers

TOPIC = "kept"
ADMIN: Any = KafkaAdminClient
PRODUCER: Any = KafkaProducer
CONSUMER: Any = KafkaConsumer


def server_in(folder: Path, jars: Path) -> KafkaServer:
    return KafkaServer(folder / "kafka", jars=jars, run_as=None)


@pytest.fixture
def server(folder: Path, jars: Path) -> Iterator[KafkaServer]:
    found = server_in(folder, jars)
    yield found
    found.stop()


def test_a_port_that_another_broker_took_first_is_given_up_and_its_answer_is_not_ours(
    server: KafkaServer, kafka: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = int(kafka.rpartition(":")[2])
    chosen = itertools.chain([theirs], itertools.repeat(None))

    def seemed_free(asked: int | None, last: int | None, *, not_this: int | None = None) -> int:
        return next(chosen) or choose_port(asked, last, not_this=not_this)

    monkeypatch.setattr(kafka_server, "choose_port", seemed_free)
    ours = server.start()
    assert ours != kafka
    make_topic(ours)
    assert TOPIC in topics(ours)
    assert TOPIC not in topics(kafka)


def make_topic(address: str) -> None:
    admin = ADMIN(bootstrap_servers=address)
    admin.create_topics({TOPIC: {"num_partitions": 2, "replication_factor": 1}})
    admin.close()


def topics(address: str) -> set[str]:
    admin = ADMIN(bootstrap_servers=address)
    try:
        return set(admin.list_topics())
    finally:
        admin.close()


def send(address: str, values: list[bytes]) -> None:
    producer = PRODUCER(bootstrap_servers=address, acks="all", enable_idempotence=True)
    for sent in [producer.send(TOPIC, value, partition=0) for value in values]:
        sent.get(timeout=20)
    producer.close()


def read(address: str, count: int) -> list[bytes]:
    consumer = CONSUMER(
        TOPIC, bootstrap_servers=address, auto_offset_reset="earliest", consumer_timeout_ms=20000
    )
    found = [record.value for _, record in zip(range(count), consumer, strict=False)]
    consumer.close()
    return found


def test_acknowledged_records_are_there_after_a_stop_and_after_a_kill_at_the_same_port(
    server: KafkaServer, folder: Path, jars: Path
) -> None:
    address = server.start()
    assert "kept" not in topics(address)
    make_topic(address)
    send(address, [b"1", b"2"])
    server.stop()
    assert server.pid is None
    assert server.start() == address
    send(address, [b"3"])
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert server_in(folder, jars).start() == address
    assert read(address, 3) == [b"1", b"2", b"3"]


def test_a_second_start_takes_the_node_that_runs_and_it_is_not_roots(
    server: KafkaServer, folder: Path, jars: Path
) -> None:
    address = server.start()
    second = server_in(folder, jars)
    assert second.start() == address
    assert second.pid == server.pid
    assert Path(f"/proc/{server.pid}").stat().st_uid == account_for(None).uid != 0
    assert aot_cache(jars).name in Path(f"/proc/{server.pid}/maps").read_text()


def test_a_node_starts_although_its_aot_cache_is_cut_off(folder: Path, jars: Path) -> None:
    own = folder / "jars"
    shutil.copytree(jars, own)
    own.chmod(0o755)
    os.truncate(aot_cache(own), 1_000_000)
    server = server_in(folder, own)
    try:
        make_topic(server.start())
    finally:
        server.stop()


def test_a_node_ends_with_a_killed_supervisor_and_another_port_serves_when_its_own_is_taken(
    server: KafkaServer, folder: Path, jars: Path
) -> None:
    growing = folder / "kafka" / "data.part"
    growing.mkdir(parents=True)
    (folder / "kafka").chmod(0o711)
    (growing / "meta.properties").write_text("half")
    pid = server_of_a_killed_supervisor("kafka", folder, jars)
    assert is_gone(pid)
    last = int(server_port(folder))
    with socket.create_server(("127.0.0.1", last)):
        address = server.start()
        assert address != f"127.0.0.1:{last}"
        make_topic(address)
        assert topics(address) >= {TOPIC}


def server_port(folder: Path) -> str:
    settings = (folder / "kafka" / "server.properties").read_text()
    return settings.partition("PLAINTEXT://127.0.0.1:")[2].partition(",")[0]
