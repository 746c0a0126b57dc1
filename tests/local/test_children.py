"""Whom the servers run as, where they listen, and how they end."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from adapters.local import children
from adapters.local.account import Account, AccountRefused, account_for, own_account
from adapters.local.children import (
    Child,
    Launch,
    ServerFailed,
    put_aside,
    run_to_end,
    start_child,
)
from adapters.local.identity import identity
from adapters.local.kafka_settings import Listeners, escaped, server_properties
from adapters.local.ports import PortTaken, choose_port, hold_port, is_free, must_be_free
from adapters.local.programs import readable
from services.operations.own_api import asked_at

PLAINT = (sys.executable, "-m", "services.cli")


def launch(folder: Path, *command: str) -> Launch:
    return Launch(
        command=command,
        log=folder / "log",
        cwd=folder,
        account=account_for(None),
        environment={},
        when_orphaned=signal.SIGKILL,
    )


def test_a_child_has_its_account_its_session_and_no_environment_of_ours(folder: Path) -> None:
    child = start_child(launch(folder, "/bin/sh", "-c", "id -un; ps=$$; env; exec sleep 60"))
    try:
        assert os.getsid(child.pid) == child.pid
        assert not child.wait(0.3)
        said = (folder / "log").read_text().split("\n")
        assert said[0] == account_for(None).name
        assert not [line for line in said if line.startswith("HOME=")]
    finally:
        child.end((signal.SIGTERM, 5))


def test_ending_goes_on_to_the_next_signal_when_one_is_not_heard(folder: Path) -> None:
    child = start_child(
        launch(folder, "/bin/sh", "-c", "trap '' TERM; echo deaf; sleep 60; sleep 60")
    )
    while "deaf" not in (folder / "log").read_text():
        assert child.alive()
    with pytest.raises(ServerFailed, match=f"Process {child.pid} did not end"):
        child.end((signal.SIGTERM, 0.2))
    child.end((signal.SIGTERM, 0.2), (signal.SIGKILL, 5))
    assert not child.alive()


def test_another_start_of_the_same_pid_is_another_program() -> None:
    who = identity(os.getpid())
    assert who is not None
    found = Child.found(os.getpid(), who)
    assert found is not None
    assert found.alive()
    assert Child.found(os.getpid(), who + "0") is None


def test_a_zombie_has_no_identity() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        assert identity(ended.pid) is None


def test_a_failed_preparation_ends_with_its_last_words(folder: Path) -> None:
    with pytest.raises(ServerFailed, match=r"sh ended with 3: no room \(all of it: "):
        run_to_end(launch(folder, "/bin/sh", "-c", "echo no room; exit 3"), 10)
    with pytest.raises(ServerFailed, match="sleep ended with -9"):
        run_to_end(launch(folder, "/bin/sleep", "60"), 0.1)


def test_a_given_port_has_to_be_free_and_a_last_one_only_should() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            choose_port(port, None)
        assert choose_port(None, port) != port
    assert choose_port(None, port) == port
    assert choose_port(None, port, not_this=port) != port


def test_a_port_is_held_from_choosing_to_serving() -> None:
    with hold_port(None, None) as held:
        port = held.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            hold_port(port, None)
        with hold_port(None, port) as another:
            assert another.getsockname()[1] != port
    with hold_port(None, port) as again:
        assert again.getsockname()[1] == port


def test_a_port_is_looked_at_before_much_is_started_for_it(folder: Path) -> None:
    """`plaint up` makes no database and no key when the port that it is told is another's."""
    with hold_port(None, None) as held:
        port = held.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            must_be_free(port)
        account = {"PLAINT_RUN_AS": "nobody"} if os.geteuid() == 0 else {}
        told = subprocess.run(
            [*PLAINT, "up", "--data", str(folder), "--port", str(port), "--kafka", "off"],
            env={**os.environ, **account},
            capture_output=True,
            check=False,
            text=True,
        )
    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr.startswith(f"plaint: Port {port} is in use") and told.stderr.count("\n") == 1
    assert not (folder / "postgres" / "data").exists()


