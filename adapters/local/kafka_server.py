"""Apache Kafka on this machine for one data folder: started, found again, stopped."""

import base64
import shutil
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from adapters.clock import random_octets
from adapters.local.account import Account, account_for
from adapters.local.children import (
    Child,
    Launch,
    ServerFailed,
    last_words,
    run_to_end,
    start_child,
)
from adapters.local.files import make_folder, noted_number, read_note, write_note, write_whole
from adapters.local.handing_over import hand_over
from adapters.local.jars import manifest
from adapters.local.kafka_settings import FORMAT, MAIN, Listeners, java_command, server_properties
from adapters.local.ports import LOOPBACK, choose_port
from adapters.local.programs import java_program, readable_jars

FORMAT_SECONDS = 60.0
START_SECONDS = 120.0
STOP_SECONDS = 20.0
ADMIN: Any = KafkaAdminClient  # kafka-python has no types


class KafkaServer:
    """One node in `folder`, run by our own account, or by another when we are root.

    `jars` is the cache that `fetch_jars` has filled; `options` are Java's.
    """

    def __init__(
        self, folder: Path, *, jars: Path, run_as: str | None, options: Sequence[str] = ()
    ) -> None:
        self._folder = folder.absolute()
        self._data = self._folder / "data"
        self._log = self._folder / "log" / "broker.log"
        self._note = self._folder / "server.json"
        self._jars = jars
        self._options = options
        self._run_as = run_as
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """Of the node, while it runs."""
        child = self._current()
        return None if child is None else child.pid

    def start(self, *, port: int | None = None, controller_port: int | None = None) -> str:
        """Return `127.0.0.1:PORT` when it answers; one that already serves this folder is taken.

        To be called in a thread that lives as long as the server shall: Linux ends the server with
        it. A port that is given has to be free; else the last one is taken again if it is free, or
        any: also where another program took it before the node did. Raises AccountRefused,
        PortTaken, ServerFailed, or ProgramMissing.
        """
        account = account_for(self._run_as)
        self._child = self._found()
        while True:
            if self._child is None:
                chosen = self._choose(port, controller_port)
                self._child = self._launch(self._prepare(account), account, chosen)
            listeners = self._noted_listeners()
            try:
                self._wait_until_ready(self._child, listeners)
                return listeners.address
            except BaseException as error:
                self.stop()
                if not isinstance(error, ServerFailed) or listeners.are_free():
                    raise

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End it cleanly, which takes about two seconds, or after so many by force."""
        child = self._current()
        if child is not None:
            child.end((signal.SIGTERM, seconds), (signal.SIGKILL, 5))
        self._child = None

    def _prepare(self, account: Account) -> list[str]:
        """Folders, programs and format; the command line up to the class to run."""
        make_folder(self._folder)
        make_folder(self._log.parent, 0o700)
        account.must_enter(self._folder)
        temporary = self._folder / "tmp"
        temporary.mkdir(mode=0o700, exist_ok=True)
        for folder in (temporary, self._data):
            hand_over(folder, account)
        copies = self._folder / "programs"
        jars = readable_jars([self._jars / jar.name for jar in manifest()], copies, account)
        command = java_command(java_program(copies, account), jars, temporary)
        self._format(command, account)
        return command

    def _format(self, command: Sequence[str], account: Account) -> None:
        if self._data.exists():
            return
        growing = self._folder / "data.part"
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(mode=0o700)
        account.own(growing)
        settings = self._folder / "format.properties"
        write_whole(settings, server_properties(growing, Listeners(1, 2)))
        cluster = base64.urlsafe_b64encode(random_octets(16)).decode().rstrip("=")
        arguments = [FORMAT, "format", f"--cluster-id={cluster}", "--config", str(settings)]
        run_to_end(self._run([*command, *arguments], account, "format.log"), FORMAT_SECONDS)
        settings.unlink()
        growing.rename(self._data)

    def _launch(self, command: Sequence[str], account: Account, listeners: Listeners) -> Child:
        settings = self._folder / "server.properties"
        write_whole(settings, server_properties(self._data, listeners))
        child = start_child(
            self._run([*command, *self._options, MAIN, str(settings)], account, self._log.name)
        )
        ports = {"port": listeners.port, "controller_port": listeners.controller_port}
        write_note(self._note, {"pid": child.pid, "identity": child.identity, **ports})
        return child

    def _run(self, command: Sequence[str], account: Account, log: str) -> Launch:
        return Launch(
            command=command,
            log=self._log.with_name(log),
            cwd=self._folder / "tmp",
            account=account,
            environment={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            when_orphaned=signal.SIGKILL,
        )

    def _choose(self, port: int | None, controller_port: int | None) -> Listeners:
        note = read_note(self._note)
        chosen = choose_port(port, noted_number(note, "port"))
        last = noted_number(note, "controller_port")
        return Listeners(chosen, choose_port(controller_port, last, not_this=chosen))

    def _noted_listeners(self) -> Listeners:
        note = read_note(self._note)
        port, controller = noted_number(note, "port"), noted_number(note, "controller_port")
        if port is None or controller is None:
            raise ServerFailed(f"{self._note} names no ports: delete it and start again.")
        return Listeners(port, controller)

    def _cluster(self) -> str:
        """The id that the node was formatted with."""
        lines = (self._data / "meta.properties").read_text().splitlines()
        return next(line.partition("=")[2] for line in lines if line.startswith("cluster.id="))

    def _current(self) -> Child | None:
        own = self._child
        return own if own is not None and own.alive() else self._running()

    def _found(self) -> Child | None:
        """A node that runs and stays; one whose supervisor just died is on its way out."""
        child = self._running()
        return child if child is not None and child.stays() else None

    def _running(self) -> Child | None:
        note = read_note(self._note)
        pid = noted_number(note, "pid")
        return None if pid is None else Child.found(pid, str(note.get("identity")))

    def _wait_until_ready(self, child: Child, listeners: Listeners) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not answers(listeners, self._cluster()):
            if not child.alive():
                raise ServerFailed(f"Kafka has ended: {last_words(self._log)}")
            if time.monotonic() > deadline:
                raise ServerFailed(f"Kafka does not answer: {last_words(self._log)}")
            time.sleep(0.05)


def answers(listeners: Listeners, cluster: str) -> bool:
    """Whether the node takes requests and its controller lets it: fenced, it leads no partition.

    A node of another cluster may listen there, and does not count.
    """
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex((LOOPBACK, listeners.port)):
            return False
    try:
        admin = ADMIN(bootstrap_servers=listeners.address)
    except KafkaError:
        return False
    try:
        description = admin.describe_cluster()
        return description["cluster_id"] == cluster and any(
            not one["is_fenced"] for one in description["brokers"]
        )
    except KafkaError:
        return False
    finally:
        admin.close()
