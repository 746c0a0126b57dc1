"""The process that serves: real sockets, bad clients, and an end that finishes what was begun."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import anyio.from_thread
import httpx
import pytest
from psycopg.conninfo import make_conninfo

from adapters.local.ports import choose_port
from adapters.postgres.roles import LOGINS
from adapters.secrets import PASSWORDS as PASSWORDS_FILE
from adapters.secrets import make_secrets
from adapters.settings import Settings, environment_for
from services.access.principals import Principals
from services.api.connections import HEAD_SECONDS, MOST
from services.run_api import FINISH_SECONDS
from services.wiring import installation
from tests.api.conftest import CANARY
from tests.api.policy import POLICY
from tests.support.policies import put_in_force
from tests.support.servers import PASSWORDS, FreshDatabases

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Serving:
    """A served Plaint: its process, its port, a handler's key, and where its log lies."""

    process: subprocess.Popen[bytes]
    port: int
    key: str
    log: Path

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Authorization": f"Bearer {self.key}"},
        )

    @property
    def receipt(self) -> bytes:
        """The beginning of a receipt, as octets, without its length and body."""
        head = (
            "POST /v1/complaints/receive HTTP/1.1",
            "Host: x",
            f"Authorization: Bearer {self.key}",
            "Content-Type: application/json\r\n",
        )
        return "\r\n".join(head).encode()

    def begin(self, line: socket.socket, length: int) -> None:
        """Begin a receipt with a body of so many octets; the server waits for them at the end."""
        head = b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % length
        line.sendall(self.receipt + head)
        assert b" 100 " in line.recv(65536)

    def wait_until_closed(self) -> None:
        """Until the port takes no more connections: the server has heard that it shall end."""
        deadline = time.monotonic() + 30
        with suppress(ConnectionRefusedError):
            while time.monotonic() < deadline:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                time.sleep(0.02)
            raise AssertionError("the port stays open")

    def raw(self, octets: bytes, *, seconds: float = 5, until_closed: bool = False) -> bytes:
        """What the server says to these octets at first, or until it hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as line:
            line.sendall(octets)
            said = line.recv(65536)
            while until_closed and (more := line.recv(65536)):
                said += more
            return said


async def _furnished(settings: Settings) -> str:
    async with installation(settings) as opened:
        await put_in_force(opened.record, POLICY, secret=opened.secrets.installation)
        return (await Principals(opened.record.pool).new("handler")).key


@pytest.fixture
def serving(database: FreshDatabases, tmp_path: Path) -> Iterator[Serving]:
    make_secrets_folder(tmp_path / "secrets")
    port = choose_port(None, None)
    address = make_conninfo(database.admin_dsn, dbname=database.names.record)
    settings = Settings(data=tmp_path, database_url=address, port=port, kafka="off")
    with anyio.from_thread.start_blocking_portal() as portal:
        key = portal.call(_furnished, settings)
    log = tmp_path / "api.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.run_api"],
            cwd=ROOT,
            env=environment_for(settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    served = Serving(process, port, key, log)
    try:
        wait_until_ready(served)
        yield served
    finally:
        process.kill()
        process.wait()


def make_secrets_folder(folder: Path) -> None:
    folder.mkdir()
    make_secrets(folder, LOGINS)
    (folder / PASSWORDS_FILE).write_text(json.dumps(PASSWORDS))


def wait_until_ready(served: Serving) -> None:
    deadline = time.monotonic() + 30
    with served.client() as client:
        while time.monotonic() < deadline:
            try:
                if client.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
    raise AssertionError(served.log.read_text())


def test_it_serves_survives_bad_clients_and_ends_as_it_should(serving: Serving) -> None:
    with serving.client() as client:
        answer = client.post("/v1/complaints/receive", json={"narrative": CANARY})
        assert answer.status_code == 201
        assert "server" not in answer.headers
        client.get("/v1/queue", params={"unit": CANARY})

    _no_http_is_a_problem(serving)
    _an_absolute_target_is_taken(serving)
    begun = serving.receipt
    huge = b"GET /livez HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n"
    assert b" 431 " in serving.raw(huge)
    assert b" 400 " in serving.raw(begun + b"Content-Length: -1\r\n\r\n{}")
    assert b" 400 " in serving.raw(begun + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}")
    assert b" 413 " in serving.raw(begun + b"Content-Length: 99999999999\r\n\r\n{")
    for octets in (b"Content-Length: 100\r\n\r\n{", b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"):
        with socket.create_connection(("127.0.0.1", serving.port)) as line:
            line.sendall(begun + octets)

    with serving.client() as client:
        assert client.get("/livez").status_code == 200

    with socket.create_connection(("127.0.0.1", serving.port), timeout=30) as line:
        body = b'{"narrative": "begun before the end"}'
        serving.begin(line, len(body))
        line.sendall(body[:10])
        serving.process.send_signal(signal.SIGTERM)
        serving.wait_until_closed()
        line.sendall(body[10:])
        assert b" 201 " in line.recv(65536)
    assert serving.process.wait(20) == 0

    lines = [json.loads(line) for line in serving.log.read_text().splitlines()]
    assert [line["event"] for line in lines if line["event"].startswith("api.s")] == [
        "api.serving",
        "api.stopped",
    ]
    assert "Aurelia" not in serving.log.read_text()
    assert [line for line in lines if line.get("status") == 500] == []


def _an_absolute_target_is_taken(serving: Serving) -> None:
    for path, status in ((b"/livez", b" 200 "), (b"/%6civez", b" 404 "), (b"", b" 404 ")):
        head = b"GET HTTP://elsewhere:1" + path + b" HTTP/1.1\r\nHost: x\r\n\r\n"
        assert status in serving.raw(head)


def _no_http_is_a_problem(serving: Serving) -> None:
    no_http = serving.raw(b"GET /livez HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n")
    assert b" 400 " in no_http and b"application/problem+json" in no_http
    assert b"x-correlation-id" in no_http.lower() and b"connection: close" in no_http.lower()
    smuggled = b"0\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    ends = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(smuggled)
    twice = serving.raw(serving.receipt + ends + smuggled, until_closed=True)
    assert b" 400 " in twice and b"alive" not in twice


def test_a_second_signal_ends_it_at_once(serving: Serving) -> None:
    with socket.create_connection(("127.0.0.1", serving.port), timeout=30) as line:
        serving.begin(line, 100)
        serving.process.send_signal(signal.SIGTERM)
        serving.wait_until_closed()
        began = time.monotonic()
        serving.process.send_signal(signal.SIGTERM)
        assert serving.process.wait(20) is not None
        assert time.monotonic() - began < FINISH_SECONDS / 2


def test_a_connection_that_goes_on_with_nothing_is_ended(serving: Serving) -> None:
    unread = b"POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
    with socket.create_connection(("127.0.0.1", serving.port), timeout=2 * HEAD_SECONDS) as line:
        line.sendall(unread)
        told = line.recv(65536)
        half = serving.raw(b"GET /livez HTTP/1.1\r\nHost: x\r\n", seconds=2 * HEAD_SECONDS)
        assert b" 408 " in half and b"application/problem+json" in half
        while more := line.recv(65536):
            told += more
    assert b" 404 " in told and told.count(b"HTTP/1.1") == 1


def test_more_connections_than_it_takes_are_told_so(serving: Serving) -> None:
    with ExitStack() as opened:
        for _ in range(MOST):
            opened.enter_context(socket.create_connection(("127.0.0.1", serving.port), timeout=5))
        refused = serving.raw(b"", until_closed=True)
    assert b" 503 " in refused and b"retry-after" in refused.lower()
    with serving.client() as client:
        assert client.get("/livez").status_code == 200