def test_who_is_about_to_end_is_waited_for() -> None:
    """An API whose supervisor was killed finishes what it had begun."""
    held = hold_port(None, None)
    threading.Timer(0.3, held.close).start()
    must_be_free(held.getsockname()[1], seconds=10)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1"])
def test_a_port_is_held_at_the_address_that_is_set(host: str) -> None:
    with hold_port(None, None, host=host) as held:
        assert held.getsockname()[0] == host


def test_an_address_that_this_machine_does_not_have_is_told() -> None:
    with pytest.raises(PortTaken, match=r"PLAINT_HOST is 192\.0\.2\.1"):
        hold_port(None, 8420, host="192.0.2.1")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8420"),
        ("0.0.0.0", "http://127.0.0.1:8420"),
        ("::", "http://[::1]:8420"),
        ("192.0.2.1", "http://192.0.2.1:8420"),
    ],
)
def test_an_api_is_asked_where_it_serves(host: str, address: str) -> None:
    assert asked_at(host, 8420) == address


def test_of_many_that_want_one_port_at_once_each_gets_another(folder: Path) -> None:
    hold = (
        "import sys; from adapters.local.ports import hold_port; "
        "held = hold_port(None, int(sys.argv[1])); print(held.getsockname()[1], flush=True); "
        "sys.stdin.read()"
    )
    with hold_port(None, None) as free:
        wanted = str(free.getsockname()[1])
    many = [
        subprocess.Popen(
            [sys.executable, "-c", hold, wanted],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    ports = [each.stdout.readline().strip() for each in many if each.stdout]
    for each in many:
        each.communicate()
    assert len(set(ports)) == len(many)


def test_an_account_that_cannot_be_is_refused_with_the_way_out() -> None:
    with pytest.raises(AccountRefused, match="PLAINT_RUN_AS"):
        account_for("no-such-account")
    with pytest.raises(AccountRefused, match="PLAINT_RUN_AS"):
        own_account("somebody-else")


def test_files_that_the_account_cannot_read_are_copied_whole_with_open_modes(folder: Path) -> None:
    source = folder / "source"
    (source / "bin").mkdir(parents=True)
    (source / "bin" / "run").write_text("#!/bin/sh\n")
    (source / "bin" / "run").chmod(0o700)
    (source / "lib").write_text("x")
    source.chmod(0o700)
    nobody = Account("nobody", 65534, 65534, dropped=os.geteuid() == 0)
    before = os.umask(0o077)
    try:
        found = readable(
            source, [source / "bin", source / "lib"], folder / "programs" / "copy", nobody
        )
    finally:
        os.umask(before)
    if nobody.dropped:
        assert found == folder / "programs" / "copy"
        assert found.parent.stat().st_mode & 0o777 == 0o755
        assert (found / "bin" / "run").stat().st_mode & 0o777 == 0o755
        assert (found / "lib").stat().st_mode & 0o777 == 0o644
    else:
        assert found == source


def test_paths_reach_kafka_as_they_are_written() -> None:
    assert escaped("/srv/Käse \\ ü") == "/srv/K\\u00e4se \\\\ \\u00fc"
    written = server_properties(Path("/data"), Listeners(9092, 9093))
    assert "listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093\n" in written
    assert "controller.quorum.voters=1@127.0.0.1:9093\n" in written


def test_a_log_is_put_aside_while_its_server_goes_on_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "LOG_KEPT", 10)
    log = folder / "server.log"
    with log.open("ab", buffering=0) as server:
        server.write(b"first words")
        put_aside(log)
        server.write(b"then others")
    assert (log.read_text(), (folder / "server.old").read_text()) == ("then others", "first words")


def test_putting_aside_writes_through_no_link(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server's account may put one where root would write."""
    monkeypatch.setattr(children, "LOG_KEPT", 10)
    (folder / "theirs").write_text("kept")
    (folder / "server.log").write_text("hostile words")
    (folder / "server.old").symlink_to(folder / "theirs")
    put_aside(folder / "server.log")
    assert (folder / "theirs").read_text() == "kept"
