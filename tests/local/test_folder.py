"""The data folder: its modes, its one holder, and the parents that it never opens."""

import multiprocessing
import os
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from adapters.local.account import AccountRefused, account_for
from adapters.local.folder import DataFolder, FolderHeld, FolderRefused


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_folder_lets_the_servers_pass_and_keeps_secrets_for_us(folder: Path) -> None:
    umask = os.umask(0o077)
    try:
        data = DataFolder(folder / "deep" / "data")
        data.create(account_for(None))
        data.write_secret("api", "s3cret")
    finally:
        os.umask(umask)
    assert [mode(each) for each in (data.path, data.postgres, data.kafka)] == [0o711] * 3
    assert (mode(data.secrets), mode(data.secrets / "api")) == (0o700, 0o600)
    assert (data.read_secret("api"), data.read_secret("other")) == ("s3cret", None)


def test_a_parent_that_keeps_the_account_out_is_named_and_stays_closed(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir()
    closed.chmod(0o600)
    with pytest.raises(AccountRefused, match=f"cannot enter {closed}:"):
        account_for(None).must_enter(closed)
    assert mode(closed) == 0o600


def test_a_path_with_a_colon_is_refused(folder: Path) -> None:
    with pytest.raises(FolderRefused, match="has a ':'"):
        DataFolder(folder / "a:b").create(account_for(None))
    assert not (folder / "a:b").exists()


def test_the_run_file_says_what_was_written_last(folder: Path) -> None:
    data = DataFolder(folder)
    assert data.read_run() == {}
    data.write_run({"api": 8000})
    data.write_run({"api": 8001, "kafka": "127.0.0.1:9092"})
    assert data.read_run() == {"api": 8001, "kafka": "127.0.0.1:9092"}


def hold_until(path: Path, held: Event, enough: Event) -> None:
    with DataFolder(path).hold():
        held.set()
        enough.wait(30)


def test_a_second_holder_is_told_who_holds_and_gets_it_when_that_one_was_killed(
    folder: Path,
) -> None:
    context = multiprocessing.get_context("spawn")
    held, enough = context.Event(), context.Event()
    other = context.Process(target=hold_until, args=(folder, held, enough))
    other.start()
    assert held.wait(30)
    second = DataFolder(folder).hold()
    with pytest.raises(FolderHeld, match=rf"by process {other.pid} since 20\d\d-"):
        second.__enter__()
    other.kill()
    other.join()
    with DataFolder(folder).hold():
        assert (folder / "lock").read_text() == f"{os.getpid()}\n"
