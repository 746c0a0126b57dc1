"""Root's servers have an account of their own, and an earlier one's folders are handed over."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.local import account, handing_over, system_account
from adapters.local.account import Account, AccountRefused, account_for
from adapters.local.files import not_followed, write_whole
from adapters.local.folder import DataFolder
from adapters.local.handing_over import hand_over
from adapters.local.postgres_server import PostgresServer
from adapters.local.system_account import SYSTEM_PROGRAMS, settle_account
from adapters.settings import Settings
from services.operations.part_account import account_of_parts

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to an account")

NAME = f"plaint-test-{os.getpid()}"
NOBODY, DAEMON, BIN = (pwd.getpwnam(name).pw_uid for name in ("nobody", "daemon", "bin"))


@pytest.fixture
def own_name(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A name in the place of `plaint`, so that no test leaves that account behind."""
    for module in (account, system_account):
        monkeypatch.setattr(module, "OWN", NAME)
    yield NAME
    if account.exists(NAME):
        subprocess.run(["/usr/sbin/userdel", NAME], check=True)


@pytest.fixture
def daemon() -> Account:
    return account_for("daemon")


def owners(folder: Path) -> set[int]:
    return {path.lstat().st_uid for path in (folder, *folder.rglob("*"))}


def given_to(uid: int, folder: Path) -> Path:
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "file").touch(mode=0o600)
    (folder / "link").symlink_to("/etc/passwd")
    for path in (folder, *folder.rglob("*")):
        os.lchown(path, uid, uid)
    return folder


@pytest.mark.skipif(
    shutil.which("useradd", path=SYSTEM_PROGRAMS) is None, reason="this system has no useradd"
)
def test_the_account_is_made_once_without_login_and_home(own_name: str) -> None:
    assert account_for(None).name == "nobody"
    assert "made the system account" in str(settle_account(None))
    made = pwd.getpwnam(own_name)
    assert (account_for(None).name, account_for(None).gid) == (own_name, made.pw_gid)
    assert (made.pw_dir, Path(made.pw_shell).name) == ("/nonexistent", "nologin")
    assert made.pw_uid not in (0, NOBODY)
    assert settle_account(None) is None
    assert pwd.getpwnam(own_name) == made


def test_without_useradd_it_is_nobody_and_a_warning_says_why(
    own_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_account, "SYSTEM_PROGRAMS", "/nonexistent")
    warning = settle_account(None) or ""
    assert warning.startswith("warning: the servers run as 'nobody'")
    assert "this system has no useradd" in warning
    assert account_for(None).name == "nobody"


def test_whoever_names_another_account_gets_no_new_one(own_name: str) -> None:
    assert settle_account("daemon") is None
    assert not account.exists(own_name)
    with pytest.raises(AccountRefused, match="no account 'no-such-account'"):
        settle_account("no-such-account")


@pytest.mark.parametrize("former", [NOBODY, 0, 54321])
def test_what_servers_owned_is_handed_over_whole(
    folder: Path, daemon: Account, former: int
) -> None:
    data = given_to(former, folder / "data")
    assert hand_over(data, daemon)
    assert owners(data) == {DAEMON}
    assert Path("/etc/passwd").stat().st_uid == 0
    assert not hand_over(data, daemon)


def test_broken_off_it_is_done_again(folder: Path, daemon: Account) -> None:
    data = given_to(NOBODY, folder / "data")
    os.chown(data / "deep" / "file", DAEMON, DAEMON)
    assert hand_over(data, daemon)
    assert owners(data) == {DAEMON}


def test_the_folder_of_another_program_is_left_to_it(folder: Path, daemon: Account) -> None:
    data = given_to(BIN, folder / "data")
    with pytest.raises(AccountRefused, match="belongs to the account bin and not to daemon"):
        hand_over(data, daemon)
    assert owners(data) == {BIN}


def test_nothing_changes_hands_under_a_process_at_work(
    folder: Path, daemon: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "ENDING_SECONDS", 0.5)
    data = given_to(NOBODY, folder / "data")
    server = subprocess.Popen(["/bin/sleep", "600"], cwd=data, user=NOBODY, extra_groups=[])
    try:
        with pytest.raises(AccountRefused, match=f"process {server.pid} does"):
            hand_over(data, daemon)
        assert owners(data) == {NOBODY}
    finally:
        server.kill()
        server.wait()
    assert hand_over(data, daemon)


@pytest.mark.servers
@pytest.mark.timeout(180)
def test_postgresql_is_handed_over_when_it_starts_and_never_while_it_runs(folder: Path) -> None:
    def server(run_as: str) -> PostgresServer:
        return PostgresServer(folder / "postgres", secrets=folder / "secrets", run_as=run_as)

    def uid(of: PostgresServer) -> int:
        return Path(f"/proc/{of.pid}").stat().st_uid

    before, after = server("nobody"), server("daemon")
    data = folder / "postgres" / "data"
    with psycopg.connect(before.start().dsn("postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    try:
        after.start()
        assert (uid(after), owners(data)) == (NOBODY, {NOBODY})
        after.stop()
        with psycopg.connect(after.start().dsn("postgres")) as connection:
            assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]
        assert (uid(after), owners(data)) == (DAEMON, {DAEMON})
    finally:
        after.stop()


def test_what_root_writes_in_the_folder_of_an_account_belongs_to_it(folder: Path) -> None:
    secrets = given_to(DAEMON, folder / "secrets")
    write_whole(secrets / "keys", "{}", mode=0o600)
    with open(secrets / "log", "a", opener=not_followed) as log:
        log.write("line")
    assert owners(secrets) == {DAEMON}
    with pytest.raises(OSError, match="symbolic link"):
        not_followed(str(secrets / "link"), os.O_APPEND)


@pytest.mark.parametrize(
    ("run_as", "reason"),
    [("daemon", "daemon cannot "), ("nobody", "other programs run as nobody too")],
)
def test_parts_that_the_account_cannot_be_trusted_with_stay_root_and_so_do_the_secrets(
    folder: Path, run_as: str, reason: str
) -> None:
    data, said = DataFolder(folder / "data"), list[str]()
    data.create(account_for(run_as))
    os.chown(data.secrets, NOBODY, NOBODY)
    (letters := folder / "letters").mkdir(mode=0o700)
    settings = Settings(data=data.path, run_as=run_as, templates=letters)
    found = account_of_parts(settings, data, said.append)
    assert (found.account.uid, found.account.dropped) == (0, False)
    assert str(found.as_root).startswith(reason)
    assert said == [f"API, relay, projections and clock run as root: {found.as_root}"]
    assert data.secrets.stat().st_uid == 0
