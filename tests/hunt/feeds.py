"""Relay, broker and workers killed and frozen under load: no hole, and each event counts once."""

import asyncio
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.kafka.clients import SESSION_TIMEOUT_MS
from adapters.local.kafka_server import KafkaServer
from adapters.postgres.views import PostgresViews, view_lag
from adapters.settings import environment_for
from projections import discover
from services.streaming.rebuilding import rebuild
from tests.bench.plaint import Parts, note, parts, receive
from tests.hunt.findings import Finding
from tests.kafka.running import Relaying, found_in_topic, kill, kill_pid, relaying
from tests.support.fix_kafka import unused_name
from tests.support.servers import FreshDatabases

AT_ONCE = 8
LONGER_THAN_A_SESSION = SESSION_TIMEOUT_MS / 1000 + 2
PATIENCE = 120.0

Told = Callable[[int], None]


@dataclass
class Office:
    """A relay and two workers, as the supervisor keeps them, and somebody who writes."""

    relay: Relaying
    broker: KafkaServer
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self) -> None:
        """One more worker."""
        command = [sys.executable, "-m", "services.run_projections"]
        with (self.relay.folder / "workers.log").open("ab") as log:
            environment = environment_for(self.relay.settings)
            self.workers.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))

    def tend(self) -> None:
        """Start again what has left."""
        if self.relay.processes[-1].poll() is not None:
            self.relay.start()
        for worker in [one for one in self.workers if one.poll() is not None]:
            self.workers.remove(worker)
            self.worker()

    def until(self, condition: Callable[[], bool]) -> None:
        """Tend everything until it is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, (self.relay.folder / "workers.log").read_text()
            self.tend()
            time.sleep(0.05)

    def end(self) -> None:
        """End the workers by force, frozen ones too."""
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.kill()
            worker.wait()


def _relay_killed(office: Office) -> None:
    kill(office.relay.processes[-1])


def _relay_frozen(office: Office) -> None:
    """A second one takes over; the first wakes as a zombie."""
    frozen, epoch = office.relay.processes[-1], office.relay.row().epoch
    frozen.send_signal(signal.SIGSTOP)
    office.relay.start()
    office.until(lambda: office.relay.row().epoch > epoch)
    frozen.send_signal(signal.SIGCONT)


def _broker_killed(office: Office) -> None:
    assert office.broker.pid is not None
    kill_pid(office.broker.pid)
    office.broker.stop()
    office.broker.start()


def _worker_killed(office: Office) -> None:
    kill(office.workers[0])


def _worker_frozen(office: Office) -> None:
    """Longer than its session: its slices go to the other, and then it wakes."""
    office.workers[0].send_signal(signal.SIGSTOP)
    # Time is the matter: the group has to give it up.
    time.sleep(LONGER_THAN_A_SESSION)
    office.workers[0].send_signal(signal.SIGCONT)


FATES = {
    "relay killed": _relay_killed,
    "relay frozen, replaced and woken": _relay_frozen,
    "broker killed": _broker_killed,
    "worker killed": _worker_killed,
    "worker frozen beyond its session and woken": _worker_frozen,
}


def hunt(
    broker: KafkaServer, database: FreshDatabases, folder: Path, amount: int, told: Told
) -> list[Finding]:
    """So many faults, one after the other, while complaints come in."""
    suffered, outlived = Counter[str](), Counter[str]()
    with _office(broker, database, folder) as office:
        with _writing(office):
            for number in range(amount):
                fate = _fate(number)
                suffered[fate] += 1
                outlived[fate] += _outlives(office, fate)
                told(number + 1)
        office.until(office.relay.reached)
        office.until(lambda: _lag(database) == 0)
        fates = [Finding(f"{one}, goes on", n, n, outlived[one]) for one, n in suffered.items()]
        return [*fates, *_judged(office)]


def _fate(number: int) -> str:
    """Each fault in turn at first, then as it comes."""
    names = list(FATES)
    return names[number] if number < len(names) else random.Random(number).choice(names)


def _outlives(office: Office, fate: str) -> bool:
    """Whether events that are stored after the fault are published."""
    FATES[fate](office)
    head = office.relay.head()
    office.until(lambda: office.relay.row().position > head)
    return office.relay.row().position > head


@contextmanager
def _office(broker: KafkaServer, database: FreshDatabases, folder: Path) -> Iterator[Office]:
    address = broker.start()
    with relaying(database, folder, address=address, topic=unused_name()) as relay:
        office = Office(relay, broker)
        first = relay.start()
        relay.wait(lambda: "checked" in relay.said(first))
        office.worker()
        office.worker()
        try:
            yield office
        finally:
            office.end()


@contextmanager
def _writing(office: Office) -> Iterator[None]:
    """Somebody receives complaints and notes on them, until the end of the block."""
    stop = threading.Event()
    database = office.relay.database
    writer = threading.Thread(target=lambda: asyncio.run(_write(database, stop)))
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


async def _write(database: FreshDatabases, stop: threading.Event) -> None:
    async with parts(database) as plaint:
        while not stop.is_set():
            await asyncio.gather(*(_complaint(plaint) for _ in range(AT_ONCE)))
            await asyncio.sleep(0.1)


async def _complaint(plaint: Parts) -> None:
    complaint_id = await receive(plaint)
    for _ in range(3):
        await note(plaint, complaint_id)


def _judged(office: Office) -> Iterator[Finding]:
    """What the topic and the views hold, against the store."""
    database = office.relay.database
    found = found_in_topic(office.relay)
    with closing(PostgresViews.open(database.dsn("plaint_replayer"))) as views:
        events = office.relay.head()
        (told,) = views.connection.execute(
            "SELECT count(*) FROM event WHERE slice IS NOT NULL"
        ).fetchone() or (0,)
        trail = len(views.rows(next(one for one in discover() if one.name == "audit_trail")))
    once = found.records - found.repeats
    yield Finding(f"in the topic, in order ({found.repeats:,} repeats)", events, int(told), once)
    yield Finding("entries in the audit trail, each event once", events, int(told), trail)
    for projection in discover():
        again = rebuild(database.dsn("plaint_replayer"), projection.name, processes=1)
        same = "the same" if again.is_same else "another"
        yield Finding(f"{projection.name} is its rebuild", again.events, "the same", same)


def _lag(database: FreshDatabases) -> int:
    with closing(PostgresViews.open(database.dsn("plaint_replayer"))) as views:
        live = view_lag.read(views.connection).views
    return max((view.lag for view in live), default=1)
