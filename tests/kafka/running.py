"""The relay as the real process, between the real store and the real Kafka."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from adapters.postgres.log import Log
from adapters.postgres.relay_state import RelayRow, RelayState
from adapters.postgres.roles import LOGINS, RELAY
from adapters.secrets import PASSWORDS, make_secrets
from adapters.settings import Settings, environment_for
from services.addresses import without_credentials
from tests.kafka.publishing import Findings, whole
from tests.support.fix_kafka import checkpoints_of
from tests.support.servers import PASSWORDS as IN_TESTS
from tests.support.servers import FreshDatabases

SILENT_AFTER = 3.0


@dataclass
class Relaying:
    """One store, one topic, and the relay processes that a test starts between them."""

    database: FreshDatabases
    settings: Settings
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> subprocess.Popen[bytes]:
        """One more relay."""
        command = [sys.executable, "-m", "services.run_relay", "--silent-after", str(SILENT_AFTER)]
        with (self.folder / f"relay{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env=environment_for(self.settings), stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def said(self, process: subprocess.Popen[bytes]) -> str:
        """What a relay has logged."""
        number = self.processes.index(process)
        return (self.folder / f"relay{number}.log").read_text()

    def head(self) -> int:
        with self.asking() as connection:
            return Log(connection).head()

    def row(self) -> RelayRow:
        """How far the topic is published, as the relay says."""
        with self.asking() as connection:
            row = RelayState(connection, self.settings.topic).read()
        assert row is not None
        return row

    def reached(self) -> bool:
        """Whether all is published that is stored."""
        with self.asking() as connection:
            row = RelayState(connection, self.settings.topic).read()
            return row is not None and row.position == Log(connection).head()

    def wait(self, condition: Callable[[], bool], seconds: float = 40.0) -> None:
        """Until it is so; a relay that left meanwhile stays away."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.said(self.processes[-1])
            time.sleep(0.02)

    def supervise(self, condition: Callable[[], bool], seconds: float = 60.0) -> None:
        """The same, and a relay that left is started again, as the supervisor does."""

        def tended() -> bool:
            if self.processes[-1].poll() is not None:
                self.start()
            return condition()

        self.wait(tended, seconds)

    @contextmanager
    def asking(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        with psycopg.connect(self.database.dsn(RELAY), autocommit=True) as connection:
            yield connection

    def end(self) -> None:
        """Ends what still runs, by force, and only what this test started."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


@contextmanager
def relaying(
    database: FreshDatabases, folder: Path, *, address: str, topic: str
) -> Iterator[Relaying]:
    """Nothing runs yet; in the end nothing runs any more."""
    secrets = folder / "secrets"
    secrets.mkdir(parents=True)
    (secrets / PASSWORDS).write_text(json.dumps(IN_TESTS))
    make_secrets(secrets, LOGINS)
    settings = Settings(
        data=folder,
        database_url=without_credentials(database.dsn(RELAY)),
        kafka_bootstrap_servers=address,
        topic=topic,
        checkpoints_topic=checkpoints_of(topic),
    )
    made = Relaying(database, settings, folder)
    try:
        yield made
    finally:
        made.end()


def found_in_topic(relay: Relaying) -> Findings:
    """Asserts that no record of the topic is out of order, altered or unknown; what is there."""
    with relay.asking() as connection:
        events = Log(connection).after(0, 1_000_000)
    address = str(relay.settings.kafka_bootstrap_servers)
    return whole(address, relay.settings.topic, events, relay.row().log_id)


def judged(relay: Relaying) -> int:
    """Asserts that the topic is whole; how many records it holds more than once."""
    found = found_in_topic(relay)
    with relay.asking() as connection:
        events = Log(connection).after(0, 1_000_000)
    assert found.records - found.repeats == sum(event.slice is not None for event in events)
    return found.repeats


def stop(process: subprocess.Popen[bytes]) -> int:
    """Ask a relay to end, as the supervisor does; its exit status."""
    process.terminate()
    return process.wait(30)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process as a power cut would."""
    process.kill()
    process.wait(30)


def kill_pid(pid: int) -> None:
    """The same for one that is not our child's handle."""
    os.kill(pid, signal.SIGKILL)
