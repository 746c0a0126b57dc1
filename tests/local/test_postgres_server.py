"""Our own PostgreSQL: made once, found again, never two, gone with its supervisor."""

import itertools
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.local import postgres_server
from adapters.local.account import Account, account_for
from adapters.local.ports import PortTaken, choose_port
from adapters.local.postgres_server import PostgresAddress, PostgresServer
from adapters.local.postmaster import Postmaster
from adapters.local.superuser import KEPT_IN, must_be_given
from tests.local.ending import is_gone, server_of_a_killed_supervisor

pytestmark = pytest.mark.servers


def server_in(folder: Path) -> PostgresServer:
    return PostgresServer(folder / "postgres", secrets=folder / "secrets", run_as=None)


@pytest.fixture
def server(used: Path) -> Iterator[PostgresServer]:
    found = server_in(used)
    yield found
    found.stop()


@pytest.fixture
def new_server(folder: Path) -> Iterator[PostgresServer]:
    found = server_in(folder)
    yield found
    found.stop()


def connected(address: PostgresAddress) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(address.dsn("postgres"), autocommit=True)


def numbers(address: PostgresAddress) -> list[object]:
    with connected(address) as connection:
        return [row[0] for row in connection.execute("SELECT n FROM kept ORDER BY n")]


def keep(address: PostgresAddress, number: int) -> None:
    with connected(address) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n integer)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def test_a_new_cluster_sorts_by_octets_checks_its_pages_and_asks_for_a_password(
    server: PostgresServer,
) -> None:
    address = server.start()
    with connected(address) as connection:
        shown = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('data_checksums'),"
            " current_setting('fsync'), datcollate FROM pg_database WHERE datname = 'postgres'"
        ).fetchone()
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
        assert shown == ("UTF8", "on", "on", "C")
        assert methods.fetchall() == [("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.dsn("postgres", address.superuser, "not this one"))


def test_its_secret_is_for_us_alone_and_is_not_shown(server: PostgresServer, used: Path) -> None:
    address = server.start()
    assert (used / "secrets").stat().st_mode & 0o777 == 0o700
    assert (used / "secrets" / "postgres-superuser").stat().st_mode & 0o777 == 0o600
    assert address.password not in repr(address)


def test_engine_9_it_runs_as_the_servers_account_and_never_as_root(server: PostgresServer) -> None:
    server.start()
    assert server.pid is not None
    assert Path(f"/proc/{server.pid}").stat().st_uid == account_for(None).uid != 0


def test_engine_9_what_was_committed_is_there_after_a_stop_and_after_a_kill(
    server: PostgresServer, used: Path
) -> None:
    keep(server.start(), 1)
    server.stop()
    assert server.pid is None
    keep(server.start(), 2)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert numbers(server_in(used).start()) == [1, 2]


def test_its_statistics_tell_when_it_recovered_from_a_kill_and_nothing_of_a_stop(
    server: PostgresServer, used: Path
) -> None:
    """Which is when what is in no log of its own, such as the signs of life, was emptied."""

    def since(address: PostgresAddress) -> object:
        with connected(address) as connection:
            [told] = connection.execute("SELECT stats_reset FROM pg_stat_bgwriter").fetchall()
            return told[0]

    first = since(server.start())
    server.stop()
    assert since(server.start()) == first
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert since(server_in(used).start()) > first  # type: ignore[operator]


def test_a_killed_server_is_followed_by_a_new_one_when_its_last_statement_ends(
    new_server: PostgresServer, folder: Path
) -> None:
    address = new_server.start()
    busy = connected(address)
    busy.pgconn.send_query(b"SELECT sum(n) FROM generate_series(1, 20000000) n")
    assert new_server.pid is not None
    os.kill(new_server.pid, signal.SIGKILL)
    assert numbers_of_one(server_in(folder).start()) == (1,)
    assert "shared memory block" in (folder / "postgres" / "log" / "postgres.log").read_text()
    busy.pgconn.finish()


def numbers_of_one(address: PostgresAddress) -> object:
    with connected(address) as connection:
        return connection.execute("SELECT 1").fetchone()


def test_a_second_start_takes_the_server_that_runs(server: PostgresServer, used: Path) -> None:
    first = server.start()
    second = server_in(used)
    assert second.start() == first
    assert second.pid == server.pid


def test_it_ends_with_a_killed_supervisor_and_starts_again_at_once(
    server: PostgresServer, used: Path
) -> None:
    pid = server_of_a_killed_supervisor("postgres", used, Path())
    assert numbers_of_one(server.start()) == (1,)
    assert is_gone(pid)
    assert server.pid != pid


def test_an_interrupted_first_start_is_begun_again(
    new_server: PostgresServer, folder: Path
) -> None:
    (folder / "postgres" / "data.part").mkdir(parents=True)
    (folder / "postgres").chmod(0o711)
    (folder / "postgres" / "data.part" / "PG_VERSION").write_text("half")
    (folder / "postgres" / "password.part").write_text("half")
    assert numbers_of_one(new_server.start()) == (1,)
    assert not (folder / "postgres" / "password.part").exists()


def test_a_pid_that_is_another_programs_by_now_is_no_server(
    server: PostgresServer, used: Path
) -> None:
    account = account_for(None)
    server.start()
    assert server.pid is not None
    noted = used / "postgres" / "data" / "postmaster.pid"
    lines = noted.read_text().split("\n")
    os.kill(server.pid, signal.SIGKILL)
    assert is_gone(server.pid or 0)
    other = subprocess.Popen(["/bin/sleep", "60"], user=account.uid, group=account.gid)
    try:
        noted.write_text("\n".join([str(other.pid), *lines[1:]]))
        again = server_in(used)
        assert numbers_of_one(again.start()) == (1,)
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("has_password_due", [False, True])
def test_a_killed_start_that_notes_its_server_late_is_waited_for(
    server: PostgresServer, used: Path, monkeypatch: pytest.MonkeyPatch, has_password_due: bool
) -> None:
    server.start()
    server.stop()
    if has_password_due:
        must_be_given(used / "secrets" / KEPT_IN)
    account = account_for(None)
    dying = subprocess.Popen(["/bin/sleep", "60"], user=account.uid, group=account.gid)
    disown = Postmaster.disown

    def noted_late(postmaster: Postmaster, own: Account) -> None:
        if dying.poll() is None:
            (postmaster.data / "postmaster.pid").write_text(f"{dying.pid}\n")
            threading.Timer(0.5, dying.kill).start()
        else:
            disown(postmaster, own)

    monkeypatch.setattr(Postmaster, "disown", noted_late)
    assert numbers_of_one(server.start()) == (1,)
    assert dying.poll() is not None


def test_a_path_too_long_for_a_socket_gets_a_port_of_the_loopback(folder: Path) -> None:
    deep = folder / ("d" * 100)
    deep.mkdir()
    deep.chmod(0o711)
    server = server_in(deep)
    first = server.start()
    assert (first.host, numbers_of_one(first)) == ("127.0.0.1", (1,))
    server.stop()
    assert server.start() == first
    server.stop()
    with socket.create_server(("127.0.0.1", first.port)):
        with pytest.raises(PortTaken, match=f"Port {first.port} is in use"):
            server.start(port=first.port)
        assert server.start().port != first.port
    server.stop()


def test_a_port_that_another_program_took_first_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_in(folder / ("long" * 30))
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        taken = theirs.getsockname()[1]
        chosen = itertools.chain([taken], itertools.repeat(None))

        def seemed_free(asked: int | None, last: int | None) -> int:
            return next(chosen) or choose_port(asked, last)

        monkeypatch.setattr(postgres_server, "choose_port", seemed_free)
        try:
            assert server.start().port != taken
        finally:
            server.stop()
