"""What the real relay says of itself while it works, stands by, waits for a broker, or refuses."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.kafka.clients import Kafka
from adapters.local.ports import choose_port
from adapters.postgres.heartbeats import READ, RELAY, STANDBY, Heard
from services.run_relay import REFUSED
from tests.kafka.running import Relaying, relaying, stop
from tests.support.fix_kafka import unused_name
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers


@pytest.fixture
def relay(kafka: str, database: FreshDatabases, tmp_path: Path) -> Iterator[Relaying]:
    with relaying(database, tmp_path, address=kafka, topic=unused_name()) as made:
        yield made


def heard(relay: Relaying, part: str) -> Heard | None:
    with psycopg.connect(relay.database.dsn(), autocommit=True) as connection:
        rows = [Heard(*row) for row in connection.execute(READ).fetchall()]
    return next(
        (one for one in rows if (one.part, one.place) == (part, relay.settings.topic)), None
    )


def says(relay: Relaying, part: str, doing: str) -> Callable[[], bool]:
    def it_does() -> bool:
        last = heard(relay, part)
        return last is not None and last.doing == doing

    return it_does


def one_that_waits(relay: Relaying) -> Heard:
    """What a new relay says, which is killed after it."""
    process = relay.start()
    relay.wait(lambda: str(process.pid) in str(getattr(heard(relay, RELAY), "instance", "")))
    last = heard(relay, RELAY)
    process.kill()
    process.wait()
    assert last is not None and last.doing == "waiting"
    return last


def test_an_idle_relay_goes_on_saying_that_it_works_and_another_that_it_stands_by(
    relay: Relaying,
) -> None:
    active = relay.start()
    relay.wait(says(relay, RELAY, "working"))
    first = heard(relay, RELAY)
    assert first is not None and first.instance.endswith(f":{active.pid}")
    second = relay.start()
    relay.wait(says(relay, STANDBY, "working"))
    beside = heard(relay, STANDBY)
    assert beside is not None and beside.instance.endswith(f":{second.pid}")

    def both_again() -> bool:
        now = (heard(relay, RELAY), heard(relay, STANDBY))
        pairs = zip(now, (first, beside), strict=True)
        return all(one is not None and one.beat_at > before.beat_at for one, before in pairs)

    relay.wait(both_again, seconds=10)
    assert getattr(heard(relay, RELAY), "instance", None) == first.instance
    stop(active)
    relay.wait(lambda: getattr(heard(relay, RELAY), "instance", None) == beside.instance)
    relay.wait(says(relay, RELAY, "working"))


def test_a_relay_without_a_broker_says_since_when_it_waits_for_it(
    database: FreshDatabases, tmp_path: Path
) -> None:
    nobody = f"127.0.0.1:{choose_port(None, None)}"
    with relaying(database, tmp_path, address=nobody, topic=unused_name()) as relay:
        waits = [one_that_waits(relay) for _ in range(2)]
    assert [one.reason for one in waits] == ["the broker does not answer"] * 2
    assert waits[0].since == waits[1].since < waits[1].beat_at


def test_a_relay_that_refuses_leaves_the_reason_behind(relay: Relaying) -> None:
    admin = Kafka(str(relay.settings.kafka_bootstrap_servers)).admin()
    admin.create_topics({relay.settings.topic: {"num_partitions": 4}}, wait_for_metadata=True)
    admin.close()
    assert relay.start().wait(30) == REFUSED
    last = heard(relay, RELAY)
    assert last is not None and last.doing == "refused"
    assert last.reason is not None and "4" in last.reason
